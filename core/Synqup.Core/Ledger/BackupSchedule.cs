using System.Security.Cryptography;
using System.Text;

namespace Synqup.Core.Ledger;

/// <summary>
/// When a ledger is backed up: once a night, each ledger of each machine at a minute of its own, so that the machines of one storage do
/// not all read at once; and soon after a start where a night was missed.
/// </summary>
internal sealed class BackupSchedule(string ledger, DateTimeOffset started, TimeProvider time)
{
    /// <summary>Without a backup for so long, somebody has to know.</summary>
    public static readonly TimeSpan Overdue = TimeSpan.FromHours(49);

    private static readonly TimeSpan Earliest = TimeSpan.FromHours(2), Window = TimeSpan.FromHours(3);

    /// <summary>A start is not disturbed.</summary>
    private static readonly TimeSpan Settling = TimeSpan.FromMinutes(10);

    private readonly double _share = BitConverter.ToUInt32(SHA256.HashData(Encoding.UTF8.GetBytes(Environment.MachineName + ledger))) / (double)uint.MaxValue;

    /// <param name="last">When the last one was made by itself; null before the first.</param>
    public DateTimeOffset Next(DateTimeOffset? last)
    {
        var settled = started + Settling * (1 + _share);
        // One of tomorrow was made before the clock was set back.
        if (last is not { } made || made > time.GetUtcNow() + TimeSpan.FromMinutes(1))
            return settled;
        var night = NightAfter(made);
        return night > settled ? night : settled;
    }

    private DateTimeOffset NightAfter(DateTimeOffset moment)
    {
        var local = TimeZoneInfo.ConvertTime(moment, time.LocalTimeZone);
        var night = local.Date + Earliest + Window * _share;
        if (night <= local.DateTime)
            night += TimeSpan.FromDays(1);
        return new DateTimeOffset(night, time.LocalTimeZone.GetUtcOffset(night));
    }
}
