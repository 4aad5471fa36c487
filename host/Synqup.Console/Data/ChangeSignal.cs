using System.Collections.Concurrent;

namespace Synqup.Console.Data;

/// <summary>Wakes those who wait for an office's next document. Taken before looking and awaited after, it misses nothing.</summary>
internal sealed class ChangeSignal
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _waiting = new();

    public Task Next(string officeId) => _waiting.GetOrAdd(officeId, static _ => new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    public void Raise(string officeId)
    {
        if (_waiting.TryRemove(officeId, out var signal))
            signal.SetResult();
    }
}
