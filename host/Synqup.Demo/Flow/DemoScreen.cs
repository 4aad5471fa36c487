using System.Globalization;
using Spectre.Console;
using Synqup.Core.Health;

namespace Synqup.Demo.Flow;

/// <summary>What a person sees. Silent where the answer is JSON.</summary>
internal sealed class DemoScreen(TextWriter output)
{
    private const int FilesShownPerFolder = 4;

    private readonly IAnsiConsole _console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output) });

    public static DemoScreen For(DemoOptions options) => new(options.Json ? TextWriter.Null : Console.Out);

    /// <summary>As it is: a command that is broken into lines cannot be copied.</summary>
    public void Say(string text) => output.WriteLine(text);

    /// <summary>Runs the work under two bars.</summary>
    public Task<T> WithProgressAsync<T>(int documents, Func<ProgressTask, ProgressTask, Task<T>> work) => _console
        .Progress()
        .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new ProgressCountColumn(), new ElapsedTimeColumn())
        .StartAsync(async bars => await work(bars.AddTask("Uploaded", maxValue: documents), bars.AddTask("Delivered and acknowledged", maxValue: documents)));

    public void Summary(DemoReport report, IReadOnlyList<VerifiedDocument> documents)
    {
        var table = new Table().AddColumn("Accounting package").AddColumn(Right("Customers")).AddColumn(Right("Documents")).AddColumn(Right("Delivered")).AddColumn(Right("Files"));
        foreach (var package in documents.GroupBy(one => one.Uploaded.Source.Customer.Package).OrderBy(one => one.Key, StringComparer.Ordinal))
        {
            table.AddRow(
                package.Key, Number(package.Select(one => one.Uploaded.Source.Customer).Distinct().Count()), Number(package.Count()),
                Number(package.Count(one => one.IsDelivered)), Number(package.Sum(one => one.Paths.Count)));
        }

        _console.WriteLine();
        _console.Write(table);
        Say(string.Create(
            CultureInfo.InvariantCulture,
            $"{report.Delivered} of {report.Documents} documents delivered, {report.Acknowledged} acknowledged, in {report.Seconds:0.0} s."));
        List("Refused by the Console:", report.Refused.Select(one => $"{one.Source}: {one.Reason}"));
        List("Not delivered:", Missing(documents));
    }

    public static IEnumerable<string> Missing(IEnumerable<VerifiedDocument> documents) =>
        documents.Where(one => one.Problem is not null).Select(one => $"{one.Uploaded.Source.Name}: {one.Problem}");

    public void Folders(string output)
    {
        var tree = new Tree(Markup.Escape(output));
        Add(tree, new DirectoryInfo(output));
        _console.WriteLine();
        _console.Write(tree);
    }

    private void List(string heading, IEnumerable<string> lines)
    {
        var all = lines.ToList();
        if (all.Count == 0)
            return;
        Say(heading);
        foreach (var line in all)
            Say("  " + ShownText.Of(line));
    }

    private static void Add(IHasTreeNodes node, DirectoryInfo folder)
    {
        // What begins with a dot is the agent's own.
        foreach (var inner in folder.EnumerateDirectories().Where(inner => !inner.Name.StartsWith('.')).OrderBy(inner => inner.Name, StringComparer.Ordinal))
            Add(node.AddNode(Markup.Escape(ShownText.Of(inner.Name))), inner);
        var files = folder.EnumerateFiles().Select(file => file.Name).Order(StringComparer.Ordinal).ToList();
        foreach (var file in files.Take(FilesShownPerFolder))
            node.AddNode(Markup.Escape(ShownText.Of(file)));
        if (files.Count > FilesShownPerFolder)
            node.AddNode($"… and {Number(files.Count - FilesShownPerFolder)} more");
    }

    private static TableColumn Right(string heading) => new TableColumn(heading).RightAligned();

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
