using System.IO.Abstractions;
using Synqup.Core.Delivery;
using Synqup.Demo.Programs;
using Synqup.Demo.Samples;
using Win32Exception = System.ComponentModel.Win32Exception;

namespace Synqup.EndToEnd.Tests;

/// <summary>What the agent, as it was built, asks of the system: a power cut between two calls finds all that recovery needs.</summary>
[Category("Long")]
[Platform("Linux", Reason = "strace")]
internal sealed class FlushOrderTests
{
    private const string Calls = "pwrite64,fsync,fdatasync,syncfs,rename,renameat,renameat2";
    private const int Documents = 3;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    [Test]
    public async Task Each_step_of_a_batch_is_durable_before_the_next_one_begins()
    {
        await RequireStraceAsync();
        using var office = await TestOffice.CreateAsync();
        await using var console = await office.StartConsoleAsync();
        await office.InstallAgentAsync();
        (await office.Agent.CommandAsync(["check"], CancellationToken.None)).OutputOrThrow("synqup check");
        await office.ConfigureAsync();
        RequireLocalVolume(office.Root);
        var samples = new SampleDocuments(1, SampleOffice.Many(1));
        await office.Uploads().UploadAsync(TestOffice.Sources(Enumerable.Range(0, Documents).Select(index => samples.OfSize(index, 6_000))), static _ => { }, CancellationToken.None);

        var calls = await SyncAsync(office);

        var manifests = calls.Where(call => call.IsRename && call.Names(BatchesOf(office) + "/")).Select(call => (int?)call.End).ToList();
        var renames = calls.Where(call => call.IsRename && call.Names(".synqup-part\"")).ToList();
        Assert.That(renames, Has.Count.EqualTo(Documents));
        Assert.That(manifests, Is.Not.Empty);
        for (var batch = 0; batch < manifests.Count; batch++)
        {
            var next = manifests.ElementAtOrDefault(batch + 1) ?? int.MaxValue;
            AssertOrder(office, calls, batch + 1, [.. renames.Where(call => call.Start > manifests[batch] && call.Start < next)]);
        }
    }

    private static void AssertOrder(TestOffice office, IReadOnlyList<SystemCall> calls, int batch, IReadOnlyList<SystemCall> renames)
    {
        var (batches, folders) = (BatchesOf(office), renames.Select(call => Path.GetDirectoryName(call.Paths[1])!).ToHashSet());
        var at = calls.Where(call => call.Name == "pwrite64" && renames.Any(rename => call.IsOf(rename.Paths[0]))).Max(call => call.End);
        Next("contents: syncfs", IsVolume);
        Next("manifest: fsync", call => call.Name == "fsync" && call.IsOf($"{batches}/{batch}.part"));
        Next("manifest: rename", call => call.IsRename && call.Paths[1] == $"{batches}/{batch}");
        Next("manifest: its folder", call => call.Name == "fsync" && call.IsOf(batches));
        Next("ledger: Publishing", IsLedger);
        Assert.That(renames.Min(call => call.Start), Is.GreaterThan(at), $"batch {batch}: a final name before the ledger's flush");
        at = renames.Max(call => call.End);
        Next("names: syncfs, or the fsync of a folder", call => IsVolume(call) || (call.Name == "fsync" && folders.Any(call.IsOf)));
        Next("ledger: Delivered", IsLedger);

        // The first that began after the step before had ended.
        void Next(string step, Func<SystemCall, bool> isIt) =>
            at = calls.FirstOrDefault(call => call.Start > at && isIt(call))?.End
                ?? throw new AssertionException($"Batch {batch}: {step} does not follow. After the step before:{Environment.NewLine}{string.Join(Environment.NewLine, calls.Where(call => call.Start > at).Take(40))}");

        bool IsVolume(SystemCall call) => call.Name == "syncfs" && call.Names($"<{office.Root}");
    }

    private static string BatchesOf(TestOffice office) => Path.Combine(office.Root, ".synqup", "batches");

    private static bool IsLedger(SystemCall call) => call.Name is "fsync" or "fdatasync" && call.Names("/ledger.db");

    private static async Task<IReadOnlyList<SystemCall>> SyncAsync(TestOffice office)
    {
        var trace = Path.Combine(office.Agent.DataFolder, "trace");
        (await StraceAsync(trace, BuiltPrograms.Agent, "sync", "--settings", office.Agent.SettingsFile)).OutputOrThrow("synqup sync under strace");
        return SystemCall.Parse(await File.ReadAllLinesAsync(trace));
    }

    private static Task<ProgramResult> StraceAsync(string trace, params string[] command) =>
        ChildProgram.RunAsync("strace", ["-f", "-y", "-s", "0", "-e", $"trace={Calls}", "-o", trace, .. command], [], Patience, CancellationToken.None);

    private static async Task RequireStraceAsync()
    {
        try
        {
            var probe = await StraceAsync("/dev/null", "true");
            if (probe.ExitCode != 0)
                Assert.Ignore($"This machine does not let strace look: {probe.Errors.Trim()}");
        }
        catch (Win32Exception)
        {
            Assert.Ignore("strace is not installed: apt-get install strace.");
        }
    }

    private static void RequireLocalVolume(string folder)
    {
        using var volume = Platform.ForThisSystem(new FileSystem()).WatchVolume(folder);
        if (volume is null)
            Assert.Ignore("The temporary folder is on no local volume.");
    }
}
