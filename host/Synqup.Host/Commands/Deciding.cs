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

    /// <summary>The agent looks every two seconds, and then has some work to do.</summary>
    private static readonly TimeSpan Patience = 5 * DecisionStage.LookEvery;

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    public async Task<CommandResult> DecideAsync(IReadOnlyList<ConnectionItem> documents, DecisionKind kind, string? why, CancellationToken cancellationToken)
    {
        if (why?.Length > LongestWhy) throw new CommandFailure(ExitCode.Usage, $"--why: write at most {LongestWhy} characters.");
        if (why is not null && ShownText.HasLines(why)) throw new CommandFailure(ExitCode.Usage, "--why: write one line, without characters that move the cursor.");
        var decision = new Decision(kind, Who(), time.GetUtcNow(), string.IsNullOrWhiteSpace(why) ? null : why.Trim(), null, null, null);
        var refused = new List<DecidedAnswer>();
        foreach (var group in documents.GroupBy(one => one.Connection))
        {
            var states = Decisions.Record(ConnectionFiles.Ledger(settings, group.Key), [.. group.Select(one => one.Item.Entry.Id)], decision);
            refused.AddRange(group.Where(one => states.ContainsKey(one.Item.Entry.Id))
                .Select(one => DecidedAnswer.Of(one, DecisionEnding.Refused, $"Nothing was done: meanwhile the document is {states[one.Item.Entry.Id].ToString().ToLowerInvariant()}.")));
        }

        var running = DataFolder.IsTaken(settings.DataFolder);
        var written = documents.Where(one => !refused.Exists(other => other.IsOf(one))).ToList();
        return DecidedResult.Of(kind, running, [.. refused, .. await LookAsync(written, running, cancellationToken)]);
    }

    /// <summary>The user of the operating system, and behind sudo the one who said it.</summary>
    private static string Who() => OperatingSystem.IsWindows() ? $@"{Environment.UserDomainName}\{Environment.UserName}"
        : Environment.GetEnvironmentVariable("SUDO_USER") is { Length: > 0 } person ? $"{person} (as {Environment.UserName})"
        : Environment.UserName;

    private async Task<List<DecidedAnswer>> LookAsync(IReadOnlyList<ConnectionItem> documents, bool running, CancellationToken cancellationToken)
    {
        for (var started = time.GetTimestamp(); ;)
        {
            var answers = new List<DecidedAnswer>();
            foreach (var group in documents.GroupBy(one => one.Connection))
            {
                using var queries = await LedgerQueries.OpenAsync(ConnectionFiles.Ledger(settings, group.Key), cancellationToken);
                foreach (var one in group) answers.Add(DecidedAnswer.Of(one, await LastAsync(queries, one, cancellationToken)));
            }

            if (!running || answers.TrueForAll(one => one.Ending != DecisionEnding.Open || one.Result is not null) || time.GetElapsedTime(started) >= Patience) return answers;
            await Task.Delay(Interval, time, cancellationToken);
        }
    }

    private static async Task<Decision> LastAsync(LedgerQueries queries, ConnectionItem one, CancellationToken cancellationToken) =>
        (await queries.DocumentAsync(one.Connection, one.Item.Entry.Document.Id, cancellationToken)).Single(item => item.Entry.Id == one.Item.Entry.Id).Decisions[^1];
}
