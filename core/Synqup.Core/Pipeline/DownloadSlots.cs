namespace Synqup.Core.Pipeline;

/// <summary>How many requests for contents are under way at once, over all lanes. Who hangs keeps no slot from the others.</summary>
internal sealed class DownloadSlots(int count) : SemaphoreSlim(count)
{
    public async Task<Slot> TakeAsync(CancellationToken cancellationToken)
    {
        await WaitAsync(cancellationToken);
        return new(this);
    }

    /// <summary>Given back once, by whoever comes first.</summary>
    internal sealed class Slot(DownloadSlots slots) : IDisposable
    {
        private int _isBack;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _isBack, 1) == 0)
                slots.Release();
        }
    }
}
