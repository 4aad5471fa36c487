using Synqup.Host.Agent;
using Synqup.Host.Commands;

namespace Synqup.Host.Tests.Agent;

internal sealed class DataFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Test]
    public async Task Only_one_takes_a_data_folder_at_a_time()
    {
        using (await DataFolder.TakeAsync(_folder["data"], TimeProvider.System, CancellationToken.None))
        {
            Assert.That(DataFolder.IsTaken(_folder["data"]), Is.True);
            Assert.That(async () => await DataFolder.TakeAsync(_folder["data"], TimeProvider.System, CancellationToken.None),
                Throws.TypeOf<CommandFailure>().With.Property(nameof(CommandFailure.Code)).EqualTo(ExitCode.AlreadyRunning).And.Message.Contain("synqup status"));
        }

        Assert.That(DataFolder.IsTaken(_folder["data"]), Is.False);
        Assert.That(async () => (await DataFolder.TakeAsync(_folder["data"], TimeProvider.System, CancellationToken.None)).Dispose(), Throws.Nothing);
    }

    [Test]
    [Platform(Exclude = "Win", Reason = "Unix modes")]
    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    public async Task A_new_data_folder_is_for_its_owner_only()
    {
        using var taken = await DataFolder.TakeAsync(_folder["data"], TimeProvider.System, CancellationToken.None);

        Assert.That(File.GetUnixFileMode(_folder["data"]), Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute));
    }

    [Test]
    public void A_data_folder_that_cannot_be_made_is_named_with_what_to_do()
    {
        var file = _folder.Write("", "file");

        Assert.That(async () => await DataFolder.TakeAsync(Path.Combine(file, "data"), TimeProvider.System, CancellationToken.None),
            Throws.TypeOf<CommandFailure>().With.Property(nameof(CommandFailure.Code)).EqualTo(ExitCode.DataUnusable).And.Message.Contain("choose another dataFolder"));
    }
}
