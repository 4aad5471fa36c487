using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Synqup.Host.Commands;

/// <summary>The framework's help, with examples and what the exit codes mean.</summary>
internal sealed class ReadableHelp(HelpAction standard) : SynchronousCommandLineAction
{
    // Parsing stops being an error when somebody asks for help.
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        var output = parseResult.InvocationConfiguration.Output;
        standard.Invoke(parseResult);
        if (parseResult.CommandResult.Command is SynqupCommand { Examples: { } examples })
        {
            output.WriteLine("Examples:");
            foreach (var example in examples) output.WriteLine($"  {example}");
            output.WriteLine();
        }

        output.WriteLine("Exit codes:");
        foreach (var (code, meaning) in ExitCodes.All()) output.WriteLine($"  {code,3}  {meaning}");
        return 0;
    }
}
