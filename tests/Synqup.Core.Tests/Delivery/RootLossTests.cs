using Synqup.Core.Delivery;

namespace Synqup.Core.Tests.Delivery;

/// <summary>A root that goes away, or is another one, while documents travel.</summary>
internal sealed class RootLossTests : DeliveryFixture
{
    private string Marker => Path.Combine(RootPath, ".synqup", "root.json");

    [Test]
    public async Task A_root_that_loses_its_marker_pauses_and_its_documents_count_no_try()
    {
        var root = await OpenRootAsync();
        File.Move(Marker, Marker + ".away");

        var published = await DeliverAsync(root, Plan("d1"));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(published.Results.Single().Ending, Is.EqualTo(SetEnding.Restage));
            Assert.That(root.Standing, Has.Property("State").EqualTo(RootState.MarkerLost).And.Property("Remedy").Contains($"synqup check --use \"{RootPath}\""));
            Assert.That(Visible(), Is.Empty);
        }
    }

    [Test]
    public async Task A_root_that_was_used_and_is_gone_is_to_be_brought_back_and_made_again_only_on_purpose()
    {
        var root = await OpenRootAsync();
        Directory.Move(RootPath, RootPath + ".away");
        await root.OpenAsync(CancellationToken.None);
        var justMarked = await root.OpenAsync(CancellationToken.None);
        Directory.Move(RootPath + ".away", RootPath);
        await root.OpenAsync(CancellationToken.None);
        await DeliverAsync(root, Plan("d1"));
        await root.DisposeAsync();
        Directory.Move(RootPath, RootPath + ".away");

        foreach (var standing in new[] { justMarked.Standing, (await NewRoot().OpenAsync(CancellationToken.None)).Standing, await NewRoot().LookAsync(CancellationToken.None) })
        {
            Assert.That(standing.State, Is.EqualTo(RootState.Missing));
            Assert.That(standing.Problem, Does.Contain("was used before and is not there now"));
            Assert.That(standing.Remedy, Does.StartWith("Connect the share or mount the volume").And.Contain($"removed on purpose, make it again: synqup check --create-root \"{RootPath}\""));
        }
    }

    [Test]
    public async Task A_root_that_goes_away_while_documents_travel_is_said_as_when_it_is_looked_at_again()
    {
        var root = await OpenRootAsync();
        await DeliverAsync(root, Plan("d1"));
        Directory.Move(RootPath, RootPath + ".away");

        await DeliverAsync(root, Plan("d2"));

        var saidToDocuments = root.Standing;
        Assert.That((await root.OpenAsync(CancellationToken.None)).Standing, Is.EqualTo(saidToDocuments));
        Assert.That(saidToDocuments.Remedy, Does.Contain("--create-root").And.Not.Contain("--use"));
    }

    [Test]
    public async Task A_root_that_is_lost_while_nothing_travels_is_noticed_by_the_next_look()
    {
        var root = await OpenRootAsync();
        File.Move(Marker, Marker + ".away");

        Assert.That((await root.OpenAsync(CancellationToken.None)).Standing.State, Is.EqualTo(RootState.MarkerLost));
    }

    [Test]
    public async Task A_root_that_this_agent_marked_anew_is_not_said_to_be_anothers()
    {
        var root = await OpenRootAsync();
        await DeliverAsync(root, Plan("d1"));
        File.Delete(Marker);
        Platform.ReleaseLocks();
        Time.Advance(TimeSpan.FromSeconds(1));
        Assert.That(NewRoot().Use().IsReady);

        var published = await DeliverAsync(root, Plan("d2"));

        Assert.That(published.Results.Single().Ending, Is.EqualTo(SetEnding.Restage));
        Assert.That(root.Standing, Has.Property("State").EqualTo(RootState.MarkedAnew).And.Property("Problem").Not.Contains("another agent"));
        Assert.That((await root.OpenAsync(CancellationToken.None)).Standing.IsReady, "it is opened anew by itself");
    }

    [Test]
    public async Task A_volume_on_which_nothing_can_be_written_any_more_pauses_the_root_until_it_can()
    {
        var root = await OpenRootAsync();
        Platform.Before = (name, _) =>
        {
            if (name == "CreateFile")
                throw new IOException("Read-only file system.", OperatingSystem.IsWindows() ? unchecked((int)0x80070013) : 30);
        };

        var published = await DeliverAsync(root, Plan("d1"));

        Assert.That(published.Results.Single().Ending, Is.EqualTo(SetEnding.Restage));
        Assert.That(root.Standing.Problem, Does.Contain("read-only"));
        Assert.That((await root.OpenAsync(CancellationToken.None)).Standing.IsReady, Is.False, "its marker can be read, and that is not enough");
        Platform.Before = null;
        Assert.That((await root.OpenAsync(CancellationToken.None)).Standing.IsReady);
        Assert.That((await DeliverAsync(root, Plan("d1"))).Results.Single().Ending, Is.EqualTo(SetEnding.Delivered));
    }

    [Test]
    public async Task One_customers_folder_that_cannot_be_written_holds_up_that_customer_only()
    {
        var root = await OpenRootAsync();
        Platform.Before = (name, path) =>
        {
            if (name == "CreateFile" && path.Contains("Janssens", StringComparison.Ordinal))
                throw new UnauthorizedAccessException("no");
        };

        var published = await DeliverAsync(root, Plan("d1"), Plan("d2", customer: "Peeters"));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(published.Results.Single(r => r.Set.Document.Id == "d1"), Has.Property("Ending").EqualTo(SetEnding.Deferred).And.Property("Reason").Contains("Janssens"));
            Assert.That(published.Results.Single(r => r.Set.Document.Id == "d2").Ending, Is.EqualTo(SetEnding.Delivered));
            Assert.That(root.Standing.IsReady);
        }
    }

    [Test]
    public async Task A_look_marks_nothing_and_preparing_marks_only_what_opening_would()
    {
        Directory.CreateDirectory(Path.Combine(RootPath, "Janssens"));
        var root = NewRoot();
        Assert.That((await root.LookAsync(CancellationToken.None)).State, Is.EqualTo(RootState.NotMarkedYet));
        Assert.That(Path.Combine(RootPath, ".synqup"), Does.Not.Exist);

        Assert.That((await root.PrepareAsync(CancellationToken.None)).IsReady);
        Assert.That(Marker, Does.Exist);
        await root.OpenAsync(CancellationToken.None);
        await DeliverAsync(root, Plan("d1"));
        await root.DisposeAsync();
        Directory.Delete(Path.Combine(RootPath, ".synqup"), recursive: true);

        Assert.That((await NewRoot().PrepareAsync(CancellationToken.None)).State, Is.EqualTo(RootState.MarkerLost));
        Assert.That(Path.Combine(RootPath, ".synqup"), Does.Not.Exist);
    }
}
