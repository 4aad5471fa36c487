using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;
using Synqup.Core.Sources;

namespace Synqup.Core.Tests.Sources.Portal;

/// <summary>How single contents come, and what a failure of one means for the others.</summary>
internal sealed class PartTests : ContentFixture
{
    [Test]
    public async Task A_large_content_is_resumed_where_it_broke_and_arrives_as_one_stream()
    {
        var part = Library.Add("d1", "pdf", Large);
        var (first, second) = (new TaskCompletionSource(), new TaskCompletionSource());
        Server.On(
            Library.Path("d1", "pdf"),
            Library.BrokenPart("d1", "pdf", 300_000, first.Task), Library.BrokenPart("d1", "pdf", 700_000, second.Task), Library.Part("d1", "pdf"));
        Receiver.OnProgress = (_, length) =>
        {
            if (length == 300_000)
                first.TrySetResult();
            if (length == 700_000)
                second.TrySetResult();
            return Task.CompletedTask;
        };
        await Source().FetchAsync([part], Receiver, default);
        AssertAllReceived([part]);
        var requests = Server.To(Library.Path("d1", "pdf"));
        Assert.That(requests.Select(request => request.Headers.GetValueOrDefault("Range")), Is.EqualTo([null, "bytes=300000-", "bytes=700000-"]));
    }

    [Test]
    public async Task A_content_that_stalls_is_resumed()
    {
        var part = Library.Add("d1", "pdf", Large);
        var never = new TaskCompletionSource();
        Server.On(Library.Path("d1", "pdf"), Library.BrokenPart("d1", "pdf", 300_000, never.Task), Library.Part("d1", "pdf"));
        await Source(Quick with { Stall = TimeSpan.FromMilliseconds(500) }).FetchAsync([part], Receiver, default);
        never.SetResult();
        AssertAllReceived([part]);
    }

    [Test]
    public async Task A_content_that_stalls_for_good_ends_the_fetch_with_that_cause()
    {
        var part = Library.Add("d1", "pdf", Large);
        var never = new TaskCompletionSource();
        Server.On(Library.Path("d1", "pdf"), Library.BrokenPart("d1", "pdf", 300_000, never.Task));
        var failure = await Failure(() => Source(Quick with { Stall = TimeSpan.FromMilliseconds(500), ContentRetries = 0 }).FetchAsync([part], Receiver, default));
        never.SetResult();
        Assert.That(failure.Message, Does.Contain("No data arrived"));
    }

    [Test]
    public async Task A_content_that_began_anew_instead_of_going_on_is_given_up_and_the_others_go_on()
    {
        PartRequest[] parts = [Library.Add("d1", "pdf", Large), Library.Add("d2", "pdf", Large)];
        var read = new TaskCompletionSource();
        Server.On(Library.Path("d1", "pdf"), Library.BrokenPart("d1", "pdf", 300_000, read.Task), context =>
        {
            context.Request.Headers.Remove("Range");
            return Library.Part("d1", "pdf")(context);
        });
        Receiver.OnProgress = (name, length) =>
        {
            if (name == "d1/pdf" && length == 300_000)
                read.TrySetResult();
            return Task.CompletedTask;
        };
        await Source().FetchAsync(parts, Receiver, default);
        Assert.That(Receiver.Unavailable.Keys, Is.EqualTo(["d1/pdf"]));
        Assert.That(Receiver.Contents.Keys, Is.EqualTo(["d2/pdf"]));
    }

    [Test]
    public async Task A_content_other_than_the_listed_one_is_not_received()
    {
        var part = Library.Add("d1", "pdf", Large);
        await Source().FetchAsync([part with { Sha256 = new string('0', 64) }], Receiver, default);
        Assert.That(Receiver.Unavailable["d1/pdf"], Does.Contain("ETag").And.Contain("redelivery"));
    }

    [Test]
    public async Task A_content_of_another_length_than_listed_is_not_received()
    {
        var part = Library.Add("d1", "pdf", Large);
        await Source().FetchAsync([part with { Size = Large + 1 }], Receiver, default);
        Assert.That(Receiver.Unavailable["d1/pdf"], Does.Contain($"{Large}").And.Contain($"{Large + 1}"));
    }

    [TestCase("notAvailable", Absence.Withdrawn)]
    [TestCase("alreadyForwarded", Absence.AlreadyForwarded)]
    [TestCase("notFound", Absence.Passing)]
    public async Task A_problem_of_one_content_says_whether_the_document_is_withdrawn_or_was_delivered(string type, Absence absence)
    {
        var part = Library.Add("d1", "pdf", Large);
        Server.On(Library.Path("d1", "pdf"), Answer.Problem(404, type, "No."));
        await Source().FetchAsync([part], Receiver, default);
        Assert.That(Receiver.Absences.Values, Is.EqualTo([absence]));
    }

