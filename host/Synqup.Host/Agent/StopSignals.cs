using System.Runtime.InteropServices;
using Synqup.Host.Commands;

namespace Synqup.Host.Agent;

/// <summary>
/// Ctrl-C or SIGTERM once: finish the batch and stop. The same twice: stop at once, which the delivery protocol allows at any
/// moment. Not one after the other: a terminal sends Ctrl-C to a whole group, whose supervisor then sends SIGTERM as well.
/// </summary>
internal sealed class StopSignals : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly List<PosixSignalRegistration> _registrations = [];
    private readonly HashSet<PosixSignal> _seen = [];
    private readonly string _said;

    /// <param name="said">What happens now, for the person who stops it.</param>
    public StopSignals(string said = "Stopping: the batch that is being published is finished first. Once more stops at once.")
    {
        _said = said;
        _registrations.AddRange(new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGQUIT }.Select(signal => PosixSignalRegistration.Create(signal, Handle)));
    }

    public CancellationToken Token => _stop.Token;

    public void Dispose()
    {
        foreach (var registration in _registrations) registration.Dispose();
        _stop.Dispose();
    }

    private void Handle(PosixSignalContext context)
    {
        context.Cancel = true;
        bool isSecond, isFirst;
        lock (_seen) (isFirst, isSecond) = (_seen.Count == 0, !_seen.Add(context.Signal));
        if (isSecond) Environment.Exit((int)ExitCode.Interrupted);
        if (!isFirst) return;
        Console.Error.WriteLine(_said);
        _stop.Cancel();
    }
}
