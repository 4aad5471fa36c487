using System.Globalization;
using Synqup.Core.Configuration;
using Synqup.Core.Delivery;
using Synqup.Core.Health;

namespace Synqup.Core.Pipeline;

/// <summary>Says of volumes that they are nearly full, and lets nothing be fetched for one before it is.</summary>
/// <param name="dataFolder">Where the ledger is: without room for that, nothing can be delivered anywhere.</param>
internal sealed class DiskSpace(DiskSpaceSettings settings, HealthBoard health, string dataFolder, Func<VolumeSpace?> ofDataFolder)
{
    private const string Low = "disk.low", Full = "disk.full";

    // A volume may be smaller than what is asked for by default.
    private const int WarnShare = 10, StopShare = 50;

    /// <summary>Why nothing may be fetched for a root now; null when it may.</summary>
    /// <param name="shown">The root.</param>
    /// <param name="ofRoot">Looks at its volume.</param>
    public RootStanding? Look(string shown, Func<VolumeSpace?> ofRoot)
    {
        var data = Judge(dataFolder, ofDataFolder, "the data folder", "for any document");
        if (data is null)
            health.Clear(Full, dataFolder);
        else
            health.Raise(Full, dataFolder, HealthSeverity.Error, data.Problem!, data.Remedy!);
        return Judge(shown, ofRoot, "this folder", "for it") ?? data;
    }

    public void Forget(string shown) => health.Clear(Low, shown);

    private RootStanding? Judge(string place, Func<VolumeSpace?> look, string what, string forWhom)
    {
        if (Read(look) is not { Total: > 0 } space)
        {
            // What is not known is nothing to warn of: a write that fails for want of room says so itself.
            health.Clear(Low, place);
            return null;
        }

        var stop = Math.Min(settings.StopBelow, space.Total / StopShare);
        if (space.Free < stop)
        {
            health.Clear(Low, place);
            return new(RootState.Full, $"\"{place}\": only {Size(space.Free)} are free on the volume of {what}, and nothing is fetched {forWhom} below {Size(stop)}.", "Free some space there; the agent goes on by itself.");
        }

        if (space.Free < Math.Min(settings.WarnBelow, space.Total / WarnShare))
            health.Raise(Low, place, HealthSeverity.Warning, $"\"{place}\": only {Size(space.Free)} are left on the volume of {what}.", $"Free some space there. Below {Size(stop)} nothing is fetched {forWhom} any more.");
        else
            health.Clear(Low, place);
        return null;
    }

    private static VolumeSpace? Read(Func<VolumeSpace?> look)
    {
        try
        {
            return look();
        }
        catch (Exception e) when (DiskFailures.IsDisk(e))
        {
            // The root itself says what is wrong with it.
            return null;
        }
    }

    private static string Size(long bytes) => bytes < DiskSpaceSettings.MiB
        ? string.Create(CultureInfo.InvariantCulture, $"{bytes / 1024:N0} KiB")
        : string.Create(CultureInfo.InvariantCulture, $"{bytes / DiskSpaceSettings.MiB:N0} MiB");
}
