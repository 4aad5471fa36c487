namespace Synqup.Benchmarks;

/// <summary>The medians of one program over the rounds.</summary>
/// <param name="TimesRclone">The median of each round's ratio to rclone in the same round, so that a busy machine slows both.</param>
internal sealed record Summary(
    string Program, double DocumentsPerSecond, double TimesRclone, double Seconds, double WallSeconds, double CpuMsPerDocument, double PeakMB)
{
    public static IReadOnlyList<Summary> Of(IReadOnlyList<Measurement> measurements)
    {
        var rclone = measurements.Where(one => one.Program == "rclone").ToDictionary(one => one.Round, one => one.DocumentsPerSecond);
        return
        [
            .. measurements.GroupBy(one => one.Program).Select(group => new Summary(
                group.Key,
                Median(group, one => one.DocumentsPerSecond),
                Median(group, one => one.DocumentsPerSecond / rclone[one.Round]),
                Median(group, one => one.Seconds),
                Median(group, one => one.WallSeconds),
                Median(group, one => one.CpuMsPerDocument),
                Median(group, one => one.PeakMB))),
        ];
    }

    private static double Median(IEnumerable<Measurement> measurements, Func<Measurement, double> value)
    {
        var sorted = measurements.Select(value).Order().ToList();
        return (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
    }
}
