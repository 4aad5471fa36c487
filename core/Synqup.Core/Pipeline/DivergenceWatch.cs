using Synqup.Core.Delivery;
using Synqup.Core.Health;

namespace Synqup.Core.Pipeline;

/// <summary>
/// Keeps a problem open for whatever root, source and ledger do not agree on. From the ledger: it outlives a restart, the root's path and its place
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
        var source = parts.Source.Name;
        if (await parts.Ledger.Queries.LearnedAsync(source, DivergenceSentences.Named, cancellationToken) is { } learned)
        {
            parts.Health.Raise(DivergenceSentences.OldLedger, source, HealthSeverity.Error, DivergenceSentences.Problem(learned, parts.Configuration.Table?.Customers ?? []), DivergenceSentences.Remedy(learned));
        }
        else
        {
            parts.Health.Clear(DivergenceSentences.OldLedger, source);
        }
        foreach (var (code, place) in _raised.Except(raised))
            parts.Health.Clear(code, place);
        _raised = raised;
    }
}
