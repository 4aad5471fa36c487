using Spectre.Console;

namespace Synqup.Host.Output;

/// <summary>Writes for people: with colours and boxes on a terminal, plain lines everywhere else.</summary>
internal sealed class Screen
{
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

    public void Line(string text = "") => _out.WriteLine(text);

    /// <summary>The sentence that answers the question, first.</summary>
    public void Verdict(bool good, string sentence)
    {
        if (Terminal is null) Line(sentence);
        else Terminal.MarkupLineInterpolated($"[bold {(good ? "green" : "red")}]{sentence}[/]");
    }

    public void Heading(string text)
    {
        Line();
        if (Terminal is null) Line(text);
        else Terminal.MarkupLineInterpolated($"[bold]{text}[/]");
    }

    /// <summary>Something that a person has to do something about.</summary>
    public void Problem(string what, string? remedy)
    {
        if (Terminal is null) Line($"  - {what}");
        else Terminal.MarkupLineInterpolated($"  [red]-[/] {what}");
        if (remedy is not null) Line($"    {remedy}");
    }

    public void Rows(IReadOnlyList<string> headers, IReadOnlyList<IReadOnlyList<string>> rows)
    {
        if (rows.Count == 0) return;
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

    // The last column is free text and is not padded, so that a line can be cut and searched.
    private void PlainRows(IReadOnlyList<string> headers, IReadOnlyList<IReadOnlyList<string>> rows)
    {
        var widths = headers.Select((header, column) => rows.Select(row => row[column].Length).Append(header.Length).Max()).ToList();
        foreach (var row in rows.Prepend(headers))
            Line("  " + string.Join("  ", row.Select((cell, column) => column == row.Count - 1 ? cell : cell.PadRight(widths[column]))).TrimEnd());
    }
}
