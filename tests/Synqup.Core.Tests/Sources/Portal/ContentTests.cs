using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;
using Synqup.Core.Sources;

namespace Synqup.Core.Tests.Sources.Portal;

internal sealed class ContentTests : PortalFixture
{
    private const int Large = 1024 * 1024 + 1;

    private readonly TestReceiver _receiver = new();

    private Library _library = null!;

    [SetUp]
    public void Fill() => _library = new Library(Server);

    [Test]
    public async Task Small_documents_come_in_one_bundle_in_the_order_asked()
    {
        PartRequest[] parts = [_library.Add("d2", "ubl", 5000), _library.Add("d2", "pdf", 1024 * 1024), _library.Add("d1", "ubl", 1), _library.Add("d3", "coda", 0)];
        await Source().FetchAsync(parts, _receiver, default);
        AssertAllReceived(parts);
        Assert.That(_receiver.Contents.Keys, Is.EqualTo(["d2/ubl", "d2/pdf", "d1/ubl", "d3/coda"]));
        Assert.That(Server.To(PortalServer.Bundle), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_document_with_a_large_part_comes_part_by_part_and_the_others_bundled()
    {
        PartRequest[] parts = [_library.Add("d1", "ubl", 10), _library.Add("d1", "pdf", Large), _library.Add("d2", "ubl", 10)];
        await Source().FetchAsync(parts, _receiver, default);
        AssertAllReceived(parts);
        Assert.That(Library.Asked(Server.To(PortalServer.Bundle).Single()), Is.EqualTo(["d2/ubl"]));
    }

    [Test]
    public async Task Many_documents_come_in_several_bundles()
    {
        var parts = Enumerable.Range(0, 600).Select(number => _library.Add($"d{number}", "ubl", 100)).ToArray();
        await Source().FetchAsync(parts, _receiver, default);
        AssertAllReceived(parts);
        Assert.That(Server.To(PortalServer.Bundle).Select(request => Library.Asked(request).Count()), Is.EqualTo([256, 256, 88]));
    }

    [Test]
    public async Task A_bundle_stays_within_64_MiB()
    {
        var parts = Enumerable.Range(0, 70).Select(number => new PartRequest($"d{number}", 1, "ubl", 1024 * 1024, "")).ToArray();
        Server.On(PortalServer.Bundle, _library.Bundle(name => [($"{name.Split('/')[0]}/.problem", "{}"u8.ToArray())]));
        await Source().FetchAsync(parts, _receiver, default);
        Assert.That(Server.To(PortalServer.Bundle).Select(request => Library.Asked(request).Count()), Is.EqualTo([64, 6]));
        Assert.That(_receiver.Unavailable, Has.Count.EqualTo(70));
    }

    [Test]
    public async Task A_problem_entry_says_why_a_document_is_not_to_be_had()
    {
        PartRequest[] parts = [_library.Add("d1", "ubl", 10), _library.Add("d1", "pdf", 10), _library.Add("d2", "ubl", 10)];
        Server.On(PortalServer.Bundle, _library.Bundle(name => name switch
        {
            "d1/ubl" => [("d1/.problem", """{"type":"urn:synqup:problem:notAvailable","detail":"Sharing was switched off."}"""u8.ToArray())],
            "d1/pdf" => [],
            _ => [(name, _library.Content(name))],
        }));
        await Source().FetchAsync(parts, _receiver, default);
        Assert.That(_receiver.Unavailable, Is.EqualTo(new Dictionary<string, string> { ["d1/ubl"] = "Sharing was switched off.", ["d1/pdf"] = "Sharing was switched off." }));
        Assert.That(_receiver.Absences, Is.EqualTo(new Dictionary<string, Absence> { ["d1/ubl"] = Absence.Withdrawn, ["d1/pdf"] = Absence.Withdrawn }));
        Assert.That(_receiver.Contents.Keys, Is.EqualTo(["d2/ubl"]));
    }

    [Test]
    public async Task Every_content_is_asked_for_as_the_delivery_that_was_listed()
    {
        PartRequest[] parts = [_library.Add("d1", "ubl", 10) with { DeliveryNumber = 2 }, _library.Add("d2", "pdf", Large) with { DeliveryNumber = 3 }];
        await Source().FetchAsync(parts, _receiver, default);
        AssertAllReceived(parts);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Server.To(PortalServer.Bundle).Single().Body, Does.Contain("\"deliveryNumber\":2"));
            Assert.That(Server.To(Library.Path("d2", "pdf")).Single().Query, Is.EqualTo("?delivery=3"));
        }
    }

