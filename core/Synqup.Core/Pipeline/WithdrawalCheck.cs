namespace Synqup.Core.Pipeline;

/// <summary>
/// Closes what the source offers no more. The content of a document that waits for its customer, its folder or a person is not asked
/// for, so that it would wait for ever when its sharing was switched off or another agent got it.
/// </summary>
internal sealed class WithdrawalCheck(PipelineParts parts, Outcomes outcomes)
{
    private const int PageSize = 1000;

    /// <exception cref="Sources.SourceException">The source does not say; then nothing more is closed.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        for (long afterId = 0; ;)
        {
            var open = await parts.Ledger.OpenEntriesAsync(parts.Source.Name, afterId, PageSize, cancellationToken);
            if (open.Count == 0)
                return;
            afterId = open[^1].Id;
            var withdrawn = await parts.Source.WithdrawnAsync([.. open.Select(e => e.Document)], cancellationToken);
            await outcomes.WithdrawAsync([.. open.Where(e => withdrawn.ContainsKey(e.Document.Id)).Select(e => (e, withdrawn[e.Document.Id]))], cancellationToken);
        }
    }
}
