using Microsoft.Extensions.Logging;
using Synqup.Core.Delivery;
using Synqup.Core.Health;
using Synqup.Core.Ledger;
using Synqup.Core.Sources;

namespace Synqup.Core.Pipeline;

/// <summary>Carries out what people decide about documents that need them.</summary>
internal sealed partial class DecisionStage(PipelineParts parts, RootLanes lanes)
{
    /// <summary>
    /// The command is another process and writes into the ledger only, so nothing wakes this one. To ask costs microseconds, since the
    /// index of what is open is mostly empty.
    /// </summary>
    public static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(2);

    private readonly ILogger _logger = parts.Log<DecisionStage>();

    /// <summary>Looks until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            await CarryOutAsync(cancellationToken);
            await Task.Delay(LookEvery, parts.Time, cancellationToken);
        }
    }

    /// <summary>Carries out what can be carried out now; the rest says what it waits for.</summary>
    public async Task CarryOutAsync(CancellationToken cancellationToken)
    {
        var open = await parts.Ledger.DecisionsAsync(parts.Source.Name, cancellationToken);
        foreach (var batch in (await OfferedAsync([.. open.Where(IsOfRoot)], cancellationToken)).GroupBy(one => one.Root!))
            await ReleaseAsync(lanes.Find(batch.Key), [.. batch], cancellationToken);
        var settled = new List<OpenDecision>();
        foreach (var one in open.Where(one => !IsOfRoot(one)))
        {
            if (await parts.Ledger.CarryOutAsync(one, cancellationToken) is not { } result)
                continue;
            Say(one, result);
            settled.Add(one);
        }
        foreach (var root in settled.Where(one => one.Root is not null).GroupBy(one => one.Root!))
        {
            if (lanes.Find(root.Key) is { } lane)
                await lane.LetGoAsync([.. root.Select(Key)]);
        }
    }

    /// <summary>Its renames may have happened, so that only its root can go on with it.</summary>
    private static bool IsOfRoot(OpenDecision one) => one is { Decision.Kind: DecisionKind.Release, Entry.State: DeliveryState.Quarantined, Root: not null };

    private static SetKey Key(OpenDecision one) => new(one.Entry.Source, one.Entry.Document.Id, one.Entry.Document.DeliveryNumber);

    /// <summary>The documents that are still this agent's: what it released meanwhile another one may have delivered.</summary>
    private async Task<IReadOnlyList<OpenDecision>> OfferedAsync(IReadOnlyList<OpenDecision> decisions, CancellationToken cancellationToken)
    {
        if (decisions.Count == 0)
            return [];
        try
        {
            var withdrawn = (await parts.Source.RefusedAsync([.. decisions.Select(one => one.Entry.Document)], cancellationToken)).Where(one => one.Value.Absence == Absence.Withdrawn).ToDictionary();
            foreach (var one in decisions.Where(one => withdrawn.ContainsKey(one.Entry.Document.Id)))
                await RefuseAsync(one, Obstacle.NotOffered, $"Not published, since {parts.Source.Name} offers it to this agent no longer: {Sentence.Ended(withdrawn[one.Entry.Document.Id].Reason)} {Remedy.Close(one.Entry.Document.Id)}", cancellationToken);
            return [.. decisions.Where(one => !withdrawn.ContainsKey(one.Entry.Document.Id))];
        }
        catch (SourceException e) when (e.Failure == SourceFailure.Replaced)
        {
            foreach (var one in decisions)
                await RefuseAsync(one, Obstacle.NotOffered, $"Not published: {Sentence.Ended(e.Message)} {Remedy.Close(one.Entry.Document.Id)}", cancellationToken);
        }
        catch (SourceException e)
        {
            foreach (var one in decisions)
                await WaitAsync(one, e.Message, cancellationToken);
        }
        return [];
    }

    private async Task ReleaseAsync(RootLane? lane, IReadOnlyList<OpenDecision> decisions, CancellationToken cancellationToken)
    {
        var keys = decisions.Select(Key).ToList();
        var report = lane is null ? ReleaseReport.AllWait(keys, "Its folder has not been opened yet.") : await lane.ReleaseAsync(keys, cancellationToken);
        var settled = report.Settled.ToDictionary(SetKey.Of);
        foreach (var one in decisions)
        {
            if (settled.TryGetValue(Key(one), out var outcome))
            {
                Say(one, outcome.Reason ?? "Published.");
            }
            else if (report.Impossible.TryGetValue(Key(one), out var impossible))
            {
                await RefuseAsync(one, impossible.Obstacle, impossible.Reason, cancellationToken);
            }
            else if (report.Waiting.TryGetValue(Key(one), out var cause))
            {
                await WaitAsync(one, cause, cancellationToken);
            }
        }
    }

    private async Task RefuseAsync(OpenDecision one, Obstacle obstacle, string reason, CancellationToken cancellationToken)
    {
        await parts.Ledger.RefuseAsync(one, obstacle, reason, cancellationToken);
        Say(one, reason);
    }

    private async Task WaitAsync(OpenDecision one, string cause, CancellationToken cancellationToken)
    {
        if (cause == one.Decision.Result)
            return;
        await parts.Ledger.WaitAsync(one, cause, cancellationToken);
        Waits(_logger, one.Entry.Document.Title, one.Entry.Document.Id, one.Decision.Who, one.Decision.Kind, cause);
    }

    private void Say(OpenDecision one, string result) => Decided(_logger, one.Entry.Document.Title, one.Entry.Document.Id, one.Decision.Who, one.Decision.Kind, one.Decision.Why, result);

    [LoggerMessage(Level = LogLevel.Information, Message = "Document {Number} ({Document}): {Who} decided {Decision} ({Why}). {Result}")]
    private static partial void Decided(ILogger logger, string number, string document, string who, DecisionKind decision, string? why, string result);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Document {Number} ({Document}): {Who} decided {Decision}, which waits: {Cause}")]
    private static partial void Waits(ILogger logger, string number, string document, string who, DecisionKind decision, string cause);
}