    [Test]
    public async Task A_delivery_that_was_replaced_is_not_taken_for_the_one_that_took_its_place()
    {
        var replaced = _library.Add("d1", "ubl", 10);
        PartRequest[] parts = [replaced, replaced with { DeliveryNumber = 2 }];
        Server.On(PortalServer.Bundle, _library.Bundle(_ => [("d1/.problem", """{"type":"urn:synqup:problem:notAvailable","detail":"Replaced."}"""u8.ToArray())]));
        await Source().FetchAsync(parts, _receiver, default);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(_receiver.Absences.Values, Is.EqualTo([Absence.Withdrawn]));
            Assert.That(_receiver.Contents.Keys, Is.EqualTo(["d1/ubl"]));
            Assert.That(Server.To(Library.Path("d1", "ubl")).Single().Query, Is.EqualTo("?delivery=2"));
        }
    }

    [Test]
    public async Task Entries_that_are_missing_are_asked_for_one_by_one()
    {
        PartRequest[] parts = [_library.Add("d1", "ubl", 10), _library.Add("d2", "ubl", 10), _library.Add("d3", "ubl", 10)];
        Server.On(PortalServer.Bundle, _library.Bundle(name => name == "d2/ubl" ? [] : [(name, _library.Content(name))]));
        await Source().FetchAsync(parts, _receiver, default);
        AssertAllReceived(parts);
        Assert.That(Server.To(PortalServer.Bundle), Has.Count.EqualTo(1));
        Assert.That(Server.To(Library.Path("d2", "ubl")), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Entries_that_nobody_asked_for_or_that_come_twice_are_passed_over()
    {
        PartRequest[] parts = [_library.Add("d1", "ubl", 10), _library.Add("d2", "ubl", 10)];
        Server.On(PortalServer.Bundle, _library.Bundle(name => [(name, _library.Content(name)), name == "d1/ubl" ? ("../evil", [1]) : ("d1/ubl", [2])]));
        await Source().FetchAsync(parts, _receiver, default);
        AssertAllReceived(parts);
        Assert.That(Server.To(PortalServer.Bundle), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Entries_out_of_order_are_taken_for_what_they_are()
    {
        PartRequest[] parts = [_library.Add("d1", "ubl", 10), _library.Add("d2", "ubl", 20)];
        Server.On(PortalServer.Bundle, _library.Bundle(name => [(name == "d1/ubl" ? "d2/ubl" : "d1/ubl", _library.Content(name == "d1/ubl" ? "d2/ubl" : "d1/ubl"))]));
        await Source().FetchAsync(parts, _receiver, default);
        AssertAllReceived(parts);
        Assert.That(_receiver.Contents.Keys, Is.EqualTo(["d2/ubl", "d1/ubl"]));
    }

    [Test]
    public async Task An_endless_bundle_is_broken_off()
    {
        PartRequest[] parts = [_library.Add("d1", "ubl", 10)];
        Server.On(PortalServer.Bundle, _library.Bundle(_ => Enumerable.Repeat(("stray", new byte[10]), 1000)));
        await Source().FetchAsync(parts, _receiver, default);
        AssertAllReceived(parts);
        Assert.That(Server.To(Library.Path("d1", "ubl")), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task An_entry_of_another_length_than_listed_is_not_received()
    {
        PartRequest[] parts = [_library.Add("d1", "ubl", 10), _library.Add("d2", "ubl", 10)];
        Server.On(PortalServer.Bundle, _library.Bundle(name => [(name, name == "d1/ubl" ? new byte[11] : _library.Content(name))]));
        await Source().FetchAsync(parts, _receiver, default);
        Assert.That(_receiver.Unavailable["d1/ubl"], Does.Contain("11 bytes").And.Contain("10"));
        Assert.That(_receiver.Contents.Keys, Is.EqualTo(["d2/ubl"]));
    }

    [Test]
    public async Task A_bundle_that_breaks_in_the_middle_of_a_content_is_continued_without_a_gap()
    {
        var parts = Enumerable.Range(0, 8).Select(number => _library.Add($"d{number}", "ubl", 20_000)).ToArray();
        var read = new TaskCompletionSource();
        // Each entry takes 512 + 20,000 rounded up to 512: the break is in the third.
        Server.On(PortalServer.Bundle, _library.BrokenBundle(2 * 20_992 + 512 + 8000, read.Task), _library.Bundle());
        _receiver.OnProgress = (name, length) =>
        {
            if (name == "d2/ubl" && length == 8000)
                read.TrySetResult();
            return Task.CompletedTask;
        };
        await Source().FetchAsync(parts, _receiver, default);
        AssertAllReceived(parts);
        var continued = Server.To(Library.Path("d2", "ubl")).Single();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(continued.Headers["Range"], Is.EqualTo("bytes=8000-"));
            Assert.That(continued.Headers["If-Range"], Is.EqualTo($"\"{parts[2].Sha256}\""));
            Assert.That(Library.Asked(Server.To(PortalServer.Bundle)[1]), Is.EqualTo(["d3/ubl", "d4/ubl", "d5/ubl", "d6/ubl", "d7/ubl"]));
        }
    }

    [Test]
    public async Task A_bundle_that_breaks_between_contents_is_asked_for_anew_without_them()
    {
        PartRequest[] parts = [_library.Add("d1", "ubl", 100), _library.Add("d2", "ubl", 100)];
        var read = new TaskCompletionSource();
        Server.On(PortalServer.Bundle, _library.BrokenBundle(1024, read.Task), _library.Bundle());
        _receiver.OnProgress = (_, length) =>
        {
            if (length == 100)
                read.TrySetResult();
            return Task.CompletedTask;
        };
        await Source().FetchAsync(parts, _receiver, default);
        AssertAllReceived(parts);
        Assert.That(Library.Asked(Server.To(PortalServer.Bundle)[1]), Is.EqualTo(["d2/ubl"]));
    }

    [TestCase(true, TestName = "Bundles that break always end in single downloads")]
    [TestCase(false, TestName = "Bundles that are refused always end in single downloads")]
    public async Task Single_downloads_are_the_last_resort(bool garbage)
    {
        var parts = Enumerable.Range(0, 20).Select(number => _library.Add($"d{number}", "ubl", 100)).ToArray();
        Server.On(PortalServer.Bundle, garbage ? Garbage : Answer.Problem(400, "invalid", "No."));
        await Source().FetchAsync(parts, _receiver, default);
        AssertAllReceived(parts);
        Assert.That(Server.To(PortalServer.Bundle).Select(request => Library.Asked(request).Count()), Is.EqualTo([20, 20, 16, 4]));

        static Task Garbage(HttpContext context)
        {
            context.Response.ContentType = "application/x-tar";
            return context.Response.Body.WriteAsync(Enumerable.Repeat((byte)'x', 2048).ToArray()).AsTask();
        }
    }

    [Test]
    public async Task A_web_page_instead_of_a_bundle_ends_the_fetch()
    {
        PartRequest[] parts = [_library.Add("d1", "ubl", 100)];
        Server.On(PortalServer.Bundle, Answer.Html());
        var failure = await Failure(() => Source().FetchAsync(parts, _receiver, default));
        Assert.That(failure.Failure, Is.EqualTo(SourceFailure.Unavailable));
        Assert.That(_receiver.Unavailable, Is.Empty);
    }

    [Test]
    public async Task A_sign_in_that_is_refused_ends_the_fetch_and_blames_no_document()
    {
        PartRequest[] parts = [_library.Add("d1", "ubl", 100), _library.Add("d2", "pdf", Large)];
        Server.On(PortalServer.Discovery, Answer.Problem(404, "notFound", "No."));
        var failure = await Failure(() => Source().FetchAsync(parts, _receiver, default));
        Assert.That(failure.Failure, Is.EqualTo(SourceFailure.Unavailable));
        Assert.That(_receiver.Unavailable, Is.Empty);
    }

    [Test]
    public async Task A_large_content_is_resumed_where_it_broke_and_arrives_as_one_stream()
    {
        var part = _library.Add("d1", "pdf", Large);
        var (first, second) = (new TaskCompletionSource(), new TaskCompletionSource());
        Server.On(
            Library.Path("d1", "pdf"),
            _library.BrokenPart("d1", "pdf", 300_000, first.Task), _library.BrokenPart("d1", "pdf", 700_000, second.Task), _library.Part("d1", "pdf"));
        _receiver.OnProgress = (_, length) =>
        {
            if (length == 300_000)
                first.TrySetResult();
            if (length == 700_000)
                second.TrySetResult();
            return Task.CompletedTask;
        };
        await Source().FetchAsync([part], _receiver, default);
        AssertAllReceived([part]);
        var requests = Server.To(Library.Path("d1", "pdf"));
        Assert.That(requests.Select(request => request.Headers.GetValueOrDefault("Range")), Is.EqualTo([null, "bytes=300000-", "bytes=700000-"]));
    }

    [Test]
    public async Task A_content_that_stalls_is_resumed()
    {
        var part = _library.Add("d1", "pdf", Large);
        var never = new TaskCompletionSource();
        Server.On(Library.Path("d1", "pdf"), _library.BrokenPart("d1", "pdf", 300_000, never.Task), _library.Part("d1", "pdf"));
        await Source(Quick with { Stall = TimeSpan.FromMilliseconds(500) }).FetchAsync([part], _receiver, default);
        never.SetResult();
        AssertAllReceived([part]);
    }

    [Test]
    public async Task A_content_that_stalls_for_good_ends_the_fetch_with_that_cause()
    {
        var part = _library.Add("d1", "pdf", Large);
        var never = new TaskCompletionSource();
        Server.On(Library.Path("d1", "pdf"), _library.BrokenPart("d1", "pdf", 300_000, never.Task));
        var failure = await Failure(() => Source(Quick with { Stall = TimeSpan.FromMilliseconds(500), ContentRetries = 0 }).FetchAsync([part], _receiver, default));
        never.SetResult();
        Assert.That(failure.Message, Does.Contain("No data arrived"));
    }

    [Test]
    public async Task A_content_that_began_anew_instead_of_going_on_is_given_up_and_the_others_go_on()
    {
        PartRequest[] parts = [_library.Add("d1", "pdf", Large), _library.Add("d2", "pdf", Large)];
        var read = new TaskCompletionSource();
        Server.On(Library.Path("d1", "pdf"), _library.BrokenPart("d1", "pdf", 300_000, read.Task), context =>
        {
            context.Request.Headers.Remove("Range");
            return _library.Part("d1", "pdf")(context);
        });
        _receiver.OnProgress = (name, length) =>
        {
            if (name == "d1/pdf" && length == 300_000)
                read.TrySetResult();
            return Task.CompletedTask;
        };
        await Source().FetchAsync(parts, _receiver, default);
        Assert.That(_receiver.Unavailable.Keys, Is.EqualTo(["d1/pdf"]));
        Assert.That(_receiver.Contents.Keys, Is.EqualTo(["d2/pdf"]));
    }

    [Test]
    public async Task A_content_other_than_the_listed_one_is_not_received()
    {
        var part = _library.Add("d1", "pdf", Large);
        await Source().FetchAsync([part with { Sha256 = new string('0', 64) }], _receiver, default);
        Assert.That(_receiver.Unavailable["d1/pdf"], Does.Contain("ETag").And.Contain("redelivery"));
    }

    [Test]
    public async Task A_content_of_another_length_than_listed_is_not_received()
    {
        var part = _library.Add("d1", "pdf", Large);
        await Source().FetchAsync([part with { Size = Large + 1 }], _receiver, default);
        Assert.That(_receiver.Unavailable["d1/pdf"], Does.Contain($"{Large}").And.Contain($"{Large + 1}"));
    }

    [TestCase("notAvailable", Absence.Withdrawn)]
    [TestCase("alreadyForwarded", Absence.AlreadyForwarded)]
    [TestCase("contentLost", Absence.Passing)]
    public async Task A_problem_in_a_bundle_says_whether_the_document_is_withdrawn_or_was_delivered(string type, Absence absence)
    {
        var part = _library.Add("d1", "ubl", 10);
        Server.On(PortalServer.Bundle, _library.Bundle(_ => [("d1/.problem", System.Text.Encoding.UTF8.GetBytes($$"""{"type":"urn:synqup:problem:{{type}}","detail":"No."}"""))]));
        await Source().FetchAsync([part], _receiver, default);
        Assert.That(_receiver.Absences.Values, Is.EqualTo([absence]));
    }

    [TestCase("notAvailable", Absence.Withdrawn)]
    [TestCase("alreadyForwarded", Absence.AlreadyForwarded)]
    [TestCase("notFound", Absence.Passing)]
    public async Task A_problem_of_one_content_says_whether_the_document_is_withdrawn_or_was_delivered(string type, Absence absence)
    {
        var part = _library.Add("d1", "pdf", Large);
        Server.On(Library.Path("d1", "pdf"), Answer.Problem(404, type, "No."));
        await Source().FetchAsync([part], _receiver, default);
        Assert.That(_receiver.Absences.Values, Is.EqualTo([absence]));
    }

    [Test]
    public async Task A_content_that_is_gone_does_not_hold_up_the_others()
    {
        PartRequest[] parts = [_library.Add("d1", "pdf", Large), _library.Add("d2", "pdf", Large)];
        Server.On(Library.Path("d1", "pdf"), Answer.Problem(404, "notAvailable", "Deleted by the customer."));
        await Source().FetchAsync(parts, _receiver, default);
        Assert.That(_receiver.Unavailable["d1/pdf"], Does.Contain("Deleted by the customer"));
        Assert.That(_receiver.Contents.Keys, Is.EqualTo(["d2/pdf"]));
    }

    [Test]
    public async Task A_content_that_makes_no_progress_ends_the_fetch()
    {
        var part = _library.Add("d1", "pdf", Large);
        var reads = new ConcurrentDictionary<long, TaskCompletionSource>();
        TaskCompletionSource ReadUpTo(long at) => reads.GetOrAdd(at, _ => new TaskCompletionSource());
        _receiver.OnProgress = (_, length) =>
        {
            ReadUpTo(length).TrySetResult();
            return Task.CompletedTask;
        };
        Server.On(Library.Path("d1", "pdf"), context => _library.BrokenPart("d1", "pdf", From(context) + 10, ReadUpTo(From(context) + 10).Task)(context));
        var failure = await Failure(() => Source().FetchAsync([part], _receiver, default));
        Assert.That(failure.Failure, Is.EqualTo(SourceFailure.Unavailable));
        Assert.That(failure.Message, Does.Contain("broke off").And.Contain("d1").And.Contain($"The connection to the Console of connection 'janssens' at {Server.Address.GetLeftPart(UriPartial.Authority)} broke: "));
        Assert.That(_receiver.Unavailable, Is.Empty);
        Assert.That(Server.To(Library.Path("d1", "pdf")), Has.Count.EqualTo(1 + Quick.ContentRetries));

        static int From(HttpContext context) =>
            context.Request.Headers.Range.ToString() is { Length: > 0 } range ? int.Parse(range["bytes=".Length..^1], System.Globalization.CultureInfo.InvariantCulture) : 0;
    }

    [Test]
    public async Task A_Console_that_goes_away_after_some_contents_ends_the_fetch_with_its_cause_and_blames_no_document([Values(1, 5)] int left)
    {
        var parts = Enumerable.Range(0, left + 1).Select(number => _library.Add($"d{number}", "pdf", Large)).ToArray();
        foreach (var part in parts.Skip(1))
            Server.On(Library.Path(part.DocumentId, "pdf"), Answer.Reset());
        var failure = await Failure(() => Source().FetchAsync(parts, _receiver, default));
        Assert.That(failure.Failure, Is.EqualTo(SourceFailure.Unavailable));
        Assert.That(failure.Message, Does.StartWith("The connection to the Console"));
        Assert.That(_receiver.Contents.Keys, Is.EqualTo(["d0/pdf"]));
        Assert.That(Server.To(Library.Path("d5", "pdf")), Is.Empty, "not everything is asked for first");
        Assert.That(_receiver.Unavailable, Is.Empty);
    }

    [Test]
    public async Task A_content_fails_alone_when_the_Console_answers_so_or_others_come_after_it([Values] bool answered)
    {
        PartRequest[] parts = [_library.Add("d1", "pdf", Large), _library.Add("d2", "pdf", Large), _library.Add("d3", "pdf", Large)];
        var bad = parts[answered ? 2 : 1];
        Server.On(Library.Path(bad.DocumentId, "pdf"), answered ? Answer.Status(500) : Answer.Reset());
        await Source().FetchAsync(parts, _receiver, default);
        Assert.That(_receiver.Unavailable.Keys, Is.EqualTo([$"{bad.DocumentId}/pdf"]));
        Assert.That(_receiver.Contents, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task What_the_receiver_throws_goes_through()
    {
        PartRequest[] parts = [_library.Add("d1", "ubl", 100), _library.Add("d2", "pdf", Large)];
        _receiver.OnProgress = (name, _) => name == "d1/ubl" ? throw new IOException("The disk is full.") : Task.CompletedTask;
        var source = Source();
        await Assert.ThatAsync(() => source.FetchAsync(parts, _receiver, default), Throws.TypeOf<IOException>().With.Message.EqualTo("The disk is full."));
        Assert.That(Server.To(PortalServer.Bundle), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_cancelled_fetch_is_a_cancellation()
    {
        var part = _library.Add("d1", "pdf", Large);
        using var stop = new CancellationTokenSource();
        var never = new TaskCompletionSource();
        Server.On(Library.Path("d1", "pdf"), _library.BrokenPart("d1", "pdf", 300_000, never.Task));
        _receiver.OnProgress = (_, length) => length == 300_000 ? stop.CancelAsync() : Task.CompletedTask;
        var source = Source();
        await Assert.ThatAsync(() => source.FetchAsync([part], _receiver, stop.Token), Throws.InstanceOf<OperationCanceledException>());
        never.SetResult();
        Assert.That(Server.To(Library.Path("d1", "pdf")), Has.Count.EqualTo(1));
    }

    private void AssertAllReceived(IReadOnlyCollection<PartRequest> parts)
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(_receiver.Unavailable, Is.Empty);
            Assert.That(_receiver.Contents.Keys, Is.EquivalentTo(parts.Select(part => $"{part.DocumentId}/{part.Part}")));
            foreach (var (name, content) in _receiver.Contents)
                Assert.That(content == _library.Text(name), Is.True, name);
        }
    }
}
