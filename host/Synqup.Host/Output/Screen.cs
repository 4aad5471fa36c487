using Spectre.Console;
using Synqup.Core.Health;

namespace Synqup.Host.Output;

/// <summary>Writes for people: with colours and boxes on a terminal, plain lines everywhere else.</summary>
internal sealed class Screen
{
    private const int WidestCell = 40;

    private readonly TextWriter _out;

    private Screen(TextWriter output, IAnsiConsole? terminal) => (_out, Terminal) = (output, terminal);

    /// <summary>Null when the output is a file or a pipe.</summary>
    public IAnsiConsole? Terminal { get; }

    public static Screen ForThisProcess() => new(Console.Out, Console.IsOutputRedirected ? null : AnsiConsole.Create(new AnsiConsoleSettings
    {
        Out = new AnsiConsoleOutput(Console.Out),
        // https://no-color.org
        ColorSystem = string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")) ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
    }));

    public void Line(string text = "") => _out.WriteLine(ShownText.Of(text));

    /// <summary>The sentence that answers the question, first.</summary>
    public void Verdict(bool good, string sentence)
    {
        if (Terminal is null) Line(sentence);
        else Terminal.MarkupLineInterpolated($"[bold {(good ? "green" : "red")}]{ShownText.Of(sentence)}[/]");
    }

    public void Heading(string text)
    {
        Line();
        if (Terminal is null) Line(text);
        else Terminal.MarkupLineInterpolated($"[bold]{ShownText.Of(text)}[/]");
    }

    /// <summary>Something that a person has to do something about.</summary>
    public void Problem(string what, string? remedy)
    {
        if (Terminal is null) Line($"  - {what}");
        else Terminal.MarkupLineInterpolated($"  [red]-[/] {ShownText.Of(what)}");
        if (remedy is not null) Line($"    {remedy}");
    }

    public void Rows(IReadOnlyList<string> headers, IReadOnlyList<IReadOnlyList<string>> rows)
    {
        if (rows.Count == 0) return;
        rows = [.. rows.Select(row => row.Select((cell, column) => Cell(cell, isLast: column == row.Count - 1)).ToList())];
        if (Terminal is null)
        {
            PlainRows(headers, rows);
            return;
        }

        var table = new Table().Border(TableBorder.Rounded);
        foreach (var header in headers) table.AddColumn(new TableColumn(new Text(header)));
        foreach (var row in rows) table.AddRow(row.Select(cell => new Text(cell)));
        Terminal.Write(table);
    }

    // One long number must not push the columns of all the others out of sight; --json has it whole.
    private static string Cell(string text, bool isLast)
    {
        var shown = ShownText.Of(text);
        return isLast || shown.Length <= WidestCell ? shown : shown[..(WidestCell - 1)] + "…";
    }

    // The last column is free text and is not padded, so that a line can be cut and searched.
    private void PlainRows(IReadOnlyList<string> headers, IReadOnlyList<IReadOnlyList<string>> rows)
    {
        var widths = headers.Select((header, column) => rows.Select(row => row[column].Length).Append(header.Length).Max()).ToList();
        foreach (var row in rows.Prepend(headers))
            Line("  " + string.Join("  ", row.Select((cell, column) => column == row.Count - 1 ? cell : cell.PadRight(widths[column]))).TrimEnd());
    }
}
