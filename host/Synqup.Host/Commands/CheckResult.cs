using System.Globalization;
using System.Text.Json.Serialization;
using Synqup.Host.Output;

namespace Synqup.Host.Commands;

internal enum CheckArea
{
    Settings,
    DataFolder,
    Plugins,
    Portal,
    Configuration,
    Customers,
    Folder,

    /// <summary>What the Console knows and the ledger does not.</summary>
    Ledger,

    /// <summary>What the running agent itself reports.</summary>
    Agent,
}

/// <summary>One thing that was looked at.</summary>
/// <param name="Problem">What is wrong with it; null when it is as it should be.</param>
/// <param name="Remedy">What to do; null when there is nothing to do.</param>
internal sealed record Finding(CheckArea Area, string Place, string? Problem = null, string? Remedy = null)
{
    public bool Ok => Problem is null;
}

internal sealed record CheckResult(IReadOnlyList<Finding> Checks) : CommandResult
{
    private const int ShownProblems = 20;

    /// <param name="code">The exit code when something is wrong.</param>
    /// <param name="good">What is said when nothing is.</param>
    public static CheckResult Of(IReadOnlyList<Finding> checks, ExitCode code, string good = "Everything is ready.")
    {
        var wrong = checks.Count(one => !one.Ok);
        return new CheckResult(checks)
        {
            ExitCode = (int)(wrong == 0 ? Commands.ExitCode.Ok : code),
            Summary = wrong switch { 0 => good, 1 => "1 problem was found.", _ => $"{wrong} problems were found." },
        };
    }

    [JsonIgnore]
    private IEnumerable<IGrouping<CheckArea, Finding>> ByArea => Checks.GroupBy(one => one.Area);

    public override void Print(Screen screen)
    {
        screen.Verdict(Ok, Summary);
        foreach (var area in ByArea)
        {
            screen.Heading(area.Key switch { CheckArea.DataFolder => "Data folder", CheckArea.Folder => "Folders", CheckArea.Configuration => "Configurations", _ => area.Key.ToString() });
            foreach (var finding in area.Where(one => one.Ok)) screen.Line($"  + {finding.Place}");
            var wrong = area.Where(one => !one.Ok).ToList();
            foreach (var finding in wrong.Take(ShownProblems)) screen.Problem($"{finding.Place}: {finding.Problem}", finding.Remedy);
            if (wrong.Count > ShownProblems) screen.Line($"    {(wrong.Count - ShownProblems).ToString(CultureInfo.InvariantCulture)} more problems: 'synqup check --json' has all of them.");
        }
    }
}
