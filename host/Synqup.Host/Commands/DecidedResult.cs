using System.Globalization;
using Synqup.Core.Ledger;
using Synqup.Core.Pipeline;
using Synqup.Host.Output;

namespace Synqup.Host.Commands;

internal enum DecisionEnding
{
    Done,

    /// <summary>It cannot be carried out; the result says why.</summary>
    Refused,

    /// <summary>Part of a group, and left alone because of an earlier decision about it.</summary>
    DecidedBefore,

    /// <summary>The agent carries it out later; the result says what it waits for, where that is known.</summary>
    Open,

    /// <summary>The agent is at it.</summary>
    Begun,
}

internal sealed record DecidedAnswer(string Connection, string DocumentId, string Title, DecisionEnding Ending, string? Result)
{
    public static DecidedAnswer Of(ConnectionItem one, Decision decision) =>
        Of(one, decision switch { { Succeeded: true } => DecisionEnding.Done, { Succeeded: false } => DecisionEnding.Refused, { IsBegun: true } => DecisionEnding.Begun, _ => DecisionEnding.Open }, decision.Result);

    public static DecidedAnswer Of(ConnectionItem one, DecisionEnding ending, string? result) =>
        new(one.Connection, one.Item.Entry.Document.Id, one.Item.Entry.Document.Title, ending, result);

    public bool IsOf(ConnectionItem one) => Connection == one.Connection && DocumentId == one.Item.Entry.Document.Id;
}

/// <summary>What came of decisions so far.</summary>
/// <param name="Running">Whether an agent runs that carries them out.</param>
internal sealed record DecidedResult(DecisionKind Decision, bool Running, IReadOnlyList<DecidedAnswer> Documents) : CommandResult
{
    public static DecidedResult Of(DecisionKind decision, bool running, IReadOnlyList<DecidedAnswer> documents) => new(decision, running, documents)
    {
        // Without an agent, to be kept is all that was asked.
        ExitCode = (int)(documents.All(one => one.Ending is DecisionEnding.Done or DecisionEnding.DecidedBefore || (one.Ending != DecisionEnding.Refused && !running)) ? Commands.ExitCode.Ok : Commands.ExitCode.Problems),
        Summary = Sentence(decision, running, documents),
    };

    public override void Print(Screen screen)
    {
        screen.Verdict(Ok, Summary);
        foreach (var one in Documents) screen.Line($"  {one.Title} ({one.DocumentId}): {one.Result ?? (one.Ending == DecisionEnding.Begun ? "begun." : "kept.")}");
    }

    private static string Sentence(DecisionKind decision, bool running, IReadOnlyList<DecidedAnswer> documents)
    {
        if (documents.Count == 0) return "No document waits for a decision.";
        var (done, refused, open, begun) = (Count(documents, DecisionEnding.Done), Count(documents, DecisionEnding.Refused), Count(documents, DecisionEnding.Open), Count(documents, DecisionEnding.Begun));
        var (said, them) = (new List<string>(), open == 1 ? "it" : "them");
        if (done > 0) said.Add(decision == DecisionKind.Release ? $"{Which(done)} delivered." : $"{Text(done)} carried out at once.");
        if (begun > 0) said.Add($"{Which(begun)} not delivered yet: the agent tries until it is, or until it says why not. 'synqup history' has what became of it.");
        if (Count(documents, DecisionEnding.DecidedBefore) is > 0 and var before) said.Add($"{Which(before)} left as decided before.");
        if (refused > 0) said.Add($"{Text(refused)} could not be carried out: the reason stands below.");
        if (open > 0 && !running) said.Add($"{Text(open)} kept: no agent runs, so {(open == 1 ? "it is" : "they are")} carried out at its next start ('synqup run' or 'synqup sync').");
        else if (open > 0 && documents.Any(one => one is { Ending: DecisionEnding.Open, Result: not null })) said.Add($"{Text(open)} kept: the running agent carries {them} out within {DecisionStage.LookEvery.TotalSeconds:0} seconds after what {(open == 1 ? "it waits" : "they wait")} for is over. 'synqup quarantine' shows {them} until then.");
        else if (open > 0) said.Add($"{Text(open)} kept: the running agent has not come to {them} yet and carries {them} out by itself. 'synqup quarantine' shows {them} until then.");
        return string.Join(" ", said);
    }

    private static int Count(IReadOnlyList<DecidedAnswer> documents, DecisionEnding ending) => documents.Count(one => one.Ending == ending);

    private static string Which(int count) => count == 1 ? "1 document is" : $"{count.ToString(CultureInfo.InvariantCulture)} documents are";

    private static string Text(int count) => $"{count.ToString(CultureInfo.InvariantCulture)} {(count == 1 ? "decision" : "decisions")}";
}
