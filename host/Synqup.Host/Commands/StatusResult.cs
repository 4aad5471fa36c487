using System.Globalization;
using System.Text.Json.Serialization;
using Synqup.Core.Health;
using Synqup.Core.Ledger;
using Synqup.Host.Output;

namespace Synqup.Host.Commands;

/// <param name="Office">Null before the first contact.</param>
/// <param name="States">Documents by state; empty before the first listing.</param>
/// <param name="Outbox">Acknowledgements that the portal has not answered yet.</param>
internal sealed record ConnectionStatus(
    string Name, Uri Portal, string? Office, DateTimeOffset? LastContact, IReadOnlyDictionary<DeliveryState, long> States,
    DateTimeOffset? OldestUndelivered, long Outbox, IReadOnlyList<DestinationStatus> Destinations);

/// <summary>One accounting package configuration, as it was last received.</summary>
internal sealed record DestinationStatus(string Name, string Package, int Customers, PathsAnswer Paths);

internal sealed record ProblemAnswer(string Code, string Place, HealthSeverity Severity, string Message, string Remedy, DateTimeOffset? Since);

/// <summary>A document that needs a person.</summary>
internal sealed record AttentionItem(string Connection, string DocumentId, string? Number, DeliveryState State, string Reason, DateTimeOffset Since)
{
    public static AttentionItem Of(HistoryItem item, string connection) =>
        new(connection, item.Entry.Document.Id, item.Entry.Document.Number, item.Entry.State, item.Entry.Reason ?? "", item.Entry.ChangedAt);
}

internal sealed record StatusResult(
    bool Running, int? ProcessId, string? Version, DateTimeOffset? StartedAt,
    IReadOnlyList<ConnectionStatus> Connections, IReadOnlyList<ProblemAnswer> Problems, IReadOnlyList<AttentionItem> Attention) : CommandResult
{
    private static readonly DeliveryState[] NeedPerson = [DeliveryState.Quarantined, DeliveryState.Rejected];

    public static StatusResult Of(bool running, StatusReport? report, IReadOnlyList<ConnectionStatus> connections, IReadOnlyList<AttentionItem> attention, IReadOnlyList<ProblemAnswer> problems)
    {
        var waiting = connections.Sum(one => NeedPerson.Sum(state => one.States.GetValueOrDefault(state)));
        var good = waiting == 0 && attention.Count == 0 && problems.Count == 0;
        return new StatusResult(running, running ? report?.ProcessId : null, report?.Version, running ? report?.StartedAt : null, connections, problems, attention)
        {
            ExitCode = (int)(good ? Commands.ExitCode.Ok : Commands.ExitCode.Problems),
            Summary = Sentence(problems, Math.Max(waiting, attention.Count), connections),
        };
    }

    [JsonIgnore]
    private IEnumerable<(ConnectionStatus Connection, DestinationStatus Destination)> AllDestinations =>
        Connections.SelectMany(connection => connection.Destinations.Select(destination => (connection, destination)));

    public override void Print(Screen screen)
    {
        screen.Verdict(Ok, Summary);
        if (Problems.Count > 0) screen.Heading("What is wrong");
        foreach (var problem in Problems) screen.Problem(problem.Since is { } since ? $"{problem.Message} (since {Moments.Show(since)})" : problem.Message, problem.Remedy);
        if (Attention.Count > 0) screen.Heading("Documents that need a person");
        foreach (var item in Attention) screen.Problem($"{item.Number ?? item.DocumentId} is {item.State.ToString().ToLowerInvariant()}: {item.Reason}", null);

        foreach (var connection in Connections)
        {
            screen.Heading(connection.Office is { } office ? $"{connection.Name}: {office}" : connection.Name);
            screen.Line($"  Last contact with {connection.Portal}: {Moments.Show(connection.LastContact)}");
            screen.Line($"  Documents: {Counts(connection)}");
            if (connection.OldestUndelivered is { } oldest) screen.Line($"  The oldest document that is not delivered yet waits since {Moments.Show(oldest)}.");
            if (connection.Outbox > 0) screen.Line($"  Not told to the portal yet: {connection.Outbox.ToString(CultureInfo.InvariantCulture)}");
        }

        if (!AllDestinations.Any()) return;
        screen.Heading("Destinations");
        screen.Rows(["Configuration", "Package", "Customers", "Folder"],
            [.. AllDestinations.Select(one => (IReadOnlyList<string>)[one.Destination.Name, one.Destination.Package, one.Destination.Customers.ToString(CultureInfo.InvariantCulture), one.Destination.Paths.First])]);
    }

    private static string Counts(ConnectionStatus connection)
    {
        var some = connection.States.Where(one => one.Value > 0).OrderBy(one => one.Key)
            .Select(one => $"{one.Value.ToString(CultureInfo.InvariantCulture)} {one.Key.ToString().ToLowerInvariant()}").ToList();
        return some.Count == 0 ? "none yet" : string.Join(", ", some);
    }

    private static string Sentence(IReadOnlyList<ProblemAnswer> problems, long waiting, IReadOnlyList<ConnectionStatus> connections)
    {
        var documents = waiting == 0 ? null : $"{waiting.ToString(CultureInfo.InvariantCulture)} {(waiting == 1 ? "document needs" : "documents need")} a person";
        if (problems.FirstOrDefault(one => one.Severity == HealthSeverity.Error) is { } worst) return worst.Message + (documents is null ? "" : $" Also: {documents}.");
        if (documents is not null) return $"Documents travel, but {documents}.";
        if (problems.Count > 0) return $"Documents travel; {problems[0].Message}";
        var open = connections.Sum(one => one.States.GetValueOrDefault(DeliveryState.Listed) + one.States.GetValueOrDefault(DeliveryState.Deferred) + one.States.GetValueOrDefault(DeliveryState.Publishing));
        return open == 0 ? "Everything is all right: every document is delivered." : $"Everything is all right: {open.ToString(CultureInfo.InvariantCulture)} documents are on their way.";
    }
}
