using System.Collections.Concurrent;

namespace Synqup.Console.Data;

/// <summary>Wakes those who wait for an office's next document, or for a change of what its agents are to deliver. Taken before looking and awaited after, it misses nothing.</summary>
internal sealed class ChangeSignal
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _waiting = new();

    public Task NextOfSettings(string officeId) => Next(Settings(officeId));

    public void RaiseSettings(string officeId) => Raise(Settings(officeId));

    public Task Next(string officeId) => _waiting.GetOrAdd(officeId, static _ => new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    public void Raise(string officeId)
    {
        if (_waiting.TryRemove(officeId, out var signal))
            signal.SetResult();
    }

    private static string Settings(string officeId) => "settings of " + officeId;
}
