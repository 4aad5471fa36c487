using System.Globalization;
using System.Text.Json.Serialization;
using Synqup.Core.Delivery;
using Synqup.Core.Health;
using Synqup.Core.Ledger;
using Synqup.Core.Sources.Portal;
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

internal sealed record ProblemAnswer(string Code, string Place, HealthSeverity Severity, string Message, string Remedy, DateTimeOffset? Since)
{
    public static ProblemAnswer Of(DivergedDocuments diverged, IEnumerable<CustomerDescription> customers) =>
        new(DivergenceSentences.Code(diverged.Divergence), diverged.Divergence.Shown, DivergenceSentences.Severity(diverged), DivergenceSentences.Problem(diverged, customers), DivergenceSentences.Remedy(diverged.Divergence), diverged.Divergence.At);

    public static ProblemAnswer Of(LearnedDocuments learned, IEnumerable<CustomerDescription> customers) =>
        new(DivergenceSentences.OldLedger, learned.Source, HealthSeverity.Error, DivergenceSentences.Problem(learned, customers), DivergenceSentences.Remedy(learned), learned.At);
}

/// <summary>Documents that were put off for the same reason.</summary>
/// <param name="NeedsPerson">Only a change elsewhere helps, or trying again did not so far.</param>
/// <param name="DocumentId">The one that waits longest, as an example.</param>
/// <param name="Number">Its number; null when it has none.</param>
/// <param name="Since">When that one was listed.</param>
/// <param name="DueAt">When the first of them is tried again; null when none is by itself.</param>
internal sealed record WaitingAnswer(string Connection, string Reason, bool NeedsPerson, long Count, string DocumentId, string? Number, DateTimeOffset Since, DateTimeOffset? DueAt)
{
    public static WaitingAnswer Of(WaitingDocuments waiting, string connection) =>
        new(connection, waiting.Reason, waiting.NeedsPerson, waiting.Count, waiting.DocumentId, waiting.Number, waiting.Since, waiting.DueAt);

    /// <summary>How many, which one, since when, and when they are tried again.</summary>
    public override string ToString()
    {
        var which = Count == 1 ? Number ?? DocumentId : $"{Count.ToString(CultureInfo.InvariantCulture)} documents, such as {Number ?? DocumentId}";
        return $"{which}: {Reason} (since {Moments.Show(Since)}{(DueAt is { } due ? $", tried again at {Moments.Show(due)}" : "")})";
    }
}

/// <summary>A document that needs a person.</summary>
/// <param name="Title">What people call it, with its customer where that one is linked.</param>
/// <param name="Decision">What a person decided and the agent has not carried out yet; null when nobody did.</param>
internal sealed record AttentionItem(string Connection, string DocumentId, string? Number, string Title, DeliveryState State, string Reason, DateTimeOffset Since, string? Decision)
{
    public static AttentionItem Of(HistoryItem item, string connection, IEnumerable<CustomerDescription> customers)
    {
        var document = item.Entry.Document;
        var customer = customers.FirstOrDefault(one => one.EnterpriseId == document.EnterpriseId);
        return new(connection, document.Id, document.Number, document.Title + (customer is null ? "" : $" for {customer.Name}"), item.Entry.State, item.Entry.Reason ?? "", item.Entry.ChangedAt,
            DecisionAnswer.Of(item).LastOrDefault(one => one.EndedAt is null)?.ToString());
    }
}

