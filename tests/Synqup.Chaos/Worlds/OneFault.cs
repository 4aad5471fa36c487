using Synqup.Chaos.Disk;

namespace Synqup.Chaos.Worlds;

/// <summary>One thing happens, at the n-th call or right after it took effect; otherwise nothing does.</summary>
internal sealed class OneFault(int n, Event happens, bool afterwards, DiskError says) : Faults
{
    public int Calls { get; private set; }

    /// <summary>The call at which it happened.</summary>
    public string Where { get; private set; } = "nowhere";

    public override Event At(string call, string place, bool after, out DiskError error)
    {
        error = says;
        if (!after)
            Calls++;
        if (Calls != n || after != afterwards)
            return Event.Nothing;
        Where = $"{call} {place}";
        return happens;
    }
}
