using Microsoft.AspNetCore.Http;
using Synqup.Core.Sources;

namespace Synqup.Core.Tests.Sources.Portal;

/// <summary>How small contents come: many in one answer.</summary>
internal sealed class BundleTests : ContentFixture
{
    [Test]
    public async Task Small_documents_come_in_one_bundle_in_the_order_asked()
    {
        PartRequest[] parts = [Library.Add("d2", "ubl", 5000), Library.Add("d2", "pdf", 1024 * 1024), Library.Add("d1", "ubl", 1), Library.Add("d3", "coda", 0)];
        await Source().FetchAsync(parts, Receiver, default);
        AssertAllReceived(parts);
        Assert.That(Receiver.Contents.Keys, Is.EqualTo(["d2/ubl", "d2/pdf", "d1/ubl", "d3/coda"]));
        Assert.That(Server.To(PortalServer.Bundle), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_document_with_a_large_part_comes_part_by_part_and_the_others_bundled()
    {
        PartRequest[] parts = [Library.Add("d1", "ubl", 10), Library.Add("d1", "pdf", Large), Library.Add("d2", "ubl", 10)];
        await Source().FetchAsync(parts, Receiver, default);
        AssertAllReceived(parts);
        Assert.That(Library.Asked(Server.To(PortalServer.Bundle).Single()), Is.EqualTo(["d2/ubl"]));
    }

    [Test]
    public async Task Many_documents_come_in_several_bundles()
    {
        var parts = Enumerable.Range(0, 600).Select(number => Library.Add($"d{number}", "ubl", 100)).ToArray();
        await Source().FetchAsync(parts, Receiver, default);
        AssertAllReceived(parts);
        Assert.That(Server.To(PortalServer.Bundle).Select(request => Library.Asked(request).Count()), Is.EqualTo([256, 256, 88]));
    }

    [Test]
    public async Task A_bundle_stays_within_64_MiB()
    {
        var parts = Enumerable.Range(0, 70).Select(number => new PartRequest($"d{number}", 1, "ubl", 1024 * 1024, "")).ToArray();
        Server.On(PortalServer.Bundle, Library.Bundle(name => [($"{name.Split('/')[0]}/.problem", "{}"u8.ToArray())]));
        await Source().FetchAsync(parts, Receiver, default);
        Assert.That(Server.To(PortalServer.Bundle).Select(request => Library.Asked(request).Count()), Is.EqualTo([64, 6]));
        Assert.That(Receiver.Unavailable, Has.Count.EqualTo(70));
    }

    [Test]
    public async Task A_problem_entry_says_why_a_document_is_not_to_be_had()
    {
        PartRequest[] parts = [Library.Add("d1", "ubl", 10), Library.Add("d1", "pdf", 10), Library.Add("d2", "ubl", 10)];
        Server.On(PortalServer.Bundle, Library.Bundle(name => name switch
        {
            "d1/ubl" => [("d1/.problem", """{"type":"urn:synqup:problem:notAvailable","detail":"Sharing was switched off."}"""u8.ToArray())],
            "d1/pdf" => [],
            _ => [(name, Library.Content(name))],
        }));
        await Source().FetchAsync(parts, Receiver, default);
        Assert.That(Receiver.Unavailable, Is.EqualTo(new Dictionary<string, string> { ["d1/ubl"] = "Sharing was switched off.", ["d1/pdf"] = "Sharing was switched off." }));
        Assert.That(Receiver.Absences, Is.EqualTo(new Dictionary<string, Absence> { ["d1/ubl"] = Absence.Withdrawn, ["d1/pdf"] = Absence.Withdrawn }));
        Assert.That(Receiver.Contents.Keys, Is.EqualTo(["d2/ubl"]));
    }

    [Test]
    public async Task Every_content_is_asked_for_as_the_delivery_that_was_listed()
    {
        PartRequest[] parts = [Library.Add("d1", "ubl", 10) with { DeliveryNumber = 2 }, Library.Add("d2", "pdf", Large) with { DeliveryNumber = 3 }];
        await Source().FetchAsync(parts, Receiver, default);
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
        var replaced = Library.Add("d1", "ubl", 10);
        PartRequest[] parts = [replaced, replaced with { DeliveryNumber = 2 }];
        Server.On(PortalServer.Bundle, Library.Bundle(_ => [("d1/.problem", """{"type":"urn:synqup:problem:notAvailable","detail":"Replaced."}"""u8.ToArray())]));
        await Source().FetchAsync(parts, Receiver, default);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Receiver.Absences.Values, Is.EqualTo([Absence.Withdrawn]));
            Assert.That(Receiver.Contents.Keys, Is.EqualTo(["d1/ubl"]));
            Assert.That(Server.To(Library.Path("d1", "ubl")).Single().Query, Is.EqualTo("?delivery=2"));
        }
    }