internal sealed record StatusResult(
    bool Running, int? ProcessId, string? Version, DateTimeOffset? StartedAt,
    IReadOnlyList<ConnectionStatus> Connections, IReadOnlyList<ProblemAnswer> Problems, IReadOnlyList<WaitingAnswer> Waiting, IReadOnlyList<AttentionItem> Attention) : CommandResult
{
    /// <summary>The code of the problem that the portal has not answered this process yet.</summary>
    public const string Starting = "portal.starting";

    /// <summary>The code of the problem that a connection's ledger cannot be read.</summary>
    public const string NoLedger = "ledger.unreadable";

    private const int ShownReasons = 20;

    private static readonly DeliveryState[] NeedPerson = [DeliveryState.Quarantined, DeliveryState.Rejected];

    public static StatusResult Of(
        bool running, StatusReport? report, IReadOnlyList<ConnectionStatus> connections, IReadOnlyList<WaitingAnswer> waiting, IReadOnlyList<AttentionItem> attention,
        IReadOnlyList<ProblemAnswer> problems)
    {
        // Delivered ones are in the list of attention only, and that is cut.
        var needPerson = Math.Max(connections.Sum(one => NeedPerson.Sum(state => one.States.GetValueOrDefault(state))), attention.Count)
            + waiting.Where(one => one.NeedsPerson).Sum(one => one.Count);
        var putOff = waiting.Where(one => !one.NeedsPerson).Sum(one => one.Count);
        var good = needPerson == 0 && problems.Count == 0;
        return new StatusResult(running, running ? report?.ProcessId : null, report?.Version, running ? report?.StartedAt : null, connections, problems, waiting, attention)
        {
            HeldBack = running ? report?.HeldBack : null,
            LastPass = !running && report is { OnePass: true } ? report.WrittenAt : null,
            ExitCode = (int)(good ? Commands.ExitCode.Ok : CodeOf(problems)),
            Summary = Sentence(problems, needPerson, putOff, connections),
        };
    }

    /// <summary>When the last 'synqup sync' ended; null while an agent runs, or when the last one that ran was the service.</summary>
    public DateTimeOffset? LastPass { get; private init; }

    /// <summary>Which limit of the settings holds documents back; null when none does.</summary>
    public string? HeldBack { get; private init; }

    [JsonIgnore]
    private IEnumerable<(ConnectionStatus Connection, DestinationStatus Destination)> AllDestinations =>
        Connections.SelectMany(connection => connection.Destinations.Select(destination => (connection, destination)));

    public override void Print(Screen screen)
    {
        screen.Verdict(Ok, Summary);
        if (!Running) screen.Line(LastPass is { } passed ? $"No agent runs; the last 'synqup sync' ended at {Moments.Show(passed)}." : "The rest is what its ledger holds since it last worked.");
        if (HeldBack is not null) screen.Line(HeldBack);
        if (Problems.Count > 0) screen.Heading("What is wrong");
        foreach (var problem in Problems) screen.Problem(problem.Since is { } since ? $"{problem.Message} (since {Moments.Show(since)})" : problem.Message, problem.Remedy);
        var (stuck, putOff) = (Waiting.Where(one => one.NeedsPerson).ToList(), Waiting.Where(one => !one.NeedsPerson).ToList());
        if (stuck.Count + Attention.Count > 0) screen.Heading("Documents that need a person");
        foreach (var item in Attention) screen.Problem($"{item.Title} is {item.State.ToString().ToLowerInvariant()}: {item.Reason} (since {Moments.Show(item.Since)})", item.Decision is { } decision ? $"Decided: {decision}" : null);
        if (Attention.Any(item => NeedPerson.Contains(item.State))) screen.Line($"    Those that are quarantined or rejected: {Remedy.List}");
        PrintReasons(screen, stuck);
        if (putOff.Count > 0) screen.Heading("Documents that are tried again by themselves");
        PrintReasons(screen, putOff);

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

    private static void PrintReasons(Screen screen, List<WaitingAnswer> waiting)
    {
        foreach (var group in waiting.Take(ShownReasons)) screen.Problem(group.ToString(), null);
        if (waiting.Count > ShownReasons) screen.Line($"    {(waiting.Count - ShownReasons).ToString(CultureInfo.InvariantCulture)} more reasons: 'synqup status --json' has all of them.");
    }

    private static string Counts(ConnectionStatus connection)
    {
        var some = connection.States.Where(one => one.Value > 0).OrderBy(one => one.Key)
            .Select(one => $"{one.Value.ToString(CultureInfo.InvariantCulture)} {one.Key.ToString().ToLowerInvariant()}").ToList();
        return some.Count == 0 ? "none yet" : string.Join(", ", some);
    }

    private static ExitCode CodeOf(IReadOnlyList<ProblemAnswer> problems) =>
        problems.Any(one => one.Code is NoLedger) ? Commands.ExitCode.DataUnusable
        : problems.Any(one => one.Code is "portal.signIn" or "portal.otherInstance" or "portal.replaced") ? Commands.ExitCode.NotEnrolled
        : problems.Any(one => one.Code is "portal.unreachable" or "portal.refused" or Starting) ? Commands.ExitCode.PortalUnreachable
        : Commands.ExitCode.Problems;

    private static string Sentence(IReadOnlyList<ProblemAnswer> problems, long needPerson, long putOff, IReadOnlyList<ConnectionStatus> connections)
    {
        var documents = needPerson == 0 ? null : $"{Documents(needPerson)} {(needPerson == 1 ? "needs" : "need")} a person";
        var waiting = putOff == 0 ? null : $"{Documents(putOff)} {(putOff == 1 ? "waits and travels by itself" : "wait and travel by themselves")} when the cause is gone";
        if (problems.Where(one => one.Severity == HealthSeverity.Error).MinBy(one => !one.Code.StartsWith("portal.", StringComparison.Ordinal)) is { } worst) return worst.Message + (documents is null && waiting is null ? "" : $" Also: {string.Join("; ", new[] { documents, waiting }.OfType<string>())}.");
        if (documents is not null) return $"{documents}; the others travel.";
        if (problems.Count > 0) return $"Documents travel; {problems[0].Message}";
        var open = connections.Sum(one => one.States.GetValueOrDefault(DeliveryState.Listed) + one.States.GetValueOrDefault(DeliveryState.Deferred) + one.States.GetValueOrDefault(DeliveryState.Publishing));
        if (open == 0) return "Everything is all right: every document is delivered.";
        var onTheirWay = $"Everything is all right: {Documents(open)} {(open == 1 ? "is" : "are")} on {(open == 1 ? "its" : "their")} way";
        return putOff == 0 ? $"{onTheirWay}." : $"{onTheirWay}; {Documents(putOff)} could not be delivered at once and {(putOff == 1 ? "is" : "are")} tried again.";
    }

    private static string Documents(long count) => count == 1 ? "1 document" : $"{count.ToString(CultureInfo.InvariantCulture)} documents";
}
