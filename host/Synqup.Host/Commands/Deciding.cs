using Synqup.Core.Configuration;
using Synqup.Core.Health;
using Synqup.Core.Ledger;
using Synqup.Core.Pipeline;
using Synqup.Host.Agent;

namespace Synqup.Host.Commands;

/// <summary>
/// Writes decisions into the ledgers and looks for a moment what comes of them. The agent that owns the ledger carries them out: only it
/// knows what it is doing with a folder.
/// </summary>
internal sealed class Deciding(AgentSettings settings, TimeProvider time)
{
    private const int LongestWhy = 500;

    /// <summary>Without news of any. The agent looks every two seconds, and then has some work to do.</summary>
    private static readonly TimeSpan Patience = 5 * DecisionStage.LookEvery;

    /// <summary>The same once a release has begun: a file that another program holds is tried for a minute.</summary>
    private static readonly TimeSpan PatienceOnceBegun = TimeSpan.FromSeconds(90);

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    /// <summary>Null where it was not said.</summary>
    public static string? CheckWhy(string? why) =>
        why is null ? null
        : string.IsNullOrWhiteSpace(why) ? throw new CommandFailure(ExitCode.Usage, "--why: write the reason, or leave the option out.")
        : why.Length > LongestWhy ? throw new CommandFailure(ExitCode.Usage, $"--why: write at most {LongestWhy} characters.")
        : ShownText.HasLines(why) ? throw new CommandFailure(ExitCode.Usage, "--why: write one line, without characters that move the cursor.")
        : why.Trim();

    /// <param name="documents">Those that were said one by one, or those of a group.</param>
    /// <param name="isGroup">Who looked at one document has said more about it than who decides about all: what was decided otherwise is left alone.</param>
    /// <param name="kind">What is decided.</param>
    /// <param name="why">Null where nobody said it.</param>
    /// <param name="cancellationToken">Ends the looking; what is written stays.</param>
    public async Task<CommandResult> DecideAsync(IReadOnlyList<ConnectionItem> documents, bool isGroup, DecisionKind kind, string? why, CancellationToken cancellationToken)
    {
        var leftAlone = isGroup ? documents.Select(one => (One: one, Earlier: one.Item.Decisions.LastOrDefault(d => d.EndedAt is null && d.Kind != kind))).Where(pair => pair.Earlier is not null).ToList() : [];
        documents = [.. documents.Except(leftAlone.Select(pair => pair.One))];
        var decision = new Decision(kind, Who(), time.GetUtcNow(), why, null, null, null);
        var refused = new List<DecidedAnswer>();
        foreach (var group in documents.GroupBy(one => one.Connection))
        {
            var reasons = Decisions.Record(ConnectionFiles.Ledger(settings, group.Key), [.. group.Select(one => one.Item.Entry.Id)], decision);
            refused.AddRange(group.Where(one => reasons.ContainsKey(one.Item.Entry.Id)).Select(one => DecidedAnswer.Of(one, DecisionEnding.Refused, reasons[one.Item.Entry.Id])));
        }

        var running = DataFolder.IsTaken(settings.DataFolder);
        var written = documents.Where(one => !refused.Exists(other => other.IsOf(one))).ToList();
        var before = leftAlone.Select(pair => DecidedAnswer.Of(pair.One, DecisionEnding.DecidedBefore,
            $"left alone, since it was decided before: {QuarantineAnswer.Verb(pair.Earlier!.Kind)} by {pair.Earlier.Who}. To replace that, say 'synqup quarantine {QuarantineAnswer.Verb(kind)} {pair.One.Item.Entry.Document.Id}'."));
        return DecidedResult.Of(kind, running, [.. before, .. refused, .. await LookAsync(written, running, cancellationToken)]);
    }

    /// <summary>The user of the operating system, and behind sudo the one who said it.</summary>
    public static string Who() => OperatingSystem.IsWindows() ? $@"{Environment.UserDomainName}\{Environment.UserName}"
        : Environment.GetEnvironmentVariable("SUDO_USER") is { Length: > 0 } person ? $"{person} (as {Environment.UserName})"
        : Environment.UserName;

    private async Task<List<DecidedAnswer>> LookAsync(List<ConnectionItem> documents, bool running, CancellationToken cancellationToken)
    {
        var (heard, silent) = (time.GetTimestamp(), documents.Count);
        while (true)
        {
            var decisions = new List<(ConnectionItem One, Decision Decision)>();
            foreach (var group in documents.GroupBy(one => one.Connection))
            {
                using var queries = await LedgerQueries.OpenAsync(ConnectionFiles.Ledger(settings, group.Key), cancellationToken);
                foreach (var one in group) decisions.Add((one, await LastAsync(queries, one, cancellationToken)));
            }

            var waited = decisions.Where(one => one.Decision is { EndedAt: null, Result: null } || Decisions.IsUnanswered(one.Decision)).ToList();
            if (waited.Count < silent) (heard, silent) = (time.GetTimestamp(), waited.Count);
            var patience = waited.Exists(one => one.Decision.IsBegun) ? PatienceOnceBegun : Patience;
            if (!running || waited.Count == 0 || time.GetElapsedTime(heard) >= patience) return [.. decisions.Select(one => DecidedAnswer.Of(one.One, one.Decision))];
            await Task.Delay(Interval, time, cancellationToken);
        }
    }

    private static async Task<Decision> LastAsync(LedgerQueries queries, ConnectionItem one, CancellationToken cancellationToken) =>
        (await queries.DocumentAsync(one.Connection, one.Item.Entry.Document.Id, cancellationToken)).Single(item => item.Entry.Id == one.Item.Entry.Id).Decisions[^1];
}
