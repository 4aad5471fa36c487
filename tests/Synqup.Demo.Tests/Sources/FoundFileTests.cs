using Synqup.Demo.Sources;

namespace Synqup.Demo.Tests.Sources;

internal sealed class FoundFileTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("synqup-demo-tests-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Test]
    public void Documents_of_all_levels_are_found_in_any_case_and_nothing_else()
    {
        Write("a.xml", "deep/er/B.XML", "deep/statement.cod", "statement.TXT", "contract.pdf", "photo.jpg", "LICENSE", "LICENSE.txt", "readme.txt", "README.pdf", "script.xmlx");

        Assert.That(Found(), Is.EquivalentTo(new[] { "a.xml", "contract.pdf", "deep/er/B.XML", "deep/statement.cod", "statement.TXT" }));
    }

    [Test]
    public void A_pdf_with_the_name_of_an_invoice_beside_it_belongs_to_the_invoice()
    {
        Write("a.xml", "A.pdf", "other/a.pdf", "b.cod", "b.pdf");

        var found = FoundFile.Below(_folder.FullName);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(found.Select(file => file.Source), Is.EquivalentTo(new[] { "a.xml", "b.cod", "b.pdf", "other/a.pdf" }));
            Assert.That(found.Single(file => file.Source == "a.xml").Companion?.Name, Is.EqualTo("A.pdf"));
            Assert.That(found.Where(file => file.Source != "a.xml").Select(file => file.Companion), Is.All.Null);
        }
    }

    [Test]
    public void A_folder_without_documents_is_said()
    {
        Write("notes.md");

        Assert.That(() => FoundFile.Below(_folder.FullName), Throws.TypeOf<DemoException>().With.Message.Contains(_folder.FullName));
    }

    private IEnumerable<string> Found() => FoundFile.Below(_folder.FullName).Select(file => file.Source);

    private void Write(params string[] names)
    {
        foreach (var name in names)
        {
            var path = Path.Combine(_folder.FullName, name);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, "x");
        }
    }
}
