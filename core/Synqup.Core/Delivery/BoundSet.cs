using Synqup.Core.Ledger;
using Synqup.Sdk;

namespace Synqup.Core.Delivery;

/// <summary>A set that a manifest binds, on its way to its final names.</summary>
/// <param name="plan">As planned, without a number in its names; null when it comes from a manifest.</param>
internal sealed class BoundSet(SetRecord record, SetPlan? plan)
{
    private readonly IReadOnlyList<FileRecord> _committed = record.Files;

    public SetRecord Record { get; private set; } = record;

    public SetPlan? Plan => plan;

    /// <summary>The boot in which its renames began after a person released it; null where that is its batch's.</summary>
    public string? ReleasedIn { get; set; }

    /// <summary>Which number its names carry; 1 stands for none.</summary>
    public int Number { get; set; } = 1;

    /// <summary>Which files are visible, or were and are gone, in the order of the ranks.</summary>
    public bool[] Placed { get; } = new bool[record.Files.Count];

    /// <summary>Which staged files are left over because their bytes were there already; removed once the ledger says delivered.</summary>
    public bool[] Spare { get; } = new bool[record.Files.Count];

    /// <summary>A file was gone before anyone saw it: the package took it.</summary>
    public bool Unseen { get; set; }

    /// <summary>Other bytes hold a name, and nothing of the set is visible.</summary>
    public bool NameTaken { get; set; }

    /// <summary>Another program holds a file.</summary>
    public Exception? HeldBy { get; set; }

    /// <summary>Why it needs a person; null while it does not.</summary>
    public string? Quarantine { get; private set; }

    /// <summary>What a release of it would meet, where it is in quarantine.</summary>
    public Obstacle Obstacle { get; private set; }

    /// <summary>Nothing was written: every file was there with the same bytes.</summary>
    public bool WasThere => Quarantine is null && Array.TrueForAll(Spare, s => s);

    public bool CanMove => Quarantine is null && HeldBy is null && !NameTaken;

    public IEnumerable<string> VisibleNames => Record.Files.Where((_, i) => Placed[i]).Select(f => f.FinalName);

    /// <summary>The same files under names with another number.</summary>
    public IReadOnlyList<FileRecord> WithNumber(int number)
    {
        if (number == 1)
            return _committed;
        // A plan's own names, or those that the manifest committed: the same evidence gives the same names.
        var names = FileName.WithSuffix(plan?.Plan.Files.Select(f => f.Path.Name).ToList() ?? _committed.Select(f => FileName.Parse(f.FinalName)).ToList(), number);
        return [.. Record.Files.Zip(names, (file, name) =>
            file with { FinalName = name.Value, ShownPath = string.Concat(file.ShownPath.AsSpan(0, file.ShownPath.Length - file.FinalName.Length), name.Value) })];
    }

    public void NeedsPerson(string reason, Obstacle obstacle = Obstacle.None) => (Quarantine, Obstacle) = (reason, obstacle);

    /// <summary>Its evidence is looked at anew: nothing that was found before counts any more.</summary>
    public void LookAnew() => (Quarantine, Obstacle, HeldBy, NameTaken) = (null, Obstacle.None, null, false);

    public void Rename(int number, IReadOnlyList<FileRecord> files) => (Number, Record) = (number, Record with { Files = files });
}