    [Test]
    public async Task Entries_that_are_missing_are_asked_for_one_by_one()
    {
        PartRequest[] parts = [Library.Add("d1", "ubl", 10), Library.Add("d2", "ubl", 10), Library.Add("d3", "ubl", 10)];
        Server.On(PortalServer.Bundle, Library.Bundle(name => name == "d2/ubl" ? [] : [(name, Library.Content(name))]));
        await Source().FetchAsync(parts, Receiver, default);
        AssertAllReceived(parts);
        Assert.That(Server.To(PortalServer.Bundle), Has.Count.EqualTo(1));
        Assert.That(Server.To(Library.Path("d2", "ubl")), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Entries_that_nobody_asked_for_or_that_come_twice_are_passed_over()
    {
        PartRequest[] parts = [Library.Add("d1", "ubl", 10), Library.Add("d2", "ubl", 10)];
        Server.On(PortalServer.Bundle, Library.Bundle(name => [(name, Library.Content(name)), name == "d1/ubl" ? ("../evil", [1]) : ("d1/ubl", [2])]));
        await Source().FetchAsync(parts, Receiver, default);
        AssertAllReceived(parts);
        Assert.That(Server.To(PortalServer.Bundle), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Entries_out_of_order_are_taken_for_what_they_are()
    {
        PartRequest[] parts = [Library.Add("d1", "ubl", 10), Library.Add("d2", "ubl", 20)];
        Server.On(PortalServer.Bundle, Library.Bundle(name => [(name == "d1/ubl" ? "d2/ubl" : "d1/ubl", Library.Content(name == "d1/ubl" ? "d2/ubl" : "d1/ubl"))]));
        await Source().FetchAsync(parts, Receiver, default);
        AssertAllReceived(parts);
        Assert.That(Receiver.Contents.Keys, Is.EqualTo(["d2/ubl", "d1/ubl"]));
    }

    [Test]
    public async Task An_endless_bundle_is_broken_off()
    {
        PartRequest[] parts = [Library.Add("d1", "ubl", 10)];
        Server.On(PortalServer.Bundle, Library.Bundle(_ => Enumerable.Repeat(("stray", new byte[10]), 1000)));
        await Source().FetchAsync(parts, Receiver, default);
        AssertAllReceived(parts);
        Assert.That(Server.To(Library.Path("d1", "ubl")), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task An_entry_of_another_length_than_listed_is_not_received()
    {
        PartRequest[] parts = [Library.Add("d1", "ubl", 10), Library.Add("d2", "ubl", 10)];
        Server.On(PortalServer.Bundle, Library.Bundle(name => [(name, name == "d1/ubl" ? new byte[11] : Library.Content(name))]));
        await Source().FetchAsync(parts, Receiver, default);
        Assert.That(Receiver.Unavailable["d1/ubl"], Does.Contain("11 bytes").And.Contain("10"));
        Assert.That(Receiver.Contents.Keys, Is.EqualTo(["d2/ubl"]));
    }

    [Test]
    public async Task A_bundle_that_breaks_in_the_middle_of_a_content_is_continued_without_a_gap()
    {
        var parts = Enumerable.Range(0, 8).Select(number => Library.Add($"d{number}", "ubl", 20_000)).ToArray();
        var read = new TaskCompletionSource();
        // Each entry takes 512 + 20,000 rounded up to 512: the break is in the third.
        Server.On(PortalServer.Bundle, Library.BrokenBundle(2 * 20_992 + 512 + 8000, read.Task), Library.Bundle());
        Receiver.OnProgress = (name, length) =>
        {
            if (name == "d2/ubl" && length == 8000)
                read.TrySetResult();
            return Task.CompletedTask;
        };
        await Source().FetchAsync(parts, Receiver, default);
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
        PartRequest[] parts = [Library.Add("d1", "ubl", 100), Library.Add("d2", "ubl", 100)];
        var read = new TaskCompletionSource();
        Server.On(PortalServer.Bundle, Library.BrokenBundle(1024, read.Task), Library.Bundle());
        Receiver.OnProgress = (_, length) =>
        {
            if (length == 100)
                read.TrySetResult();
            return Task.CompletedTask;
        };
        await Source().FetchAsync(parts, Receiver, default);
        AssertAllReceived(parts);
        Assert.That(Library.Asked(Server.To(PortalServer.Bundle)[1]), Is.EqualTo(["d2/ubl"]));
    }

    [TestCase(true, TestName = "Bundles that break always end in single downloads")]
    [TestCase(false, TestName = "Bundles that are refused always end in single downloads")]
    public async Task Single_downloads_are_the_last_resort(bool garbage)
    {
        var parts = Enumerable.Range(0, 20).Select(number => Library.Add($"d{number}", "ubl", 100)).ToArray();
        Server.On(PortalServer.Bundle, garbage ? Garbage : Answer.Problem(400, "invalid", "No."));
        await Source().FetchAsync(parts, Receiver, default);
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
        PartRequest[] parts = [Library.Add("d1", "ubl", 100)];
        Server.On(PortalServer.Bundle, Answer.Html());
        var failure = await Failure(() => Source().FetchAsync(parts, Receiver, default));
        Assert.That(failure.Failure, Is.EqualTo(SourceFailure.Unavailable));
        Assert.That(Receiver.Unavailable, Is.Empty);
    }

    [Test]
    public async Task A_sign_in_that_is_refused_ends_the_fetch_and_blames_no_document()
    {
        PartRequest[] parts = [Library.Add("d1", "ubl", 100), Library.Add("d2", "pdf", Large)];
        Server.On(PortalServer.Discovery, Answer.Problem(404, "notFound", "No."));
        var failure = await Failure(() => Source().FetchAsync(parts, Receiver, default));
        Assert.That(failure.Failure, Is.EqualTo(SourceFailure.Unavailable));
        Assert.That(Receiver.Unavailable, Is.Empty);
    }

    [TestCase("notAvailable", Absence.Withdrawn)]
    [TestCase("alreadyForwarded", Absence.AlreadyForwarded)]
    [TestCase("inDoubt", Absence.InDoubt)]
    [TestCase("contentLost", Absence.Passing)]
    public async Task A_problem_in_a_bundle_says_whether_the_document_is_withdrawn_or_was_delivered(string type, Absence absence)
    {
        var part = Library.Add("d1", "ubl", 10);
        Server.On(PortalServer.Bundle, Library.Bundle(_ => [("d1/.problem", System.Text.Encoding.UTF8.GetBytes($$"""{"type":"urn:synqup:problem:{{type}}","detail":"No."}"""))]));
        await Source().FetchAsync([part], Receiver, default);
        Assert.That(Receiver.Absences.Values, Is.EqualTo([absence]));
    }
}
