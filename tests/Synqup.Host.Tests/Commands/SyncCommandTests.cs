using System.Net;
using System.Net.Sockets;
using Synqup.Host.Agent;
using Synqup.Host.Commands;

namespace Synqup.Host.Tests.Commands;

/// <summary>One pass from the command line.</summary>
internal sealed class SyncCommandTests : WithPortal
{
    [Test]
    public async Task Sync_with_nothing_to_do_says_so()
    {
        await Agent.RunAsync("check", "--create-root", Agent.Root);

        var answer = await Agent.RunAsync("sync", "--json");

        Assert.That(answer.Code, Is.Zero, answer.ToString());
        Assert.That(answer.Json.GetProperty("summary").GetString(), Is.EqualTo("0 documents delivered, 0 acknowledged."));
        Assert.That(answer.Json.GetProperty("connections")[0].GetProperty("delivered").GetInt64(), Is.Zero);
    }

    [Test]
    [Platform(Exclude = "Win", Reason = "a signal of Unix")]
    public async Task Sync_says_at_once_that_thePortal_is_away_and_when_stopped_what_it_waited_for()
    {
        var address = await CloseAsync();
        using var sync = SynqupProgram.Start(["sync", "--json", "--settings", Agent.Settings], []);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var said = await sync.StandardError.ReadLineAsync(limit.Token);
        SynqupProgram.Terminate(sync);
        var answer = new Answer(0, await sync.StandardOutput.ReadToEndAsync(limit.Token), await sync.StandardError.ReadToEndAsync(limit.Token));
        await sync.WaitForExitAsync(limit.Token);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(said, Does.Contain(address).And.Contain("nothing listens there").And.Contain("tried again for 30 seconds"));
            Assert.That(sync.ExitCode, Is.EqualTo((int)ExitCode.Interrupted), answer.ToString());
            Assert.That(answer.Json.GetProperty("connections")[0].GetProperty("error").GetString(), Does.StartWith("It was stopped while it waited: ").And.Contain(address));
            Assert.That(answer.Json.GetProperty("stopped").GetBoolean(), Is.True);
        }
    }

    [Test]
    [Platform(Exclude = "Win", Reason = "a signal of Unix")]
    public async Task Sync_says_so_while_aPortal_takes_the_call_and_says_nothing()
    {
        using var mute = new TcpListener(IPAddress.Loopback, 0);
        mute.Start();
        Agent.Write($"http://{mute.LocalEndpoint}", TestPortal.Key);
        using var sync = SynqupProgram.Start(["sync", "--settings", Agent.Settings], []);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));

        var said = await sync.StandardError.ReadLineAsync(limit.Token);
        SynqupProgram.Terminate(sync);
        await sync.WaitForExitAsync(limit.Token);

        Assert.That(said, Does.Contain("office").And.Contain("has not answered yet"));
    }

    [Test]
    [Category("Long")]
    public async Task Sync_gives_up_on_aPortal_that_stays_away()
    {
        var address = await CloseAsync();

        var answer = await Agent.RunAsync("sync", "--json");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(answer.Code, Is.EqualTo((int)ExitCode.PortalUnreachable), answer.ToString());
            Assert.That(answer.Json.GetProperty("connections")[0].GetProperty("error").GetString(), Does.Contain(address).And.Contain("tried for 30 seconds"));
            Assert.That(answer.Json.GetProperty("seconds").GetDouble(), Is.InRange(29, 40));
        }
    }

    [Test]
    public async Task A_second_one_on_the_same_data_folder_says_so_and_ends()
    {
        using var taken = await DataFolder.TakeAsync(Agent.Data, TimeProvider.System, CancellationToken.None);

        var answer = await Agent.RunAsync("sync");

        Assert.That(answer.Code, Is.EqualTo((int)ExitCode.AlreadyRunning), answer.ToString());
        Assert.That(answer.Errors, Does.Contain("Another synqup works with the data folder").And.Contain(Agent.Data));
    }
}
