using System.Globalization;
using Synqup.Core.Delivery;
using Synqup.Core.Health;
using Synqup.Host.Output;

namespace Synqup.Host.Commands;

/// <param name="Listed">Documents that the portal listed in this pass.</param>
/// <param name="Deferred">Tried, and tried again later by itself.</param>
/// <param name="Error">Why the pass of this connection could not be done, or what it waited for when it was stopped; null when it was done.</param>
internal sealed record SyncedConnection(
    string Name, long Listed, long Delivered, long Acknowledged, long Deferred, long Quarantined, long Rejected, long Withdrawn, string? Error);

internal sealed record SyncResult(double Seconds, bool Stopped, IReadOnlyList<SyncedConnection> Connections, IReadOnlyList<HealthProblem> Problems) : CommandResult
{
    public static SyncResult Of(IReadOnlyList<SyncCommand.Pass> passes, IReadOnlyList<HealthProblem> problems, TimeSpan time)
    {
        var connections = passes.Select(pass => Connection(pass, problems)).ToList();
        var failed = passes.Select(one => one.Failure).OfType<CommandFailure>().FirstOrDefault();
        var stopped = passes.Any(one => one.Stopped);
        var left = connections.Sum(one => one.Deferred + one.Quarantined + one.Rejected);
        var code = failed?.Code ?? (stopped ? Commands.ExitCode.Interrupted : left > 0 || problems.Any(one => one.Severity == HealthSeverity.Error) ? Commands.ExitCode.Problems : Commands.ExitCode.Ok);
        return new SyncResult(Math.Round(time.TotalSeconds, 3), stopped, connections, problems) { ExitCode = (int)code, Summary = Sentence(connections, left, failed, stopped) };
    }

    public override void Print(Screen screen)
    {
        screen.Verdict(Ok, Summary);
        if (Connections.Count > 1 || !Ok)
        {
            screen.Rows(["Connection", "Listed", "Delivered", "Acknowledged", "Deferred", "Quarantined", "Rejected"],
                [.. Connections.Select(one => (IReadOnlyList<string>)[one.Name, Text(one.Listed), Text(one.Delivered), Text(one.Acknowledged), Text(one.Deferred), Text(one.Quarantined), Text(one.Rejected)])]);
        }

        var errors = Connections.Select(one => one.Error).OfType<string>().ToList();
        foreach (var error in errors) screen.Problem(error, null);
        // The same failure is mostly a problem too.
        foreach (var problem in Problems.Where(one => !errors.Exists(error => error.Contains(one.Message, StringComparison.Ordinal)))) screen.Problem(problem.Message, problem.Remedy);
        if (Connections.Sum(one => one.Deferred + one.Quarantined + one.Rejected) > 0) screen.Line("Run 'synqup status' for the documents that wait, and why.");
        if (Connections.Sum(one => one.Quarantined + one.Rejected) > 0) screen.Line($"Those that are quarantined or rejected: {Remedy.List}");
    }

    private static SyncedConnection Connection(SyncCommand.Pass pass, IReadOnlyList<HealthProblem> problems)
    {
        var done = pass.Progress;
        return new SyncedConnection(pass.Connection, done.ListedCount, done.DeliveredCount, done.AcknowledgedCount, done.DeferredCount, done.QuarantinedCount,
            done.RejectedCount, done.WithdrawnCount, pass.Failure?.Message ?? (pass.Stopped ? Stopping(pass.Connection, problems) : null));
    }

    private static string Stopping(string connection, IReadOnlyList<HealthProblem> problems) =>
        problems.FirstOrDefault(one => one.Place == connection && one.Severity == HealthSeverity.Error) is { } waitedFor
            ? $"It was stopped while it waited: {waitedFor.Message} Nothing is lost, the next 'synqup sync' goes on."
            : "It was stopped before it was done. Nothing is lost, the next 'synqup sync' goes on.";


    private static string Sentence(List<SyncedConnection> connections, long left, CommandFailure? failed, bool stopped)
    {
        var delivered = connections.Sum(one => one.Delivered);
        var done = $"{Text(delivered)} {(delivered == 1 ? "document" : "documents")} delivered, {Text(connections.Sum(one => one.Acknowledged))} acknowledged";
        if (failed is not null) return $"{(failed.Code == Commands.ExitCode.PortalUnreachable ? "A portal does not answer as it should" : "Not everything could be done")}; {done}.";
        if (stopped) return $"Stopped; {done}.";
        if (left > 0) return $"{done}; {Text(left)} could not be delivered.";
        return done + ".";
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
