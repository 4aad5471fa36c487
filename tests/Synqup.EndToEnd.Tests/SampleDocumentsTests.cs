using System.Security.Cryptography;
using System.Text.Json;

namespace Synqup.EndToEnd.Tests;

/// <summary>Documents that nobody here wrote.</summary>
internal sealed class SampleDocumentsTests
{
    private static readonly TemporaryFolder Folder = new();
    private static readonly Lazy<Task<DemoOutcome>> Run = new(() => DemoOutcome.RunAsync(Folder["output"], "--documents", Samples!));

    /// <summary>Beside the repository; null where it is absent.</summary>
    private static string? Samples
    {
        get
        {
            for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            {
                if (File.Exists(Path.Combine(folder.FullName, "Synqup.sln")))
                    return Path.Combine(folder.FullName, "..", "shared", "samples") is var samples && Directory.Exists(samples) ? Path.GetFullPath(samples) : null;
            }

            return null;
        }
    }

    [SetUp]
    public void SkipWithoutSamples()
    {
        if (Samples is null)
            Assert.Ignore("The sample documents are not there: this test reads ../shared/samples beside the repository.");
    }

    [OneTimeTearDown]
    public static void RemoveFolder() => Folder.Dispose();

    [Test]
    public async Task Every_valid_file_is_delivered_byte_for_byte()
    {
        var run = await Run.Value;
        var valid = Directory.EnumerateFiles(Samples!, "*", SearchOption.AllDirectories)
            .Where(path => Path.GetExtension(path).ToUpperInvariant() is ".XML" or ".COD" && Path.GetFileName(path) != "invalid.cod")
            .ToDictionary(path => Path.GetRelativePath(Samples!, path).Replace('\\', '/'));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(run.ExitCode, Is.Zero, run.Errors);
            Assert.That(valid, Has.Count.GreaterThanOrEqualTo(20));
            Assert.That(run.Files.Select(file => file.Source), Is.EquivalentTo(valid.Keys));
            Assert.That(run.Report.GetProperty("acknowledged").GetInt32(), Is.EqualTo(valid.Count));
            foreach (var file in run.Files)
            {
                var bytes = await File.ReadAllBytesAsync(valid[file.Source]);
                Assert.That(await File.ReadAllBytesAsync(run.FullPath(file.Paths[0])), Is.EqualTo(bytes), file.Source);
                Assert.That(file.Sha256, Is.EqualTo(Convert.ToHexStringLower(SHA256.HashData(bytes))), file.Source);
            }
        }
    }

    [Test]
    public async Task The_broken_statement_is_refused_with_its_reason_and_nothing_else_is()
    {
        var refused = (await Run.Value).Report.GetProperty("refused").EnumerateArray().ToList();

        Assert.That(refused.Select(one => one.GetProperty("source").GetString()), Is.EqualTo(new[] { "coda/invalid.cod" }));
        Assert.That(Reason(refused[0]), Does.Contain("128").Or.Contain("line"));

        static string? Reason(JsonElement one) => one.GetProperty("reason").GetString();
    }

    [Test]
    public async Task Every_path_is_legal_on_Windows_and_belongs_to_one_document() => DeliveredPaths.AssertLegalAndUnique(await Run.Value);

    [Test]
    public async Task The_folders_hold_the_documents_and_nothing_else() => DeliveredPaths.AssertNothingElse(await Run.Value);
}
