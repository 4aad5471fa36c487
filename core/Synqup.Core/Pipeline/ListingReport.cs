using Microsoft.Extensions.Logging;
using Synqup.Core.Health;
using Synqup.Core.Ledger;

namespace Synqup.Core.Pipeline;

/// <summary>Says what a listing brought: new documents, and what source and ledger do not agree on.</summary>
internal sealed partial class ListingReport(PipelineParts parts)
{
    private const int Shown = 20;

    private readonly ILogger _logger = parts.Log<ListingReport>();

    /// <param name="last">Whether the source has nothing more: what was not listed again until here, is not.</param>
    public async Task ShowAsync(RecordedPage page, bool last, CancellationToken cancellationToken)
    {
        var source = parts.Source.Name;
        parts.Progress.Listed(page.New.Count);
        if (page.New.Count > 0)
            Listed(_logger, source, page.New.Count);
        if (page.AcknowledgedAgain.Count > 0)
            AcknowledgedAgain(_logger, source, page.AcknowledgedAgain.Count);
        foreach (var entry in page.ChangedAtSource)
            ChangedAtSource(_logger, entry.Document.Number, entry.Document.Id);
        // Listed again as it was delivered, or under a further delivery number, whose content counts then.
        foreach (var entry in page.AcknowledgedAgain.Concat(page.New).Concat(page.Waiting))
            parts.Health.Clear("source.changed", entry.Document.Id);
        foreach (var entry in page.ChangedAfterPublishing)
        {
            parts.Health.Raise("source.changed", entry.Document.Id, HealthSeverity.Warning,
                $"Document {entry.Document.Number ?? entry.Document.Id} has other content at {source} than what was delivered under the same delivery number.",
                "The delivered file stays. Ask the office for a redelivery if the new content is the right one.");
        }

        if (last)
            parts.Health.Replace("source.listsAgain", source, (await parts.Ledger.Queries.ListedAgainAsync(source, Shown, cancellationToken)).Select(ListsAgain));
    }

    private (string, HealthSeverity, string, string) ListsAgain(HistoryItem item) => (
        item.Entry.Document.Id, HealthSeverity.Warning,
        $"{parts.Source.Name} goes on listing document {item.Entry.Document.Number ?? item.Entry.Document.Id} although it was told twice that it is delivered.",
        "Nothing is delivered twice. Tell the office's support: their side does not keep the acknowledgement.");

    [LoggerMessage(Level = LogLevel.Information, Message = "{Source} lists {Count} new documents")]
    private static partial void Listed(ILogger logger, string source, int count);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Document {Number} ({Document}) has other content at the source now: quarantined")]
    private static partial void ChangedAtSource(ILogger logger, string? number, string document);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Source} lists {Count} documents that are delivered already: acknowledged again")]
    private static partial void AcknowledgedAgain(ILogger logger, string source, int count);
}
