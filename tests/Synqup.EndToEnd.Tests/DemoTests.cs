using System.Security.Cryptography;
using System.Text.RegularExpressions;

namespace Synqup.EndToEnd.Tests;

/// <summary>The README's first command, with the documents that it generates.</summary>
internal sealed partial class DemoTests
{
    private const int Count = 132;

    private static readonly TemporaryFolder Folder = new();

    // One run; each test looks at another side of it.
    private static readonly Lazy<Task<DemoOutcome>> Run = new(() => DemoOutcome.RunAsync(Folder["output"], "--count", Count.ToString(System.Globalization.CultureInfo.InvariantCulture)));

    [OneTimeTearDown]
    public static void RemoveFolder() => Folder.Dispose();

    [Test]
    public async Task Every_document_is_delivered_and_acknowledged()
    {
        var run = await Run.Value;

        using (Assert.EnterMultipleScope())
        {
            Assert.That(run.ExitCode, Is.Zero, run.Errors);
            Assert.That(run.Report.GetProperty("documents").GetInt32(), Is.EqualTo(Count));
            Assert.That(run.Report.GetProperty("delivered").GetInt32(), Is.EqualTo(Count));
            Assert.That(run.Report.GetProperty("acknowledged").GetInt32(), Is.EqualTo(Count));
            Assert.That(run.Report.GetProperty("refused").GetArrayLength(), Is.Zero);
        }
    }

    [Test]
    public async Task Standard_output_is_one_line_with_the_promised_object()
    {
        var run = await Run.Value;

        using (Assert.EnterMultipleScope())
        {
            Assert.That(run.Output.TrimEnd('\r', '\n').Split('\n'), Has.Length.EqualTo(1), run.Output);
            Assert.That(run.Report.EnumerateObject().Select(one => one.Name), Is.EqualTo(new[] { "documents", "delivered", "acknowledged", "seconds", "output", "files", "refused" }));
            Assert.That(run.Report.GetProperty("output").GetString(), Is.EqualTo(run.OutputFolder));
            Assert.That(run.Report.GetProperty("files")[0].EnumerateObject().Select(one => one.Name), Is.EqualTo(new[] { "source", "paths", "sha256" }));
        }
    }

    [Test]
    public async Task The_first_path_of_each_document_has_its_hash_and_each_path_is_there()
    {
        var run = await Run.Value;

        Assert.That(run.Files, Has.Count.EqualTo(Count));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(run.Files.SelectMany(file => file.Paths).Where(path => !File.Exists(run.FullPath(path))), Is.Empty);
            foreach (var file in run.Files)
                Assert.That(Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(run.FullPath(file.Paths[0])))), Is.EqualTo(file.Sha256), file.Source);
        }
    }

    [Test]
    public async Task Every_path_is_legal_on_Windows_and_belongs_to_one_document()
    {
        var run = await Run.Value;

        DeliveredPaths.AssertLegalAndUnique(run);
    }

    [Test]
    public async Task The_folders_hold_the_documents_and_nothing_else()
    {
        var run = await Run.Value;

        DeliveredPaths.AssertNothingElse(run);
    }

    [Test]
    public async Task Customers_get_the_folders_that_their_configuration_names()
    {
        var folders = (await Run.Value).Files.SelectMany(file => file.Paths).Select(path => path.Split('/')[..^1]).ToList();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(folders.Where(folder => folder[0] == "winbooks").Select(folder => folder[1]), Is.Not.Empty.And.All.Matches("^D100[0-9]{2}$"));
            Assert.That(folders.Where(folder => folder[0] == "adsolut").Select(folder => folder[1]), Is.Not.Empty.And.All.Matches("^BE0[0-9]{9}$"));
            Assert.That(folders.Where(folder => folder[0] == "generic").Select(folder => folder[1]), Has.Some.EqualTo("Peeters N.V").Or.Some.StartsWith("Peeters N.V"));
            Assert.That(folders.Select(folder => folder[^1]).Distinct(), Is.EquivalentTo(new[] { "inbound", "outbound", "statements" }));
        }
    }

    [Test]
    public async Task Winbooks_gets_a_pdf_beside_each_xml_that_has_one()
    {
        var run = await Run.Value;
        var sets = run.Files.Where(file => file.Paths.Count == 2).ToList();

        Assert.That(sets, Is.Not.Empty);
        foreach (var set in sets)
        {
            var names = set.Paths.Select(path => Extension().Replace(path, "")).Distinct();
            using (Assert.EnterMultipleScope())
            {
                Assert.That(names.Count(), Is.EqualTo(1), set.Source);
                Assert.That(set.Paths.Select(Path.GetExtension), Is.EquivalentTo(new[] { ".xml", ".pdf" }), set.Source);
            }
        }
    }

    [GeneratedRegex(@"\.[a-z]+$")]
    private static partial Regex Extension();
}
