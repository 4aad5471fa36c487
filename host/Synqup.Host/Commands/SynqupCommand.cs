using System.CommandLine;

namespace Synqup.Host.Commands;

/// <summary>A command with examples for its help.</summary>
internal sealed class SynqupCommand : Command
{
    private SynqupCommand(string name, string description) : base(name, description)
    {
    }

    public required IReadOnlyList<string> Examples { get; init; }

    public static SynqupCommand Create(
        string name, string description, IReadOnlyList<Symbol> symbols, IReadOnlyList<string> examples, Func<ParseResult, CancellationToken, Task<CommandResult>> execute)
    {
        var command = new SynqupCommand(name, description) { Examples = examples };
        foreach (var symbol in symbols)
        {
            if (symbol is Option option) command.Add(option);
            else command.Add((Argument)symbol);
        }

        command.SetAction((parse, cancellationToken) => Invocation.RunAsync(parse, execute, cancellationToken));
        return command;
    }
}
