namespace Synqup.Benchmarks;

/// <summary>One program in one round.</summary>
/// <param name="Seconds">That the delivery took: from first listing to last acknowledgement for the agent, the whole process for rclone and curl, the writing for the limit.</param>
/// <param name="WallSeconds">That the process took.</param>
/// <param name="CpuMsPerDocument">User and system time of the process's whole life.</param>
/// <param name="PeakMB">In millions of bytes.</param>
internal sealed record Measurement(
    int Round, string Program, double DocumentsPerSecond, double Seconds, double WallSeconds, double CpuMsPerDocument, double PeakMB)
{
    public static Measurement From(int round, string program, int documents, ProcessUse use, TimeSpan delivery) => new(
        round, program, documents / delivery.TotalSeconds, delivery.TotalSeconds, use.Wall.TotalSeconds,
        use.Processor.TotalMilliseconds / documents, use.PeakBytes / 1e6);
}
