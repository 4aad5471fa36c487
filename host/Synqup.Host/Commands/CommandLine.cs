using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Synqup.Host.Commands;

/// <summary>The whole command line.</summary>
internal static class CommandLine
{
    public static Task<int> RunAsync(string[] arguments)
    {
        // A service manager starts the program without arguments; a person who does so is shown what there is.
        var parse = Root().Parse(arguments.Length > 0 ? arguments : [RunCommand.IsService ? "run" : "--help"]);
        return parse.Action is ParseErrorAction
            ? Task.FromResult(WrongCommandLine.Report(parse))
            // Signals are ours: the first one finishes a batch, and there is no time limit for that.
            : parse.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
    }

    public static RootCommand Root()
    {
        var root = new RootCommand("Synqup fetches the documents of an accountant's customers and puts each, exactly once, into the folder from which the accounting software imports it.");
        foreach (var option in new Option[] { CommonOptions.Settings, CommonOptions.Set, CommonOptions.Json }) root.Add(option);
        foreach (var command in new[] { RunCommand.Create(), SyncCommand.Create(), CheckCommand.Create(), PreviewCommand.Create(), PluginsCommand.Create(), StatusCommand.Create(), HistoryCommand.Create(), QuarantineCommand.Create(), RedeliverCommand.Create(), LedgerCommand.Create() })
            root.Add(command);

        var help = root.Options.OfType<HelpOption>().Single();
        help.Action = new ReadableHelp((HelpAction)help.Action!);
        return root;
    }
}