    [Test]
    public async Task A_content_that_is_gone_does_not_hold_up_the_others()
    {
        PartRequest[] parts = [Library.Add("d1", "pdf", Large), Library.Add("d2", "pdf", Large)];
        Server.On(Library.Path("d1", "pdf"), Answer.Problem(404, "notAvailable", "Deleted by the customer."));
        await Source().FetchAsync(parts, Receiver, default);
        Assert.That(Receiver.Unavailable["d1/pdf"], Does.Contain("Deleted by the customer"));
        Assert.That(Receiver.Contents.Keys, Is.EqualTo(["d2/pdf"]));
    }

    [Test]
    public async Task A_content_that_makes_no_progress_ends_the_fetch()
    {
        var part = Library.Add("d1", "pdf", Large);
        var reads = new ConcurrentDictionary<long, TaskCompletionSource>();
        TaskCompletionSource ReadUpTo(long at) => reads.GetOrAdd(at, _ => new TaskCompletionSource());
        Receiver.OnProgress = (_, length) =>
        {
            ReadUpTo(length).TrySetResult();
            return Task.CompletedTask;
        };
        Server.On(Library.Path("d1", "pdf"), context => Library.BrokenPart("d1", "pdf", From(context) + 10, ReadUpTo(From(context) + 10).Task)(context));
        var failure = await Failure(() => Source().FetchAsync([part], Receiver, default));
        Assert.That(failure.Failure, Is.EqualTo(SourceFailure.Unavailable));
        Assert.That(failure.Message, Does.Contain("broke off").And.Contain("d1").And.Contain($"The connection to the Console of connection 'janssens' at {Server.Address.GetLeftPart(UriPartial.Authority)} broke: "));
        Assert.That(Receiver.Unavailable, Is.Empty);
        Assert.That(Server.To(Library.Path("d1", "pdf")), Has.Count.EqualTo(1 + Quick.ContentRetries));

        static int From(HttpContext context) =>
            context.Request.Headers.Range.ToString() is { Length: > 0 } range ? int.Parse(range["bytes=".Length..^1], System.Globalization.CultureInfo.InvariantCulture) : 0;
    }

    [Test]
    public async Task A_Console_that_goes_away_after_some_contents_ends_the_fetch_with_its_cause_and_blames_no_document([Values(1, 5)] int left)
    {
        var parts = Enumerable.Range(0, left + 1).Select(number => Library.Add($"d{number}", "pdf", Large)).ToArray();
        foreach (var part in parts.Skip(1))
            Server.On(Library.Path(part.DocumentId, "pdf"), Answer.Reset());
        var failure = await Failure(() => Source().FetchAsync(parts, Receiver, default));
        Assert.That(failure.Failure, Is.EqualTo(SourceFailure.Unavailable));
        Assert.That(failure.Message, Does.StartWith("The connection to the Console"));
        Assert.That(Receiver.Contents.Keys, Is.EqualTo(["d0/pdf"]));
        Assert.That(Server.To(Library.Path("d5", "pdf")), Is.Empty, "not everything is asked for first");
        Assert.That(Receiver.Unavailable, Is.Empty);
    }

    [Test]
    public async Task A_content_fails_alone_when_the_Console_answers_so_or_others_come_after_it([Values] bool answered)
    {
        PartRequest[] parts = [Library.Add("d1", "pdf", Large), Library.Add("d2", "pdf", Large), Library.Add("d3", "pdf", Large)];
        var bad = parts[answered ? 2 : 1];
        Server.On(Library.Path(bad.DocumentId, "pdf"), answered ? Answer.Status(500) : Answer.Reset());
        await Source().FetchAsync(parts, Receiver, default);
        Assert.That(Receiver.Unavailable.Keys, Is.EqualTo([$"{bad.DocumentId}/pdf"]));
        Assert.That(Receiver.Contents, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task What_theReceiver_throws_goes_through()
    {
        PartRequest[] parts = [Library.Add("d1", "ubl", 100), Library.Add("d2", "pdf", Large)];
        Receiver.OnProgress = (name, _) => name == "d1/ubl" ? throw new IOException("The disk is full.") : Task.CompletedTask;
        var source = Source();
        await Assert.ThatAsync(() => source.FetchAsync(parts, Receiver, default), Throws.TypeOf<IOException>().With.Message.EqualTo("The disk is full."));
        Assert.That(Server.To(PortalServer.Bundle), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_cancelled_fetch_is_a_cancellation()
    {
        var part = Library.Add("d1", "pdf", Large);
        using var stop = new CancellationTokenSource();
        var never = new TaskCompletionSource();
        Server.On(Library.Path("d1", "pdf"), Library.BrokenPart("d1", "pdf", 300_000, never.Task));
        Receiver.OnProgress = (_, length) => length == 300_000 ? stop.CancelAsync() : Task.CompletedTask;
        var source = Source();
        await Assert.ThatAsync(() => source.FetchAsync([part], Receiver, stop.Token), Throws.InstanceOf<OperationCanceledException>());
        never.SetResult();
        Assert.That(Server.To(Library.Path("d1", "pdf")), Has.Count.EqualTo(1));
    }
}
