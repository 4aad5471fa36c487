using Synqup.Demo.Flow;

namespace Synqup.Demo.Tests;

internal sealed class DemoFoldersTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("synqup-demo-tests-");

    private string Output => Path.Combine(_folder.FullName, "out");

    public void Dispose() => _folder.Delete(recursive: true);

    [Test]
    public void The_data_of_a_chosen_output_folder_lies_beside_it_and_stays()
    {
        var folders = DemoFolders.Create(Output + "/");
        folders.RemoveTemporaryData();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(folders.Output, Is.EqualTo(Output));
            Assert.That(Directory.GetDirectories(_folder.FullName), Is.EquivalentTo(new[] { Output, Output + ".data" }));
        }
    }

    [Test]
    public void Without_one_the_data_goes_and_the_documents_stay()
    {
        var folders = DemoFolders.Create(null);
        try
        {
            var document = Path.Combine(Directory.CreateDirectory(Path.Combine(folders.Output, "winbooks")).FullName, "invoice.xml");
            File.WriteAllText(document, "");

            folders.RemoveTemporaryData();

            using (Assert.EnterMultipleScope())
            {
                Assert.That(document, Does.Exist);
                Assert.That(Directory.Exists(folders.Data), Is.False);
            }
        }
        finally
        {
            Directory.Delete(Path.GetDirectoryName(folders.Output)!, recursive: true);
        }
    }

    [Test]
    public void Without_a_document_nothing_stays()
    {
        var folders = DemoFolders.Create(null);
        Directory.CreateDirectory(Path.Combine(folders.Output, "winbooks", ".synqup"));
        File.WriteAllText(Path.Combine(folders.Output, "winbooks", ".synqup", "root.json"), "");

        folders.RemoveTemporaryData();

        Assert.That(Path.GetDirectoryName(folders.Output), Does.Not.Exist);
    }

    [TestCase("out")]
    [TestCase("out.data")]
    public void A_folder_that_holds_something_is_refused(string used)
    {
        Directory.CreateDirectory(Path.Combine(_folder.FullName, used));
        File.WriteAllText(Path.Combine(_folder.FullName, used, "something"), "");

        Assert.That(() => DemoFolders.Create(Output), Throws.TypeOf<DemoException>().With.Message.Contains(Path.Combine(_folder.FullName, used)));
    }
}
