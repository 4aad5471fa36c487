using System.CommandLine;
using Synqup.Demo.Flow;
using Synqup.Demo.Office;

namespace Synqup.Demo;

/// <summary>The command line.</summary>
internal static class DemoCommand
{
    private const int CannotRun = 2;

    /// <summary>Ctrl-C ends the child programs first, which may take a moment.</summary>
    public static InvocationConfiguration Invocation => new() { ProcessTerminationTimeout = TimeSpan.FromSeconds(40), EnableDefaultExceptionHandler = false };

    /// <returns>The exit code; a wrong command line is one that cannot run.</returns>
    public static async Task<int> RunAsync(string[] arguments)
    {
        var parsed = Create().Parse(arguments);
        var code = await parsed.InvokeAsync(Invocation);
        return parsed.Errors.Count > 0 ? CannotRun : code;
    }

    public static RootCommand Create()
    {
        Option<bool> once = new("--once") { Description = "End when everything is delivered and acknowledged; exit code 0 only then" };
        Option<bool> json = new("--json") { Description = "Write one JSON object to standard output and nothing else" };
        Option<int> count = new("--count") { Description = "How many documents to generate", HelpName = "N", DefaultValueFactory = _ => new DemoOptions().Count };
        Option<DirectoryInfo> output = new("--output") { Description = "An empty folder for the documents; a temporary one by default", HelpName = "DIR" };
        Option<DirectoryInfo> documents = new("--documents") { Description = "Deliver the .xml, .cod, .txt and .pdf files below a folder instead of generated documents", HelpName = "DIR" };
        Option<string> side = new("--as") { Description = "With --documents: whose customers they are, 'purchases' for the invoice's customer or 'sales' for its supplier", HelpName = "SIDE", DefaultValueFactory = _ => "purchases" };
        side.AcceptOnlyFromAmong("purchases", "sales");
        documents.AcceptExistingOnly();
        count.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && int.TryParse(result.Tokens[0].Value, out var number) && number is < 1 or > 1_000_000)
                result.AddError("--count is a number from 1 to 1000000.");
        });

        var command = new RootCommand("Starts a Console with sample documents and an agent that delivers them into the folders of three accounting packages.")
        {
            once, count, output, documents, side, json,
        };
        command.Validators.Add(result =>
        {
            if (result.GetResult(side) is { Implicit: false } && result.GetResult(documents) is null)
                result.AddError("--as says whose customers the documents of --documents are: give --documents DIR too.");
        });
        command.SetAction((result, cancellationToken) => RunAsync(new DemoOptions
        {
            Once = result.GetValue(once),
            Json = result.GetValue(json),
            Count = result.GetValue(count),
            Output = result.GetValue(output)?.FullName,
            Documents = result.GetValue(documents)?.FullName,
            As = result.GetValue(side) == "sales" ? Side.Sales : Side.Purchases,
        }, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(DemoOptions options, CancellationToken cancellationToken)
    {
        try
        {
            return await new DemoRun(options, TimeProvider.System).RunAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return options.Once ? CannotRun : 0;
        }
        catch (Exception exception) when (exception is DemoException or OfficeException or HttpRequestException or IOException or UnauthorizedAccessException or TaskCanceledException)
        {
            await Console.Error.WriteLineAsync(exception is TaskCanceledException ? "The Console took longer than two minutes to answer a call." : exception.Message);
            return CannotRun;
        }
    }
}
