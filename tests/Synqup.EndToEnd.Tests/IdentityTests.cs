using Synqup.Demo.Programs;

namespace Synqup.EndToEnd.Tests;

/// <summary>Who may deliver where: machines that were cloned or replaced, and folders of two agents. Each says what is wrong, where, and what to do.</summary>
internal sealed class IdentityTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    [Test]
    public async Task A_copy_of_a_machine_is_refused_says_so_and_delivers_nothing_while_the_first_one_goes_on()
    {
        using var office = await TestOffice.CreateAsync();
        await using var console = await office.StartConsoleAsync();
        await InstallAsync(office);
        await office.UploadAsync(0, 1);
        var clone = office.CloneAgent("clone");

        var (sync, status, check) = (await RunAsync(clone, "sync"), await RunAsync(clone, "status"), await RunAsync(clone, "check"));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(new[] { sync.ExitCode, status.ExitCode, check.ExitCode }, Is.All.EqualTo(5), sync.Output + status.Output + check.Output);
            foreach (var said in new[] { sync.Output, status.Output, check.Output })
                Assert.That(said, Does.Contain("Another machine works with this agent's identity").And.Contain("127.0.0.1").And.Contain("enrolment"));
            Assert.That(new DeliveredTree(office.Root).Documents, Is.Empty);
            Assert.That((await RunAsync(office.Agent, "sync")).ExitCode, Is.Zero);
            Assert.That(new DeliveredTree(office.Root).Documents, Has.Count.EqualTo(1));
        }
    }

    [Test]
    public async Task A_replaced_agent_says_so_and_its_successor_takes_over_its_folder_without_a_question()
    {
        using var office = await TestOffice.CreateAsync();
        await using var console = await office.StartConsoleAsync();
        var old = await InstallAsync(office);
        await office.UploadAsync(0, 1);
        Assert.That((await RunAsync(office.Agent, "sync")).ExitCode, Is.Zero);
        var (successor, id) = await office.AddAgentAsync("successor");

        await office.Client.ReplaceAsync(old, by: id, CancellationToken.None);
        await office.UploadAsync(1, 1);
        var (sync, status) = (await RunAsync(office.Agent, "sync"), await RunAsync(office.Agent, "status"));
        var taken = await RunAsync(successor, "sync");

        using (Assert.EnterMultipleScope())
        {
            Assert.That((sync.ExitCode, status.ExitCode), Is.EqualTo((5, 5)), sync.Output + status.Output);
            foreach (var said in new[] { sync.Output, status.Output })
                Assert.That(said, Does.Contain("gave this agent's work to another one").And.Contain("127.0.0.1").And.Contain("ninstall this agent"));
            Assert.That(taken.ExitCode, Is.Zero, taken.Output);
            Assert.That(new DeliveredTree(office.Root).Documents, Has.Count.EqualTo(2));
        }
    }

    [Test]
    public async Task Two_agents_do_not_deliver_into_one_folder()
    {
        using var office = await TestOffice.CreateAsync();
        await using var console = await office.StartConsoleAsync();
        var first = await InstallAsync(office);
        await office.UploadAsync(0, 1);
        Assert.That((await RunAsync(office.Agent, "sync")).ExitCode, Is.Zero);
        var (other, id) = await office.AddAgentAsync("other");
        await office.Client.GiveAsync(office.ConfigurationId!, id, CancellationToken.None);
        await office.MakeConfigurationAsync(first);
        await office.UploadAsync(1, 1);

        var (sync, check) = (await RunAsync(other, "sync"), await RunAsync(other, "check"));

        using (Assert.EnterMultipleScope())
        {
            Assert.That((sync.ExitCode, check.ExitCode), Is.EqualTo((1, 1)), sync.Output + check.Output);
            foreach (var said in new[] { sync.Output, check.Output })
                Assert.That(said, Does.Contain($"\"{office.Root}\" belongs to another agent ({first} of Test office)").And.Contain($"synqup check --adopt \"{office.Root}\""));
            Assert.That(new DeliveredTree(office.Root).Documents, Has.Count.EqualTo(1));
        }
    }

    [Test]
    public async Task Two_connections_of_one_agent_do_not_deliver_into_one_folder_and_none_takes_it_from_the_other()
    {
        using var office = await TestOffice.CreateAsync();
        await using var console = await office.StartConsoleAsync();
        var first = await InstallAsync(office);
        Assert.That((await RunAsync(office.Agent, "sync")).ExitCode, Is.Zero);
        await office.ConnectTwiceAsync("second");
        await RunAsync(office.Agent, "check");
        var second = (await office.Client.AgentsAsync(CancellationToken.None)).Single(one => one.Id != first).Id;
        await office.MakeConfigurationAsync(second);

        var (sync, adopt) = (await RunAsync(office.Agent, "sync"), await RunAsync(office.Agent, "check", "--adopt", office.Root));

        using (Assert.EnterMultipleScope())
        {
            Assert.That((sync.ExitCode, adopt.ExitCode), Is.EqualTo((1, 1)), sync.Output + adopt.Output);
            foreach (var said in new[] { sync.Output, adopt.Output })
            {
                Assert.That(said, Does.Contain($"\"{office.Root}\" is the root of the connection {AgentInstallation.Connection} of this same agent already, and now of second too.")
                    .And.Contain("another folder in the Console").And.Not.Contain("synqup check --adopt"));
            }
        }
    }

    [Test]
    public async Task A_folder_is_taken_over_beside_the_running_agent_that_it_is_taken_from()
    {
        using var office = await TestOffice.CreateAsync();
        await using var console = await office.StartConsoleAsync();
        var first = await InstallAsync(office);
        var (successor, id) = await office.AddAgentAsync("successor");
        await using var agent = office.Agent.Run();
        await office.UploadAsync(0, 1);
        await Until.TrueAsync("the document was acknowledged", Patience, async () => (await office.Client.CountAsync(CancellationToken.None)).Acknowledged == 1, () => agent.LastLines);

        var early = await RunAsync(successor, "check", "--adopt", office.Root);
        await office.Client.GiveAsync(office.ConfigurationId!, id, CancellationToken.None);
        ProgramResult? adopted = null;
        await Until.TrueAsync("the running agent left the folder", Patience, async () => (adopted = await RunAsync(successor, "check", "--adopt", office.Root)).ExitCode == 0, () => adopted?.Output + agent.LastLines);
        await office.UploadAsync(1, 1);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(early.Output, Does.Contain("No accounting package configuration of this agent has this root"));
            Assert.That((await RunAsync(successor, "sync")).ExitCode, Is.Zero);
            Assert.That(new DeliveredTree(office.Root).Documents, Has.Count.EqualTo(2));
            Assert.That((await RunAsync(office.Agent, "status")).ExitCode, Is.Zero, "for the first agent nothing is wrong");
            Assert.That(first, Is.Not.EqualTo(id));
        }
    }

    [Test]
    public async Task A_folder_that_has_lost_its_marker_waits_says_so_and_goes_on_when_it_is_found()
    {
        using var office = await TestOffice.CreateAsync();
        await using var console = await office.StartConsoleAsync();
        await InstallAsync(office);
        await office.UploadAsync(0, 1);
        Assert.That((await RunAsync(office.Agent, "sync")).ExitCode, Is.Zero);
        var marker = Path.Combine(office.Root, ".synqup", "root.json");
        File.Move(marker, marker + ".away");
        await office.UploadAsync(1, 1);

        var (sync, check) = (await RunAsync(office.Agent, "sync"), await RunAsync(office.Agent, "check"));
        var before = new DeliveredTree(office.Root).Documents.Count;
        File.Move(marker + ".away", marker);
        var found = await RunAsync(office.Agent, "sync");

        using (Assert.EnterMultipleScope())
        {
            Assert.That((sync.ExitCode, check.ExitCode), Is.EqualTo((1, 1)), sync.Output + check.Output);
            foreach (var said in new[] { sync.Output, check.Output })
                Assert.That(said, Does.Contain($"\"{office.Root}\" was used before and has no marker ({marker}) now").And.Contain($"synqup check --use \"{office.Root}\""));
            Assert.That(before, Is.EqualTo(1));
            Assert.That(found.ExitCode, Is.Zero, found.Output);
            Assert.That(new DeliveredTree(office.Root).Documents, Has.Count.EqualTo(2));
        }
    }

    [Test]
    [Platform("Linux", Reason = "volumes are mounted over folders there only")]
    public async Task An_empty_folder_may_be_a_mount_point_and_is_used_only_when_a_person_says_so()
    {
        using var office = await TestOffice.CreateAsync();
        await using var console = await office.StartConsoleAsync();
        await office.InstallAgentAsync();
        await RunAsync(office.Agent, "check");
        office.ConfigurationId = await office.MakeConfigurationAsync((await office.Client.AgentsAsync(CancellationToken.None)).Single().Id);
        Directory.CreateDirectory(office.Root);
        await office.UploadAsync(0, 1);

        var (sync, check) = (await RunAsync(office.Agent, "sync"), await RunAsync(office.Agent, "check"));
        var before = Directory.EnumerateFileSystemEntries(office.Root).Count();
        var (use, used) = (await RunAsync(office.Agent, "check", "--use", office.Root), await RunAsync(office.Agent, "sync"));

        using (Assert.EnterMultipleScope())
        {
            Assert.That((sync.ExitCode, check.ExitCode), Is.EqualTo((1, 1)), sync.Output + check.Output);
            foreach (var said in new[] { sync.Output, check.Output })
                Assert.That(said, Does.Contain($"\"{office.Root}\" is empty and was never used: it may be the place of a volume that is not mounted.").And.Contain($"synqup check --use \"{office.Root}\""));
            Assert.That(before, Is.Zero, "nothing is written there");
            Assert.That((use.ExitCode, used.ExitCode), Is.EqualTo((0, 0)), use.Output + used.Output);
            Assert.That(new DeliveredTree(office.Root).Documents, Has.Count.EqualTo(1));
        }
    }

    /// <returns>The id of the agent.</returns>
    private static async Task<string> InstallAsync(TestOffice office)
    {
        await office.InstallAgentAsync();
        (await office.Agent.CommandAsync(["check"], CancellationToken.None)).OutputOrThrow("synqup check");
        await office.ConfigureAsync();
        return (await office.Client.AgentsAsync(CancellationToken.None)).Single().Id;
    }

    private static Task<ProgramResult> RunAsync(AgentInstallation agent, params string[] arguments) => agent.CommandAsync(arguments, CancellationToken.None);
}
