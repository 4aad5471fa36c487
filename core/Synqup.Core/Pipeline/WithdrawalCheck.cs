using Synqup.Core.Sources;

namespace Synqup.Core.Pipeline;

/// <summary>
/// Closes what the source offers no more. The content of a document that waits for its customer, its folder or a person is not asked
/// for, so that it would wait for ever when its sharing was switched off or another agent got it. And settles what the source was told
/// of as delivered: by a newer copy of this ledger.
/// </summary>
internal sealed class WithdrawalCheck(PipelineParts parts, Outcomes outcomes)
{
    private const int PageSize = 1000;

    /// <exception cref="SourceException">The source does not say; then nothing more is closed.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        for (long afterId = 0; ;)
        {
            var open = await parts.Ledger.OpenEntriesAsync(parts.Source.Name, afterId, PageSize, cancellationToken);
            if (open.Count == 0)
                return;
            afterId = open[^1].Id;
            var refused = await parts.Source.RefusedAsync([.. open.Select(e => e.Document)], cancellationToken);
            var settled = open.Where(e => refused.GetValueOrDefault(e.Document.Id) is { Absence: Absence.AlreadyForwarded }).ToList();
            if (settled.Count > 0)
                await parts.Ledger.LearnAsync(settled, cancellationToken);
            await outcomes.WithdrawAsync([.. open.Where(e => refused.GetValueOrDefault(e.Document.Id) is { Absence: Absence.Withdrawn }).Select(e => (e, refused[e.Document.Id].Reason))], cancellationToken);
        }
    }
}
