using Microsoft.Extensions.Logging.Abstractions;
using Synqup.Core.Pipeline;
using Synqup.Core.Sources.Portal;
using Synqup.Core.Tests.Ledger;

namespace Synqup.Core.Tests.Pipeline;

/// <summary>When the source is told that a document does not get through.</summary>
internal sealed class OutcomesTests : LedgerFixture
{
    private Outcomes _outcomes = null!;

    [SetUp]
    public void Make() => _outcomes = new Outcomes(Ledger, new InFlight(), new PipelineProgress(), Time, NullLogger<Outcomes>.Instance);

    [Test]
    public async Task A_document_is_reported_as_error_at_the_third_try_and_only_then()
    {
        var document = Some.Document();
        await ListAsync(document);
        var reported = new List<int>();
        for (var i = 0; i < 5; i++)
        {
            await _outcomes.DeferAsync([(await EntryAsync(document), "The disk is full.")], Root, CancellationToken.None);
            reported.Add(await ReportedAsync(document));
        }

        Assert.That(reported, Is.EqualTo(new[] { 0, 0, 1, 0, 0 }));
    }

    [Test]
    public async Task A_document_without_a_route_is_reported_as_error_after_an_hour_and_only_once()
    {
        var document = Some.Document();
        await ListAsync(document);
        var reported = new List<int>();
        foreach (var minutes in new[] { 0, 59, 1, 10 })
        {
            Time.Advance(TimeSpan.FromMinutes(minutes));
            await _outcomes.WaitAsync([(await EntryAsync(document), "Its customer is not linked.")], null, passes: false, CancellationToken.None);
            reported.Add(await ReportedAsync(document));
        }

        Assert.That(reported, Is.EqualTo(new[] { 0, 0, 1, 0 }));
    }

    /// <summary>How many errors the source is to be told; it is told.</summary>
    private async Task<int> ReportedAsync(DocumentDescription document)
    {
        var errors = (await OutboxAsync()).Count(a => a.Outcome == AcknowledgementOutcome.Error);
        if (errors > 0)
            await AnswerAsync(document, outcome: AcknowledgementOutcome.Error);
        return errors;
    }
}
