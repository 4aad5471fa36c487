using Microsoft.Extensions.Logging;
using Synqup.Core.Ledger;

namespace Synqup.Core.Delivery;

/// <summary>Publishes quarantined sets after a person has looked, as far as what is still there allows it.</summary>
internal sealed class Release(RootSession session, IBatchLedger ledger, ILogger logger)
{
    private readonly List<SetOutcome> _settled = [];
    private readonly Dictionary<SetKey, Impossibility> _impossible = [];
    private readonly Dictionary<SetKey, string> _waiting = [];
    private readonly HashSet<SetKey> _begun = [];

    /// <summary>The sets that another program holds, to be tried on.</summary>
    public List<(BoundBatch Batch, IReadOnlyList<BoundSet> Sets)> Held { get; } = [];

    /// <param name="failure">Why not all were looked at; null when they were.</param>
    public ReleaseReport Report(IEnumerable<SetKey> keys, string? failure)
    {
        foreach (var key in keys.Where(k => !_begun.Contains(k) && !_impossible.ContainsKey(k) && !_waiting.ContainsKey(k)))
        {
            if (failure is not null)
                _waiting.Add(key, failure);
            else
                _impossible.Add(key, new(Obstacle.NothingLeft, $"The agent keeps no copy of it below \"{session.Layout.Root}\" any more, so that it cannot be published. {Remedy.CloseOrDeliverAgain(key.DocumentId)}"));
        }
        return new(_settled, _impossible, _waiting);
    }

    public async Task RunAsync(IReadOnlyList<BatchRecord> batches, HashSet<SetKey> keys)
    {
        foreach (var record in batches)
        {
            var sets = session.Kept.GetValueOrDefault(record.Number, []).Where(s => keys.Contains(SetKey.Of(s.Record))).ToList();
            if (sets.Count == 0)
                continue;
            session.Verify();
            var evidence = new Evidence(session);
            sets.RemoveAll(s => !MayBegin(evidence, s));
            await BeginAsync(record, sets);
            await PublishAsync(new BoundBatch(record, null), sets);
        }
    }

    /// <summary>Not where nothing is left to publish: what a person calls not imported must not count as delivered because it is gone.</summary>
    private bool MayBegin(Evidence evidence, BoundSet set)
    {
        var left = false;
        string? gone = null, taken = null;
        foreach (var file in set.Record.Files)
        {
            var finding = evidence.Judge(file, sameBoot: true, out var cause);
            if (finding == Finding.Unknown)
            {
                _waiting[SetKey.Of(set.Record)] = cause;
                return false;
            }
            left |= finding is not (Finding.Published or Finding.Taken);
            gone ??= finding == Finding.Taken ? file.ShownPath : null;
            taken ??= finding == Finding.NameTaken ? file.ShownPath : null;
        }
        if (taken is not null)
        {
            _impossible[SetKey.Of(set.Record)] = new(Obstacle.NameTaken, $"The name {taken} is taken by another file still. {Remedy.MoveAway(set.Record)}");
            return false;
        }
        if (left || gone is null)
            return true;
        _impossible[SetKey.Of(set.Record)] = new(Obstacle.NothingLeft, $"The agent's own copy of {gone} is gone, so that it cannot be published any more. {Remedy.CloseOrDeliverAgain(set.Record.DocumentId)}");
        return false;
    }

    /// <summary>From here on the evidence decides, also after a stop; and it can tell only what happened since this boot.</summary>
    private async Task BeginAsync(BatchRecord record, List<BoundSet> sets)
    {
        var bootId = session.BootIdFor(sets.SelectMany(s => s.Record.Files));
        var refused = (await ledger.PublishingAsync(record with { BootId = bootId, Sets = [.. sets.Select(s => s.Record)] }, CancellationToken.None)).Select(SetKey.Of).ToHashSet();
        sets.RemoveAll(s => refused.Contains(SetKey.Of(s.Record)));
        foreach (var set in refused)
            _waiting[set] = "The ledger says otherwise of it meanwhile. The agent looks again.";
        foreach (var set in sets)
        {
            set.ReleasedIn = bootId;
            _begun.Add(SetKey.Of(set.Record));
        }
        session.Kept[record.Number].RemoveAll(sets.Contains);
    }

    private async Task PublishAsync(BoundBatch batch, List<BoundSet> sets)
    {
        var resolved = await new Resolution(session, ledger, logger).ResolveAsync(batch, sets);
        _settled.AddRange(resolved.Settled.Select(Publication.Outcome));
        if (resolved.Waiting.Count > 0)
            session.Waiting.Add((batch, [.. resolved.Waiting.Select(w => w.Set)]));
        foreach (var (set, cause) in resolved.Waiting)
            _waiting[SetKey.Of(set.Record)] = cause;
        if (resolved.Held.Count > 0)
            Held.Add((batch, resolved.Held));
    }
}

/// <summary>What became of sets that a person released. One that is in no list is being published still.</summary>
/// <param name="Settled">The ledger knows already.</param>
/// <param name="Impossible">Those that cannot be published as things are.</param>
/// <param name="Waiting">Those that cannot be settled yet, each with the cause.</param>
internal sealed record ReleaseReport(IReadOnlyList<SetOutcome> Settled, IReadOnlyDictionary<SetKey, Impossibility> Impossible, IReadOnlyDictionary<SetKey, string> Waiting)
{
    public static ReleaseReport AllWait(IEnumerable<SetKey> sets, string cause) => new([], new Dictionary<SetKey, Impossibility>(), sets.ToDictionary(s => s, _ => cause));
}

/// <summary>Why a set cannot be released.</summary>
/// <param name="Obstacle">What the same again would meet.</param>
/// <param name="Reason">The sentence for people.</param>
internal sealed record Impossibility(Obstacle Obstacle, string Reason);
