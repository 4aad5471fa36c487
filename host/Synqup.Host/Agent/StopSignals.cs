using System.Runtime.InteropServices;
using Synqup.Host.Commands;

namespace Synqup.Host.Agent;

/// <summary>
/// Ctrl-C or SIGTERM once: finish the batch and stop. Twice: stop at once, which the delivery protocol allows at any moment.
/// </summary>
internal sealed class StopSignals : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly List<PosixSignalRegistration> _registrations = [];
    private int _count;

    public StopSignals() => _registrations.AddRange(new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGQUIT }.Select(signal => PosixSignalRegistration.Create(signal, Handle)));

    public CancellationToken Token => _stop.Token;

    public void Dispose()
    {
        foreach (var registration in _registrations) registration.Dispose();
        _stop.Dispose();
    }

    private void Handle(PosixSignalContext context)
    {
        context.Cancel = true;
        if (Interlocked.Increment(ref _count) > 1) Environment.Exit((int)ExitCode.Interrupted);
        Console.Error.WriteLine("Stopping: the batch that is being published is finished first. Once more stops at once.");
        _stop.Cancel();
    }
}
