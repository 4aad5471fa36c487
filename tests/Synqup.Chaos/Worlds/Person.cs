using Synqup.Core.Ledger;
using Synqup.Core.Sources.Portal;

namespace Synqup.Chaos.Worlds;

/// <summary>Who looks after what the agent cannot decide: compares the ledger's list with the accounting package, and says what is true.</summary>
internal sealed class Person(World world)
{
    private const string NameTaken = "taken by another file";

    private readonly Dictionary<string, int> _looks = [];

    public int Decisions { get; private set; }

    public int Quarantined => _looks.Count;

    /// <summary>Looks through everything that waits for a person.</summary>
    public void Look()
    {
        if (!File.Exists(world.LedgerPath))
            return;
        foreach (var entry in Waiting())
        {
            if (string.IsNullOrWhiteSpace(entry.Reason))
                world.Witness.Accuse($"Document {entry.Document.Id} waits for a person, and nothing says why.");
            else if (!IsJustified(entry.Reason, entry.Document))
                world.Witness.Accuse($"Document {entry.Document.Id} waits for a person, and nothing happened that would explain it: {entry.Reason}");
            var story = world.Witness.Of(entry.Document.Id, entry.Document.DeliveryNumber);
            var looks = _looks[story.ToString()] = _looks.GetValueOrDefault(story.ToString()) + 1;
            Decide(entry, story, looks);
        }
    }

    private List<LedgerEntry> Waiting()
    {
        using var queries = LedgerQueries.OpenAsync(world.LedgerPath, CancellationToken.None).GetAwaiter().GetResult();
        return [.. queries.QuarantineAsync("office", CancellationToken.None).GetAwaiter().GetResult().Select(item => item.Entry)];
    }

    private void Decide(LedgerEntry entry, Story story, int looks)
    {
        var current = world.Office.Documents.Single(d => d.Id == entry.Document.Id);
        if (current.Delivery != entry.Document.DeliveryNumber)
            return;
        if (entry.Reason!.Contains(NameTaken, StringComparison.Ordinal))
            world.MakeRoom(story);
        // What the package has a part of nobody can make whole here: the office delivers it again.
        if (story.Parts.All(p => p.WasSeen))
            Say(entry, DecisionKind.Imported);
        else if (story.Parts.Any(p => p.Taken > 0) || looks > 2)
            world.Office.Redeliver(current);
        else
            Say(entry, DecisionKind.Release);
    }

    private void Say(LedgerEntry entry, DecisionKind kind)
    {
        world.Trace.Note($"decided {kind}", entry.Document.Id);
        Decisions++;
        _ = Core.Ledger.Decisions.Record(world.LedgerPath, [entry.Id], new Decision(kind, "person", world.Clock.Wall, "looked", null, null, null));
    }

    private bool IsJustified(string reason, DocumentDescription document)
    {
        var isOnShare = world.IsOnShare(document.EnterpriseId);
        return reason switch
        {
            _ when reason.Contains("the share took that back", StringComparison.Ordinal) => world.PowerCuts > 0,
            _ when reason.StartsWith("Possibly imported", StringComparison.Ordinal) => world.PowerCuts > 0 || (isOnShare && (world.Starts > 1 || world.Errors > 0)),
            // Of an earlier delivery, too, whose file the package has not taken yet.
            _ when reason.Contains(NameTaken, StringComparison.Ordinal) => world.Foreigns > 0 || document.DeliveryNumber > 1,
            _ => reason.Contains("held by another program", StringComparison.Ordinal) && world.Settings.Scanner > 0,
        };
    }
}
