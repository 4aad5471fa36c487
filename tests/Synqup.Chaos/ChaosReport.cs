using System.Globalization;
using Spectre.Console;
using Synqup.Chaos.Worlds;

namespace Synqup.Chaos;

/// <summary>The figures, for people.</summary>
internal static class ChaosReport
{
    public static void Print(IAnsiConsole console, SimulationFigures figures)
    {
        var table = new Table().Title("Simulated worlds").HideHeaders();
        table.AddColumn("what");
        table.AddColumn(new TableColumn("how many").RightAligned());
        foreach (var (what, number) in new (string, FormattableString)[]
        {
            ("worlds", $"{figures.Worlds:N0}"),
            ("documents", $"{figures.Documents:N0}"),
            ("deliveries, with those asked for again", $"{figures.Deliveries:N0}"),
            ("days lived through", $"{figures.Simulated.TotalDays:N1}"),
            ("calls of disk, portal and ledger", $"{figures.Calls:N0}"),
            ("calls that failed", $"{figures.Errors:N0}"),
            ("kills of the process", $"{figures.Kills:N0}"),
            ("power cuts", $"{figures.PowerCuts:N0}"),
            ("names taken by another program", $"{figures.Foreigns:N0}"),
            ("documents that a person looked after", $"{figures.Quarantined:N0}"),
            ("deliveries an hour", $"{figures.DeliveriesPerHour:N0}"),
            ("lost, doubled, in part or out of order", $"{figures.Violations.Count:N0}"),
        })
        {
            table.AddRow(what, number.ToString(CultureInfo.InvariantCulture));
        }
        console.Write(table);
    }
}
