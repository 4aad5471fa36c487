using System.Globalization;
using Synqup.Core.Ledger;
using Synqup.Core.Pipeline;
using Synqup.Host.Output;

namespace Synqup.Host.Commands;

/// <param name="DeliveryNumber">Of the newest delivery that is known here: the one that is replaced.</param>
/// <param name="State">Of that delivery.</param>
/// <param name="Next">The number of the further delivery; null where none is known.</param>
/// <param name="Result">What came of it; null where nobody was asked.</param>
internal sealed record RedeliverAnswer(
    string Connection, string DocumentId, long DeliveryNumber, string? Number, string Title, string Customer, DeliveryState State, RedeliveryEnding Ending, long? Next, string? Result)
{
    public static RedeliverAnswer Of(RedeliverDocument one, RedeliveryResult? result = null) => new(
        one.Connection, one.Document.Document.Id, one.Document.Document.DeliveryNumber, one.Document.Document.Number, one.Document.Document.Title, one.Customer, one.Document.State,
        result?.Ending ?? RedeliveryEnding.NotAsked, result?.Next, result?.Sentence ?? (one.Document.IsAsked || one.Document.IsOnItsWay ? "It was asked for already." : null));
}

/// <summary>What came of asking for documents once more.</summary>
internal sealed record RedeliverResult(IReadOnlyList<RedeliverAnswer> Documents) : CommandResult
{
    /// <summary>Nothing was asked for, as a person said.</summary>
    public static RedeliverResult OfNothingDone(IReadOnlyList<RedeliverDocument> documents) => new([.. documents.Select(one => RedeliverAnswer.Of(one))])
    {
        Summary = $"{Count(documents.Count)} would be asked for.",
    };

    /// <param name="goOn">When it was begun, where the same said again would ask for what was delivered since then.</param>
    public static RedeliverResult Of(IReadOnlyList<RedeliverDocument> documents, IReadOnlyList<(string Connection, RedeliveryReport Report)> reports, bool stopped, DateTimeOffset? goOn)
    {
        var results = reports.SelectMany(one => one.Report.Results.Select(result => (one.Connection, Result: result))).ToDictionary(one => (one.Connection, one.Result.Document.Delivery), one => one.Result);
        var answers = documents.Select(one => RedeliverAnswer.Of(one, results[(one.Connection, one.Document.Delivery)])).ToList();
        var failure = reports.Select(one => one.Report.Failure).FirstOrDefault(one => one is not null);
        var code = failure is not null ? CommandFailure.CodeOf(failure.Failure)
            : answers.Exists(one => one.Ending is RedeliveryEnding.NotAsked) && stopped ? Commands.ExitCode.Interrupted
            : answers.Exists(one => one.Ending is not (RedeliveryEnding.Asked or RedeliveryEnding.AlreadyAsked)) ? Commands.ExitCode.Problems
            : Commands.ExitCode.Ok;
        return new(answers) { ExitCode = (int)code, Summary = Sentence(answers, failure?.Message, goOn) };
    }

    public override void Print(Screen screen)
    {
        screen.Verdict(Ok, Summary);
        screen.Rows(["Customer", "Document", "ID", "Delivery", "State", "What came of it"],
            [.. Documents.Select(one => (IReadOnlyList<string>)[one.Customer, one.Title, one.DocumentId, Text(one.DeliveryNumber), one.State.ToString().ToLowerInvariant(), one.Result ?? "not asked for"])]);
    }

    public static string Count(int documents) => $"{Text(documents)} {(documents == 1 ? "document" : "documents")}";

    private static string Sentence(List<RedeliverAnswer> answers, string? failure, DateTimeOffset? goOn)
    {
        var said = new List<string> { $"{Number(RedeliveryEnding.Asked)} of {Count(answers.Count)} {(answers.Count == 1 ? "is" : "are")} asked for{(Number(RedeliveryEnding.Asked) == 0 ? "" : $", and {(answers.Count == 1 ? "travels" : "travel")} with the running agent or at the next 'synqup sync'")}." };
        if (Number(RedeliveryEnding.AlreadyAsked) is > 0 and var known) said.Add($"{Text(known)} had been asked for already.");
        if (Number(RedeliveryEnding.NotOffered) is > 0 and var kept) said.Add($"{Text(kept)} the Console does not offer to this agent.");
        if (Number(RedeliveryEnding.Refused) is > 0 and var refused) said.Add($"{Text(refused)} the Console refused.");
        if (Number(RedeliveryEnding.NotAsked) is > 0 and var left)
        {
            said.Add(Core.Health.Sentence.Ended($"It did not come to {Text(left)} of them{(failure is null ? "" : $": {failure}")}"));
            said.Add(goOn is { } moment ? string.Create(CultureInfo.InvariantCulture, $"To go on, say the same with --until {moment.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}: what was delivered again since then is not asked for twice.") : "To go on, say the same for those.");
        }

        else if (failure is not null)
        {
            said.Add(Core.Health.Sentence.Ended($"It is not known whether the Console offers all of them to this agent: {failure}"));
        }

        return string.Join(" ", said);

        int Number(RedeliveryEnding ending) => answers.Count(one => one.Ending == ending);
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
