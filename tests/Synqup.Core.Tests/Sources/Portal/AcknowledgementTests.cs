using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Synqup.Core.Sources;
using Synqup.Core.Sources.Portal;

namespace Synqup.Core.Tests.Sources.Portal;

internal sealed class AcknowledgementTests : PortalFixture
{
    [Test]
    public async Task Each_acknowledgement_gets_its_answer_in_order()
    {
        Server.On(PortalServer.Acknowledgements, context => AnswerAsync(context, item => item.DocumentId == "d2" ? AcknowledgementStatus.AlreadyKnown : AcknowledgementStatus.Accepted));
        var results = await Source().AcknowledgeAsync([Item("d1"), Item("d2"), Item("d3")], default);
        Assert.That(results.Select(result => (result.DocumentId, result.Status)), Is.EqualTo(
            [("d1", AcknowledgementStatus.Accepted), ("d2", AcknowledgementStatus.AlreadyKnown), ("d3", AcknowledgementStatus.Accepted)]));
        Assert.That(Server.To(PortalServer.Acknowledgements).Single().Body, Does.Contain("\"outcome\":\"forwarded\""));
    }

    [Test]
    public async Task More_than_a_thousand_go_in_several_batches()
    {
        Server.On(PortalServer.Acknowledgements, context => AnswerAsync(context));
        var results = await Source().AcknowledgeAsync([.. Enumerable.Range(0, 2100).Select(number => Item($"d{number}"))], default);
        Assert.That(Batches().Select(batch => batch.Count), Is.EqualTo([1000, 1000, 100]));
        Assert.That(results.Select(result => result.DocumentId), Is.EqualTo(Enumerable.Range(0, 2100).Select(number => $"d{number}")));
    }

    [Test]
    public async Task A_batch_stays_below_the_size_that_a_Console_takes()
    {
        Server.On(PortalServer.Acknowledgements, context => AnswerAsync(context));
        await Source().AcknowledgeAsync([.. Enumerable.Range(0, 1000).Select(number => Item($"d{number}", path: new string('p', 2000)))], default);
        Assert.That(Server.To(PortalServer.Acknowledgements).Select(request => request.Body.Length), Is.All.LessThan(1024 * 1024));
    }

    [Test]
    public async Task A_batch_that_is_refused_whole_is_halved_until_the_culprit_stands_alone()
    {
        Server.On(PortalServer.Acknowledgements, context =>
            Batches()[^1].Any(item => item.DocumentId == "d5") ? Answer.Problem(400, "invalid", "The reason is not text.")(context) : AnswerAsync(context));
        var results = await Source().AcknowledgeAsync([.. Enumerable.Range(0, 8).Select(number => Item($"d{number}"))], default);
        var culprit = results.Single(result => result.Status != AcknowledgementStatus.Accepted);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(results.Select(result => result.DocumentId), Is.EqualTo(Enumerable.Range(0, 8).Select(number => $"d{number}")));
            Assert.That((culprit.DocumentId, culprit.Status), Is.EqualTo(("d5", AcknowledgementStatus.Invalid)));
            Assert.That(culprit.Detail, Does.Contain("The reason is not text"));
            Assert.That(Batches().Select(batch => batch.Count), Is.EqualTo([8, 4, 4, 2, 1, 1, 2]));
        }
    }

    [TestCase(503)]
    [TestCase(404)]
    [TestCase(409)]
    public async Task A_batch_that_fails_for_another_reason_is_kept_whole(int status)
    {
        Server.On(PortalServer.Acknowledgements, Answer.Problem(status, "other", "No."));
        await Failure(() => Source().AcknowledgeAsync([Item("d1"), Item("d2")], default));
        Assert.That(Batches().Select(batch => batch.Count), Is.All.EqualTo(2));
    }

    [Test]
    public async Task Answers_about_something_else_are_not_taken()
    {
        Server.On(PortalServer.Acknowledgements, Answer.Json("""{"items":[{"documentId":"d9","deliveryNumber":1,"outcome":"forwarded","status":"accepted"}]}"""));
        var failure = await Failure(() => Source().AcknowledgeAsync([Item("d1")], default));
        Assert.That(failure.Failure, Is.EqualTo(SourceFailure.Unavailable));
    }

    private static Acknowledgement Item(string id, string path = @"C:\Winbooks\a.xml") =>
        new(id, 1, AcknowledgementOutcome.Forwarded, DateTimeOffset.UnixEpoch, [new AcknowledgedFile(path, 1, new string('0', 64))], null);

    private IReadOnlyList<IReadOnlyList<Acknowledgement>> Batches() =>
        [.. Server.To(PortalServer.Acknowledgements).Select(request => JsonSerializer.Deserialize(request.Body, PortalJson.Default.AcknowledgementBatch)!.Items)];

    private Task AnswerAsync(HttpContext context, Func<Acknowledgement, AcknowledgementStatus>? judge = null)
    {
        var results = Batches()[^1].Select(item => new AcknowledgementResult(
            item.DocumentId, item.DeliveryNumber, item.Outcome, judge?.Invoke(item) ?? AcknowledgementStatus.Accepted, null));
        return Answer.Json(JsonSerializer.Serialize(new AcknowledgementResults([.. results]), PortalJson.Default.AcknowledgementResults))(context);
    }
}
