using System.CommandLine;
using System.IO.Abstractions;
using Synqup.Core.Configuration;
using Synqup.Core.Delivery;
using Synqup.Core.Health;
using Synqup.Core.Ledger;
using Synqup.Core.Ledger.Storage;
using Synqup.Core.Pipeline;
using Synqup.Host.Agent;

namespace Synqup.Host.Commands;

/// <summary><c>synqup status</c>: whether everything is all right, read from what the agent wrote; it is not disturbed.</summary>
internal static class StatusCommand
{
    private const int ShownAttention = 20;

    // Two heartbeats at their default interval may be missed before it is worth a word.
    private static readonly TimeSpan Silence = TimeSpan.FromMinutes(15);

    // Who runs passes by a timetable does so once a day at least, and a timetable that stopped must not stay unnoticed.
    private static readonly TimeSpan BetweenPasses = TimeSpan.FromHours(25);

    /// <summary>What no mending on this machine ends.</summary>
    private static readonly string[] Lasting = ["portal.signIn", "portal.otherInstance", "portal.replaced"];

    public static SynqupCommand Create() => SynqupCommand.Create(
        "status",
        "Says whether everything is all right, and if not, what is wrong and what to do.",
        [],
        ["synqup status", "synqup status --json"],
        ExecuteAsync);

    private static async Task<CommandResult> ExecuteAsync(ParseResult parse, CancellationToken cancellationToken)
    {
        var settings = SettingsFile.Read(parse);
        DataFolder.RequireReadable(settings);
        var files = new FileSystem();
        var running = DataFolder.IsTaken(settings.DataFolder);
        var report = AgentStatus.Read(files, settings.DataFolder);
        var connections = new List<ConnectionStatus>();
        var waiting = new List<WaitingAnswer>();
        var attention = new List<AttentionItem>();
        var fromLedgers = new List<ProblemAnswer>();
        foreach (var connection in settings.Connections)
        {
            var contact = report?.Connections.FirstOrDefault(one => one.Name == connection.Name);
            LedgerSummary? summary = null;
            try
            {
                (summary, var groups, var items, var apart) = await ReadLedgerAsync(settings, connection.Name, cancellationToken);
                waiting.AddRange(groups);
                attention.AddRange(items);
                fromLedgers.AddRange(apart);
            }
            catch (LedgerException e)
            {
                // What the agent itself says of it, and the other connections, are not hidden by that.
                fromLedgers.Add(new(StatusResult.NoLedger, connection.Name, HealthSeverity.Error, e.Message, "Its documents are not shown here until then.", null));
            }

            connections.Add(new ConnectionStatus(
                connection.Name, connection.Portal, contact?.Office, contact?.LastContact,
                summary?.ByState ?? new Dictionary<DeliveryState, long>(), summary?.OldestUndelivered, summary?.Outbox ?? 0,
                Destinations(settings, files, connection.Name)));
        }

        return StatusResult.Of(running, report, connections, waiting, attention, [.. Problems(running, report, connections), .. fromLedgers]);
    }

    private static async Task<(LedgerSummary?, IEnumerable<WaitingAnswer>, IEnumerable<AttentionItem>, IEnumerable<ProblemAnswer>)> ReadLedgerAsync(AgentSettings settings, string connection, CancellationToken cancellationToken)
    {
        var path = ConnectionFiles.Ledger(settings, connection);
        LostLedger.Check(path);
        if (!LedgerFile.IsThere(path)) return (null, [], [], []);
        var customers = new ConfigurationCopy(new FileSystem(), ConnectionFiles.Folder(settings, connection)).Read()?.Customers ?? [];
        using var queries = await LedgerQueries.OpenAsync(path, cancellationToken);
        var items = await queries.AttentionAsync(connection, 0, ShownAttention, cancellationToken);
        var waiting = await queries.WaitingAsync(connection, cancellationToken);
        var diverged = await queries.DivergencesAsync(null, DivergenceSentences.Named, cancellationToken);
        var learned = await queries.LearnedAsync(connection, DivergenceSentences.Named, cancellationToken);
        return (
            await queries.SummaryAsync(connection, cancellationToken), waiting.Select(one => WaitingAnswer.Of(one, connection)), items.Select(item => AttentionItem.Of(item, connection, customers)),
            [.. learned is null ? Array.Empty<ProblemAnswer>() : [ProblemAnswer.Of(learned, customers)], .. diverged.Select(one => ProblemAnswer.Of(one, customers))]);
    }

    private static List<DestinationStatus> Destinations(AgentSettings settings, FileSystem files, string connection)
    {
        var configuration = new ConfigurationCopy(files, ConnectionFiles.Folder(settings, connection)).Read();
        return [.. (configuration?.Configurations ?? []).Select(one => new DestinationStatus(
            one.Name, one.Package, configuration!.Customers.Count(customer => customer.ConfigurationId == one.Id), PathsAnswer.Of(one.Paths)))];
    }

    private static IEnumerable<ProblemAnswer> Problems(bool running, StatusReport? report, List<ConnectionStatus> connections)
    {
        var passed = !running && report is { OnePass: true };
        if (passed && TimeProvider.System.GetUtcNow() - report!.WrittenAt > BetweenPasses)
            yield return new("agent.notRunning", "agent", HealthSeverity.Error, "No agent runs, and the last 'synqup sync' is more than a day ago.", "Run 'synqup sync' by a timetable, or start the service.", report.WrittenAt);
        else if (!running && !passed)
            yield return new("agent.notRunning", "agent", HealthSeverity.Error, "The agent is not running.", "Start the service, or run 'synqup run'.", null);

        // What a service that ended saw last may be mended meanwhile; what the ledger says is read there.
        var seen = (report?.Problems ?? []).Where(one => running || passed || Lasting.Contains(one.Code))
            .Where(one => one.Code is not WaitingWatch.Code && !DivergenceSentences.Codes.Contains(one.Code)).ToList();
        foreach (var problem in seen) yield return new(problem.Code, problem.Place, problem.Severity, problem.Message, problem.Remedy, problem.Since);

        foreach (var connection in running ? connections.Where(one => seen.TrueForAll(problem => problem.Place != one.Name)) : [])
        {
            if (report is null || (!(connection.LastContact >= report.StartedAt) && TimeProvider.System.GetUtcNow() - report.StartedAt <= Silence))
                yield return new(StatusResult.Starting, connection.Name, HealthSeverity.Error, $"The agent has just started and has not reached the portal of {connection.Name} yet.", "Ask again in a moment.", report?.StartedAt);
            else if (TimeProvider.System.GetUtcNow() - Later(connection.LastContact, report.StartedAt) > Silence)
                yield return new("portal.silent", connection.Name, HealthSeverity.Warning, $"The portal of {connection.Name} has not answered since {Moments.Show(connection.LastContact)}.", "Run 'synqup check'.", connection.LastContact);
        }
    }

    /// <summary>A contact of an earlier process says nothing about this one's silence.</summary>
    private static DateTimeOffset Later(DateTimeOffset? contact, DateTimeOffset started) => contact > started ? contact.Value : started;
}
