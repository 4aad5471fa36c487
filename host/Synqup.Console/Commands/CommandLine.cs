using System.CommandLine;
using Synqup.Console.Hosting;

namespace Synqup.Console.Commands;

/// <summary>The program's commands. Exit codes: 0 done, 1 failed, 2 settings or arguments are wrong.</summary>
internal static class CommandLine
{
    public const int Failed = 1;
    public const int Wrong = 2;

    public static async Task<int> RunAsync(string[] args)
    {
        var data = new Option<string>("--data") { Description = "The folder in which the Console keeps everything", DefaultValueFactory = _ => DataFolder.Default, Recursive = true };
        var root = new RootCommand("Synqup Console: the cloud side that an office or IT partner hosts.") { data };
        var run = RunCommand(data);
        root.Subcommands.Add(run);
        root.Subcommands.Add(OfficeCommand(data));
        // Without a command it runs.
        foreach (var option in run.Options)
            root.Options.Add(option);
        root.Action = run.Action;
        var parsed = root.Parse(args);
        if (parsed.Errors.Count > 0)
        {
            await parsed.InvokeAsync();
            return Wrong;
        }

        return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
    }

    private static Command RunCommand(Option<string> data)
    {
        var urls = new Option<string?>("--urls") { Description = $"Where to listen, separated by semicolons (default {ConsoleSettings.DefaultUrls}; port 0 takes a free one)" };
        var command = new Command("run", "Run the Console (what happens without a command, too)") { urls };
        command.SetAction((parsed, cancellationToken) => SayingWhatIsWrongAsync(() => RunningCommand.RunAsync(parsed.GetValue(data)!, parsed.GetValue(urls), System.Console.Out, cancellationToken)));
        return command;
    }

    private static Command OfficeCommand(Option<string> data)
    {
        var name = new Argument<string>("name") { Description = "The office's name" };
        var json = new Option<bool>("--json") { Description = "Answer with one JSON object on standard output", Recursive = true };
        var create = new Command("create", "Make an office; prints the credentials of its scripts once") { name };
        create.SetAction((parsed, cancellationToken) => SayingWhatIsWrongAsync(() => OfficeCommands.CreateAsync(parsed.GetValue(data)!, parsed.GetValue(name)!, parsed.GetValue(json), System.Console.Out, cancellationToken)));
        var list = new Command("list", "List the offices");
        list.SetAction((parsed, cancellationToken) => SayingWhatIsWrongAsync(() => OfficeCommands.ListAsync(parsed.GetValue(data)!, parsed.GetValue(json), System.Console.Out, cancellationToken)));
        return new("office", "Offices of this Console") { json, create, list };
    }

    private static async Task<int> SayingWhatIsWrongAsync(Func<Task<int>> command)
    {
        try
        {
            return await command();
        }
        catch (SettingsException exception)
        {
            await System.Console.Error.WriteLineAsync(exception.Message);
            return Wrong;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            await System.Console.Error.WriteLineAsync(exception.Message);
            return Failed;
        }
    }
}
