using System.Globalization;
using Synqup.Core.Health;
using Synqup.Host.Output;

namespace Synqup.Host.Commands;

/// <param name="Listed">Documents that the portal listed in this pass.</param>
/// <param name="Deferred">Tried, and tried again later by itself.</param>
/// <param name="Error">Why the pass of this connection could not be done; null when it was.</param>
internal sealed record SyncedConnection(
    string Name, long Listed, long Delivered, long Acknowledged, long Deferred, long Quarantined, long Rejected, long Withdrawn, string? Error);

internal sealed record SyncResult(double Seconds, bool Stopped, IReadOnlyList<SyncedConnection> Connections, IReadOnlyList<HealthProblem> Problems) : CommandResult
{
    public static SyncResult Of(IReadOnlyList<SyncCommand.Pass> passes, IReadOnlyList<HealthProblem> problems, TimeSpan time, bool stopped)
    {
        var connections = passes.Select(Connection).ToList();
        var failed = passes.Select(one => one.Failure).OfType<CommandFailure>().FirstOrDefault();
        var left = connections.Sum(one => one.Deferred + one.Quarantined + one.Rejected);
        var code = failed?.Code ?? (left > 0 || problems.Any(one => one.Severity == HealthSeverity.Error) ? Commands.ExitCode.Problems : stopped ? Commands.ExitCode.Interrupted : Commands.ExitCode.Ok);
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

        // The same failure is mostly a problem with a remedy too.
        foreach (var error in Connections.Select(one => one.Error).OfType<string>().Where(error => Problems.All(one => one.Message != error))) screen.Problem(error, null);
        foreach (var problem in Problems) screen.Problem(problem.Message, problem.Remedy);
        if (Connections.Sum(one => one.Deferred + one.Quarantined + one.Rejected) > 0) screen.Line("Run 'synqup status' for the documents that wait, and why.");
    }

    private static SyncedConnection Connection(SyncCommand.Pass pass)
    {
        var done = pass.Progress;
        return new SyncedConnection(pass.Connection, done.ListedCount, done.DeliveredCount, done.AcknowledgedCount, done.DeferredCount, done.QuarantinedCount,
            done.RejectedCount, done.WithdrawnCount, pass.Failure?.Message);
    }

    private static string Sentence(List<SyncedConnection> connections, long left, CommandFailure? failed, bool stopped)
    {
        var delivered = connections.Sum(one => one.Delivered);
        var done = $"{Text(delivered)} {(delivered == 1 ? "document" : "documents")} delivered, {Text(connections.Sum(one => one.Acknowledged))} acknowledged";
        if (failed is not null) return $"Not everything could be done; {done}.";
        if (left > 0) return $"{done}; {Text(left)} could not be delivered.";
        return stopped ? $"Stopped; {done}." : done + ".";
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
