using System.Diagnostics;
using System.Runtime.Versioning;
using Synqup.Core.Delivery;
using Synqup.Core.Ledger;

namespace Synqup.Core.Tests.Delivery;

/// <summary>The whole protocol on a real file system that refuses to rename without replacing: NTFS through FUSE.</summary>
[Category("Long")]
[Platform("Linux")]
[SupportedOSPlatform("linux")]
internal sealed class WithoutNoReplaceTests : DeliveryFixture
{
    private string Mount => Path.Combine(Folder, "mount");

    protected override string RootPath => Path.Combine(Mount, "root");

    [SetUp]
    public void MakeVolume()
    {
        var image = Path.Combine(Folder, "image");
        using (var file = File.Create(image))
            file.SetLength(32 << 20);
        if ((Run("mkfs.ntfs", "-F", "-Q", image) ?? Run("ntfs-3g", "-o", "nonempty", image, Mount)) is { } refusal)
            Assert.Ignore($"No NTFS can be mounted here, which takes root, FUSE and Debian's ntfs-3g: {refusal}");
        Directory.CreateDirectory(RootPath);
    }

    [TearDown]
    public void Unmount() => Run("umount", "--lazy", Mount);

    [Test]
    public void The_flag_is_refused_here()
    {
        var (from, to) = (Path.Combine(Mount, "from"), Path.Combine(Mount, "to"));
        File.WriteAllText(from, "");

        Assert.That(LinuxCalls.Rename(LinuxCalls.CurrentFolder, from, LinuxCalls.CurrentFolder, to, LinuxCalls.NoReplace), Is.Not.Zero, "else this tests nothing");
    }

    [Test]
    public async Task Documents_appear_whole_once_and_beside_what_has_their_names()
    {
        Directory.CreateDirectory(Inbox);
        await File.WriteAllTextAsync(Path.Combine(Inbox, "d1.xml"), "somebody else's");
        var root = await OpenRootAsync();

        var published = await DeliverAsync(root, WithDone(Plan("d1", ["pdf", "ubl"])), Plan("d2"));

        Assert.That(published.Results.Select(r => r.Ending), Is.All.EqualTo(SetEnding.Delivered));
        Assert.That(Visible(), Is.EqualTo(new[] { "d1.xml", "d1_2.done", "d1_2.pdf", "d1_2.xml", "d2.xml" }));
        Assert.That(await File.ReadAllTextAsync(Path.Combine(Inbox, "d1.xml")), Is.EqualTo("somebody else's"));
        Assert.That(await File.ReadAllBytesAsync(Path.Combine(Inbox, "d1_2.xml")), Is.EqualTo(Bytes("d1", "ubl")));
        Assert.That(Staged(), Is.Empty);
    }

    [Test]
    public async Task A_name_that_is_taken_after_the_probe_is_left_alone()
    {
        var root = await OpenRootAsync();
        Platform.Before = (name, path) =>
        {
            if (name == "TryRename" && path.EndsWith("d3.xml", StringComparison.Ordinal))
                File.WriteAllText(path, "somebody else's");
        };

        await DeliverAsync(root, Plan("d3"));

        Assert.That(await File.ReadAllTextAsync(Path.Combine(Inbox, "d3.xml")), Is.EqualTo("somebody else's"));
        Assert.That(await File.ReadAllBytesAsync(Path.Combine(Inbox, "d3_2.xml")), Is.EqualTo(Bytes("d3", "ubl")));
    }

    [Test]
    public async Task A_process_that_died_between_two_names_asks_a_person_as_on_any_share()
    {
        var root = await OpenRootAsync();
        var plan = Plan("d4", ["pdf", "ubl"]);
        Platform.Before = (name, path) =>
        {
            if (name == "TryRename" && path.EndsWith(".xml", StringComparison.Ordinal))
                throw new IOException("The process is gone.", 5);
        };
        await DeliverAsync(root, plan);
        Kill();

        root = NewRoot();
        await root.OpenAsync(CancellationToken.None);
        Assert.That(await StateAsync(plan), Is.EqualTo(DeliveryState.Quarantined));
        Assert.That(Visible(), Is.EqualTo(new[] { "d4.pdf" }));

        await root.ReleaseAsync([plan.Key], CancellationToken.None);
        Assert.That(await StateAsync(plan), Is.EqualTo(DeliveryState.Delivered));
        Assert.That(Visible(), Is.EqualTo(new[] { "d4.pdf", "d4.xml" }));
    }

    /// <returns>What it said when it failed; null when it did not.</returns>
    private static string? Run(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;
            var said = process.StandardOutput.ReadToEndAsync();
            var wrong = process.StandardError.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0 ? null : $"{program}: {wrong.Trim()} {said.Result.Trim()}";
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            return $"{program}: {e.Message}";
        }
    }
}
