using Synqup.Console.Intake;
using Synqup.Console.OfficeSide;
using Synqup.Console.Tests.Running;

namespace Synqup.Console.Tests.Intake;

/// <summary>Files that nobody here wrote.</summary>
internal sealed class SamplesTests
{
    private static string? Folder
    {
        get
        {
            for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            {
                if (File.Exists(Path.Combine(folder.FullName, "Synqup.sln")))
                    return Path.Combine(folder.Parent!.FullName, "shared", "samples") is var samples && Directory.Exists(samples) ? samples : null;
            }

            return null;
        }
    }

    [TestCase("purchase")]
    [TestCase("sale")]
    public async Task Every_valid_sample_is_kept_byte_for_byte(string direction)
    {
        var samples = Samples("ubl-en16931", "*.xml").Concat(Samples("coda", "coda.cod")).ToList();
        await using var console = await RunningConsole.StartAsync();
        var office = await console.OfficeAsync();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(samples, Has.Count.GreaterThan(15));
            foreach (var path in samples)
            {
                var bytes = await File.ReadAllBytesAsync(path);
                var customer = await office.PostAsync<EnterpriseView>("enterprises", new { name = Path.GetFileName(path) });
                using var response = await office.SendWithAsync(customer, new() { ["direction"] = direction }, (Path.GetFileName(path), bytes));
                var text = await response.Content.ReadAsStringAsync();
                Assert.That(response.IsSuccessStatusCode, Is.True, $"{path}: {text}");
                var id = (await response.ReadAsync<UploadAnswer>()).Items.Single().Id;
                var part = path.EndsWith(".cod", StringComparison.Ordinal) ? "coda" : "ubl";
                Assert.That(await office.Http.GetByteArrayAsync($"api/v1/documents/{id}/parts/{part}"), Is.EqualTo(bytes), path);
            }
        }
    }

    [Test]
    public async Task The_embedded_pdf_of_the_large_sample_is_offered()
    {
        var path = Samples("ubl-en16931", "FT G2G*.xml").Single();
        await using var console = await RunningConsole.StartAsync();
        var office = await console.OfficeAsync();

        var seen = (await (await office.Http.PostAsync("api/v1/documents/inspect", Wire.Form([], ("a.xml", await File.ReadAllBytesAsync(path))))).ReadAsync<Inspections>()).Items.Single();

        Assert.That(seen.Parts.Select(part => (part.Name, part.Size)).Last(), Is.EqualTo(("pdf", 2464230L)));
    }

    [Test]
    public async Task The_broken_statement_is_refused_with_the_reason()
    {
        var path = Samples("coda", "invalid.cod").Single();
        await using var console = await RunningConsole.StartAsync();
        var office = await console.OfficeAsync();
        var customer = await office.CustomerAsync(null);

        var problem = await office.SendAsync(customer, ("invalid.cod", await File.ReadAllBytesAsync(path))).ProblemAsync();

        Assert.That(problem.Detail, Does.Contain("'invalid.cod'").And.Contain("line 18 stands after the closing record 9"));
    }

    private static string[] Samples(string folder, string mask)
    {
        if (Folder is not { } samples)
            Assert.Ignore("The samples are not here: put them in ../shared/samples beside the repository.");
        return Directory.GetFiles(Path.Combine(Folder!, folder), mask, new EnumerationOptions { MatchCasing = MatchCasing.CaseInsensitive });
    }
}
