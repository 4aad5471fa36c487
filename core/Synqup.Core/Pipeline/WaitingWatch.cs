using Synqup.Core.Delivery;
using Synqup.Core.Health;
using Synqup.Core.Ledger;

namespace Synqup.Core.Pipeline;

/// <summary>Keeps a problem open as long as documents of a connection wait or need a person: nothing stays stopped in silence.</summary>
internal sealed class WaitingWatch(PipelineParts parts)
{
    public const string Code = "documents.waiting";

    private static readonly TimeSpan Every = TimeSpan.FromSeconds(5);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            await LookAsync(cancellationToken);
            await Task.Delay(Every, parts.Time, cancellationToken);
        }
    }

    public async Task LookAsync(CancellationToken cancellationToken) => Show((await parts.Ledger.Queries.SummaryAsync(parts.Source.Name, cancellationToken)).ByState);

    private void Show(IReadOnlyDictionary<DeliveryState, long> counts)
    {
        var (waiting, quarantined, rejected) = (counts[DeliveryState.Deferred], counts[DeliveryState.Quarantined], counts[DeliveryState.Rejected]);
        if (waiting + quarantined + rejected == 0)
        {
            parts.Health.Clear(Code, parts.Source.Name);
            return;
        }
        var sentence = string.Join(", ", new[] { Say(waiting, "wait"), Say(quarantined, "need a person"), Say(rejected, "cannot be delivered") }.Where(s => s.Length > 0));
        parts.Health.Raise(Code, parts.Source.Name, quarantined + rejected > 0 ? HealthSeverity.Error : HealthSeverity.Warning,
            $"Documents of {parts.Source.Name}: {sentence}.", $"'synqup status' says why. Those that wait travel by themselves when the cause is gone{(quarantined + rejected > 0 ? $"; of the others, {Remedy.List}" : ".")}");
    }

    private static string Say(long count, string what) => count == 0 ? "" : $"{count} {what}";
}
