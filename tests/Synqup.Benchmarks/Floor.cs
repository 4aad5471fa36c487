namespace Synqup.Benchmarks;

/// <summary>What the agent promises at the stated workload: 10,000 documents of 30 KiB for 500 customers.</summary>
/// <param name="Required">The least, or where <paramref name="AtMost"/> the most, that is good enough.</param>
internal sealed record Floor(string Name, double Required, bool AtMost, double Measured)
{
    private const double TimesRclone = 2;
    private const double CpuMs = 0.3;
    private const double PeakMB = 120;

    public bool Met => AtMost ? Measured <= Required : Measured >= Required;

    public static IReadOnlyList<Floor> Of(Summary agent) =>
    [
        new("documents/s as a multiple of rclone's", TimesRclone, false, agent.TimesRclone),
        new("CPU ms per document", CpuMs, true, agent.CpuMsPerDocument),
        new("peak memory in MB", PeakMB, true, agent.PeakMB),
    ];
}
