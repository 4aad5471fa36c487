using Synqup.Core.Delivery;

namespace Synqup.Core.Pipeline;

/// <summary>
/// Keeps a problem open for whatever root and ledger do not agree on. From the ledger: it outlives a restart, the root's path and its place
/// in the configuration, and a person may close it at any time.
/// </summary>
internal sealed class DivergenceWatch(PipelineParts parts)
{
    private HashSet<(string Code, string Place)> _raised = [];

    /// <summary>One call at a time.</summary>
    public async Task LookAsync(CancellationToken cancellationToken)
    {
        var open = await parts.Ledger.Queries.DivergencesAsync(null, DivergenceSentences.Named, cancellationToken);
        var raised = new HashSet<(string, string)>();
        foreach (var found in open)
        {
            var (code, place) = (DivergenceSentences.Code(found.Divergence), found.Divergence.Shown);
            parts.Health.Raise(code, place, DivergenceSentences.Severity(found), DivergenceSentences.Problem(found, parts.Configuration.Table?.Customers ?? []), DivergenceSentences.Remedy(found.Divergence));
            raised.Add((code, place));
        }
        foreach (var (code, place) in _raised.Except(raised))
            parts.Health.Clear(code, place);
        _raised = raised;
    }
}
