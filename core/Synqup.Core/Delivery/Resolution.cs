using Microsoft.Extensions.Logging;
using Synqup.Core.Ledger;

namespace Synqup.Core.Delivery;

/// <summary>Settles sets in Publishing by the evidence, and nothing else. The most doubtful file decides for its set.</summary>
internal sealed class Resolution(RootSession session, IBatchLedger ledger, ILogger logger)
{
    private readonly Publication _publication = new(session, ledger, logger);

    public async Task<Resolved> ResolveAsync(BoundBatch batch, IReadOnlyList<BoundSet> sets)
    {
        var evidence = new Evidence(session);
        var waiting = new List<(BoundSet, string)>();
        var moving = new List<BoundSet>();
        foreach (var set in sets)
        {
            if (Judge(evidence, set, session.IsSameBoot(batch, set)) is { } cause)
                waiting.Add((set, cause));
            else
                moving.Add(set);
        }
        await FlushPublishedAsync(batch, moving);
        var held = await _publication.AdvanceAsync(batch, moving);
        return new([.. moving.Except(held)], held, waiting);
    }

    /// <summary>Notes what was found; answers the cause when nothing can be decided.</summary>
    private static string? Judge(Evidence evidence, BoundSet set, bool sameBoot)
    {
        var files = set.Record.Files;
        var findings = new Finding[files.Count];
        for (var i = 0; i < files.Count; i++)
        {
            findings[i] = evidence.Judge(files[i], sameBoot, out var cause);
            if (findings[i] == Finding.Unknown)
                return cause;
            set.Placed[i] = findings[i] is Finding.Published or Finding.PublishedTwice or Finding.Taken;
            set.Spare[i] = findings[i] == Finding.PublishedTwice;
        }
        set.LookAnew();
        set.Unseen = findings.Contains(Finding.Taken);
        if (Array.IndexOf(findings, Finding.Damaged) is >= 0 and var damaged)
            set.NeedsPerson($"Damaged: the staged file of {files[damaged].ShownPath} does not hold the bytes that were written. Check the disk, then {Remedy.DeliverAgain(set.Record.DocumentId)}.", Obstacle.OtherContent);
        else if (Array.IndexOf(findings, Finding.PossiblyImported) is >= 0 and var doubtful)
            set.NeedsPerson($"Possibly imported: the machine or the share stopped while {files[doubtful].ShownPath} was being published. {Remedy.Decide(set.Record)}");
        else if (Array.IndexOf(findings, Finding.NameTaken) is >= 0 and var taken && set.VisibleNames.Any())
            set.NeedsPerson($"{Publication.Visible(set)} The name {files[taken].ShownPath} is taken by another file, so the rest of the document could not follow. {Remedy.MoveAway(set.Record)}", Obstacle.NameTaken);
        return null;
    }

    private async Task FlushPublishedAsync(BoundBatch batch, List<BoundSet> sets)
    {
        var folders = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (set, i) in sets.SelectMany(s => Enumerable.Range(0, s.Placed.Length).Where(i => s.Placed[i]).Select(i => (s, i))))
        {
            var file = set.Record.Files[i];
            folders.Add(file.Folder);
            try
            {
                session.Platform.FlushFile(session.Layout.Final(file.Folder, file.FinalName));
            }
            catch (Exception e) when (DiskFailures.Of(e) is DiskFailure.NotFound or DiskFailure.Held or DiskFailure.Denied)
            {
                // The package took it or reads it: it is past losing, and its folder is flushed below.
            }
        }
        await session.FlushRenamesAsync(folders);
    }
}

/// <summary>What became of sets whose evidence was looked at.</summary>
internal sealed record Resolved(IReadOnlyList<BoundSet> Settled, IReadOnlyList<BoundSet> Held, IReadOnlyList<(BoundSet Set, string Cause)> Waiting);
