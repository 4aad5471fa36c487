using System.Globalization;
using Synqup.Core.Delivery;
using Synqup.Host.Output;

namespace Synqup.Host.Commands;

/// <param name="From">The backup; null when the ledger was made anew.</param>
/// <param name="Replaced">Where the file is that was there; null when there was none.</param>
/// <param name="Roots">What the folders' own lists bind and the ledger did not know.</param>
/// <param name="Learned">How many documents the Console counts as delivered and the ledger did not; null when it could not be asked.</param>
/// <param name="PortalProblem">Why not; null when it could.</param>
internal sealed record LedgerReplacedResult(string Connection, string Ledger, string? From, string? Replaced, IReadOnlyList<TakenOver> Roots, int? Learned, string? PortalProblem) : CommandResult
{
    public static LedgerReplacedResult Of(string connection, string ledger, string? from, string? replaced, IReadOnlyList<TakenOver> roots, int? learned, string? portalProblem) =>
        new(connection, ledger, from, replaced, roots, learned, portalProblem)
        {
            Summary = $"The ledger of {connection} {(from is null ? "is made anew" : "is restored")}. Start the agent: it goes on by itself, and delivers nothing twice.",
        };

    public override void Print(Screen screen)
    {
        screen.Verdict(Ok, Summary);
        if (From is not null) screen.Line($"  From {From}");
        if (Replaced is not null) screen.Line($"  The file that was there: {Replaced}");
        foreach (var root in Roots)
        {
            if (root.Problem is { } problem) screen.Problem(problem, "What its own lists hold is taken over when the agent opens it.");
            else if (root.Documents > 0) screen.Line($"  {root.Root}: {Text(root.Documents)} documents that its own lists hold are taken over");
        }

        if (Learned is { } learned) screen.Line($"  Documents that the Console knows as delivered and the ledger did not: {Text(learned)}{(learned > 0 ? ". 'synqup status' names the last ones; say whether any is missing as it tells." : "")}");
        else screen.Problem($"The Console could not be asked what was delivered: {PortalProblem}", "The agent asks it before it delivers anything.");
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
