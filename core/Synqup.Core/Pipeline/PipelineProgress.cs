namespace Synqup.Core.Pipeline;

/// <summary>What a running pipeline has done since it started; counters only, read by whoever shows progress.</summary>
internal sealed class PipelineProgress
{
    private long _listed, _delivered, _acknowledged, _deferred, _quarantined, _rejected, _withdrawn;

    public long ListedCount => Interlocked.Read(ref _listed);

    public long DeliveredCount => Interlocked.Read(ref _delivered);

    public long AcknowledgedCount => Interlocked.Read(ref _acknowledged);

    public long DeferredCount => Interlocked.Read(ref _deferred);

    public long QuarantinedCount => Interlocked.Read(ref _quarantined);

    public long RejectedCount => Interlocked.Read(ref _rejected);

    public long WithdrawnCount => Interlocked.Read(ref _withdrawn);

    public void Listed(int count) => Interlocked.Add(ref _listed, count);

    public void Delivered(int count) => Interlocked.Add(ref _delivered, count);

    public void Acknowledged(int count) => Interlocked.Add(ref _acknowledged, count);

    public void Deferred(int count) => Interlocked.Add(ref _deferred, count);

    public void Quarantined(int count) => Interlocked.Add(ref _quarantined, count);

    public void Rejected(int count) => Interlocked.Add(ref _rejected, count);

    public void Withdrawn(int count) => Interlocked.Add(ref _withdrawn, count);
}
