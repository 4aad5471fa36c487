using System.IO.Abstractions;
using System.Runtime.Versioning;
using Synqup.Core.Delivery;

namespace Synqup.Core.Tests.Delivery;

/// <summary>That the primitives reach the system: each of them fails when what it is asked for cannot be.</summary>
[Platform("Linux")]
[SupportedOSPlatform("linux")]
internal sealed class LinuxPlatformTests
{
    private readonly string _folder = Directory.CreateTempSubdirectory("synqup-linux-").FullName;
    private readonly LinuxPlatform _platform = new(new FileSystem());

    [TearDown]
    public void Remove() => Directory.Delete(_folder, recursive: true);

    [Test]
    public void A_file_or_folder_that_is_not_there_cannot_be_flushed()
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(() => _platform.FlushFile(In("nothing")), Throws.InstanceOf<FileNotFoundException>());
            Assert.That(() => _platform.FlushFolder(In("nothing")), Throws.InstanceOf<FileNotFoundException>());
        }
    }

    [Test]
    public void What_the_system_cannot_flush_fails()
    {
        // A pseudo terminal opens as any file does, and fsync refuses it: what is opened only is not flushed.
        using (Assert.EnterMultipleScope())
        {
            Assert.That(() => _platform.FlushFile("/dev/ptmx"), Throws.InstanceOf<IOException>());
            Assert.That(() => _platform.FlushFolder("/dev/ptmx"), Throws.InstanceOf<IOException>());
        }
    }

    [Test]
    public void A_file_that_was_closed_cannot_be_flushed()
    {
        var file = _platform.CreateFile(In("new"));
        file.Write("content"u8);
        file.Flush();
        file.Dispose();

        Assert.That(file.Flush, Throws.InstanceOf<ObjectDisposedException>());
    }

    [Test]
    public void A_volume_that_is_not_watched_any_more_cannot_be_flushed()
    {
        var volume = _platform.WatchVolume(_folder);
        if (volume is null)
            Assert.Ignore("The temporary folder is on no local volume.");
        volume!.Flush();
        volume.Dispose();

        Assert.That(volume.Flush, Throws.InstanceOf<ObjectDisposedException>());
    }

    [TestCase(false)]
    [TestCase(true, TestName = "Without_the_flag_a_name_that_is_taken_is_left_alone")]
    public void A_name_that_is_taken_is_left_alone(bool withoutFlag)
    {
        File.WriteAllText(In("from"), "ours");
        File.WriteAllText(In("to"), "somebody else's");

        Assert.That(Rename(withoutFlag), Is.False);
        Assert.That((File.ReadAllText(In("from")), File.ReadAllText(In("to"))), Is.EqualTo(("ours", "somebody else's")));
    }

    [TestCase(false)]
    [TestCase(true, TestName = "Without_the_flag_a_link_to_nothing_takes_a_name_too")]
    public void A_link_to_nothing_takes_a_name_too(bool withoutFlag)
    {
        File.WriteAllText(In("from"), "ours");
        File.CreateSymbolicLink(In("to"), In("nothing"));

        Assert.That(Rename(withoutFlag), Is.False);
        Assert.That(new FileInfo(In("to")).LinkTarget, Is.EqualTo(In("nothing")));
    }

    [TestCase(false)]
    [TestCase(true, TestName = "Without_the_flag_a_name_that_is_free_is_given")]
    public void A_name_that_is_free_is_given(bool withoutFlag)
    {
        File.WriteAllText(In("from"), "ours");

        Assert.That(Rename(withoutFlag), Is.True);
        Assert.That(File.Exists(In("from")), Is.False);
        Assert.That(File.ReadAllText(In("to")), Is.EqualTo("ours"));
    }

    private string In(string name) => Path.Combine(_folder, name);

    private bool Rename(bool withoutFlag) => withoutFlag ? _platform.CheckThenRename(In("from"), In("to")) : _platform.TryRename(In("from"), In("to"));
}
