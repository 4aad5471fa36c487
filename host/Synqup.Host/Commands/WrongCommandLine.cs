using System.CommandLine;
using Synqup.Core.Health;
using Synqup.Host.Output;

namespace Synqup.Host.Commands;

/// <summary>Says what is wrong with a command line, what was probably meant, and where the help is.</summary>
internal static class WrongCommandLine
{
    public static int Report(ParseResult parse)
    {
        var said = Sentences(parse).ToList();
        foreach (var sentence in said) Console.Error.WriteLine(sentence);
        // As a word: a command line that cannot be understood has no values yet.
        if (parse.Tokens.Any(one => one.Value == CommonOptions.Json.Name))
            Console.Out.WriteLine(AnswerJson.Write(new FailureResult([]) { Summary = string.Join(' ', said.Select(Sentence.Ended)), ExitCode = (int)ExitCode.Usage }));
        return (int)ExitCode.Usage;
    }

    private static IEnumerable<string> Sentences(ParseResult parse)
    {
        // That a command is missing is no news beside a word that is not known.
        foreach (var error in parse.Errors.Where(one => parse.UnmatchedTokens.Count == 0 || parse.UnmatchedTokens.Any(token => one.Message.Contains(token, StringComparison.Ordinal)))) yield return error.Message;
        foreach (var token in parse.UnmatchedTokens)
        {
            if (Nearest(token, Names(parse.CommandResult.Command)) is { } meant) yield return $"Did you mean '{meant}' instead of '{token}'?";
        }

        yield return $"Run 'synqup{Path(parse.CommandResult.Command)} --help' for what is possible.";
    }

    private static string Path(Command command) => command is RootCommand ? "" : $"{Path(command.Parents.OfType<Command>().First())} {command.Name}";

    private static IEnumerable<string> Names(Command command) =>
        command.Subcommands.Select(one => one.Name)
            .Concat(command.Options.Select(one => one.Name))
            .Concat(command.Parents.OfType<Command>().SelectMany(parent => parent.Options.Where(one => one.Recursive).Select(one => one.Name)));

    private static string? Nearest(string token, IEnumerable<string> names) =>
        names.Select(name => (Name: name, Distance: Distance(token.Split('=')[0], name))).Where(one => one.Distance <= one.Name.TrimStart('-').Length / 3).OrderBy(one => one.Distance).Select(one => one.Name).FirstOrDefault();

    /// <summary>Characters to insert, remove or replace (Levenshtein).</summary>
    private static int Distance(string from, string to)
    {
        var row = Enumerable.Range(0, to.Length + 1).ToArray();
        for (var i = 1; i <= from.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= to.Length; j++)
            {
                var replaced = diagonal + (from[i - 1] == to[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[^1];
    }
}
