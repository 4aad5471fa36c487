using Synqup.Core.Ledger;

namespace Synqup.Core.Delivery;

/// <summary>
/// Takes what the manifests of a root bind into a ledger that was restored or made anew, before anything is delivered by it: also of a
/// root that no configuration names any more. The root itself is left as it is; what the sets became is decided when it is opened.
/// </summary>
internal sealed class ManifestTakeover(RootIdentity identity, IPlatform platform, DeliveryLedger ledger, TimeProvider time)
{
    private readonly RootLayout _layout = new(identity.Path);

    /// <param name="isNew">The ledger knows of no batch, which is no news then.</param>
    /// <param name="cancellationToken">What was taken over stays.</param>
    public async Task<TakenOver> RunAsync(bool isNew, CancellationToken cancellationToken)
    {
        try
        {
            if (!platform.IsFolderThere(identity.Path))
                return new(identity.Shown, 0, $"\"{identity.Shown}\" is not there: its share or volume is not connected, or the folder was removed.");
            if (RootMarker.Read(platform, _layout) is not { } marker)
            {
                return new(identity.Shown, 0, platform.IsFolderThere(_layout.Own) && platform.IsFolderThere(_layout.Batches)
                    ? $"\"{identity.Shown}\" was used before and has no marker ({_layout.Marker}) now: its share or volume is not connected, or its .synqup folder was damaged." : null);
            }

            return identity.Owns(marker) ? new(identity.Shown, await TakeAsync(marker, isNew, cancellationToken), null) : new(identity.Shown, 0, null);
        }
        catch (Exception e) when (DiskFailures.IsDisk(e) || e is InvalidDataException)
        {
            return new(identity.Shown, 0, e is InvalidDataException ? e.Message : DiskFailures.Sentence(e, identity.Shown));
        }
    }

    private async Task<int> TakeAsync(RootMarker marker, bool isNew, CancellationToken cancellationToken)
    {
        var (manifests, newest) = platform.IsFolderThere(_layout.Batches) ? new Manifests(platform, _layout, identity.Source).ReadAll() : ([], 0);
        var history = await ledger.EnterRootAsync(identity.Path, identity.Shown, marker.Id, cancellationToken);
        if (isNew)
            await ledger.CountedAsync(identity.Path, newest, cancellationToken);
        else if (RootComparison.Compare(identity, marker, newest, manifests, history, time.GetUtcNow()) is { } found)
            await ledger.DivergedAsync(found, cancellationToken);
        var states = await ManifestStates.ReadAsync(manifests, history, ledger, cancellationToken);
        var taken = 0;
        foreach (var batch in manifests.Values)
        {
            var unknown = batch.Sets.Where(set => states.IsUnknown(batch.Number, set)).ToList();
            if (unknown.Count > 0)
                taken += unknown.Count - (await ledger.PublishingAsync(batch with { Sets = unknown }, cancellationToken)).Count;
        }

        return taken;
    }
}

/// <summary>What was taken over from a root.</summary>
/// <param name="Root">As people know it.</param>
/// <param name="Documents">How many its manifests bind that the ledger did not know.</param>
/// <param name="Problem">Why it could not be read; null when it could.</param>
internal sealed record TakenOver(string Root, int Documents, string? Problem);
