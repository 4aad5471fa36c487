using Microsoft.Extensions.Logging;
using Synqup.Core.Sources;

namespace Synqup.Core.Pipeline;

/// <summary>
/// Takes over what the source was told of as delivered and this ledger does not know: a newer copy of it did that, before it was lost or
/// the machine was set back. A ledger that is whole knows all of it, since a page is durable before anything of it is delivered.
/// </summary>
internal sealed partial class OldLedgerCheck(PipelineParts parts)
{
    private const int PageSize = 1000;

    private readonly ILogger _logger = parts.Log<OldLedgerCheck>();

    /// <summary>Before a root is opened, whose manifests tell nothing any more of what was acknowledged.</summary>
    /// <param name="after">Up to where the ledger has listed the source.</param>
    /// <param name="cancellationToken">The rest is looked at the next time.</param>
    /// <exception cref="SourceException">The source does not say.</exception>
    public async Task RunAsync(long? after, CancellationToken cancellationToken)
    {
        var learned = 0;
        for (var page = await parts.Source.DeliveredAsync(after ?? 0, PageSize, cancellationToken); page.Items.Count > 0; page = await parts.Source.DeliveredAsync(page.Next, PageSize, cancellationToken))
            learned += await parts.Ledger.LearnAsync(parts.Source.Name, page.Items, cancellationToken);
        var publishing = await parts.Ledger.PublishingEntriesAsync(parts.Source.Name, cancellationToken);
        foreach (var some in publishing.Chunk(PageSize))
        {
            var refused = await parts.Source.RefusedAsync([.. some.Select(e => e.Document)], cancellationToken);
            learned += await parts.Ledger.LearnAsync([.. some.Where(e => refused.GetValueOrDefault(e.Document.Id) is { Absence: Absence.AlreadyForwarded })], cancellationToken);
        }

        if (learned > 0)
            Learned(_logger, parts.Source.Name, learned);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The ledger is older than what {Source} knows: {Count} documents that it knew nothing of, or called open, were delivered before and are not delivered again. 'synqup status' names them")]
    private static partial void Learned(ILogger logger, string source, int count);
}
