using System.CommandLine;
using Synqup.Core.Configuration;
using Synqup.Core.Health;
using Synqup.Host.Output;

namespace Synqup.Host.Commands;

/// <summary>Runs one command: answers on standard output, errors on standard error, and an exit code for both.</summary>
internal static class Invocation
{
    public static async Task<int> RunAsync(ParseResult parse, Func<ParseResult, CancellationToken, Task<CommandResult>> execute, CancellationToken cancellationToken)
    {
        CommandResult result;
        try
        {
            result = await execute(parse, cancellationToken);
        }
#pragma warning disable CA1031 // The last line of defence: a stack trace is no answer for an accountant.
        catch (Exception error)
#pragma warning restore CA1031
        {
            result = Failed(error, cancellationToken);
        }

        if (parse.GetValue(CommonOptions.Json)) Console.Out.WriteLine(AnswerJson.Write(result));
        else result.Print(Screen.ForThisProcess());
        return result.ExitCode;
    }

    private static FailureResult Failed(Exception error, CancellationToken cancellationToken)
    {
        var failure = CommandFailure.From(error)
            ?? (error is OperationCanceledException && cancellationToken.IsCancellationRequested
                ? new CommandFailure(ExitCode.Interrupted, "Stopped before it was done. Nothing is lost: the next start goes on.", error)
                : new CommandFailure(ExitCode.Unexpected, $"An unexpected error: {error}", error));
        Console.Error.WriteLine(ShownText.Lines(failure.Message));
        foreach (var problem in failure.Problems) Console.Error.WriteLine(Describe(problem));
        return new FailureResult(failure.Problems) { Summary = failure.Message, ExitCode = (int)failure.Code, Documents = failure.OfDocuments ? [] : null };
    }

    private static string Describe(SettingsProblem problem) => $"  - {ShownText.Of(problem.Place)}: {ShownText.Of(problem.Problem)}\n    {ShownText.Of(problem.Remedy)}";
}
