using System.Globalization;

namespace Synqup.Host.Commands;

/// <summary>Moments as people of this machine read and write them.</summary>
internal static class Moments
{
    private static readonly string[] Forms = ["yyyy-MM-dd", "yyyy-MM-dd HH:mm", "yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss"];

    public static string Show(DateTimeOffset moment) => moment.ToLocalTime().ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    public static string Show(DateTimeOffset? moment) => moment is { } known ? Show(known) : "never";

    /// <summary>Reads a local day or moment, a time span back from now such as <c>7d</c> or <c>12h</c>, or a moment with an offset.</summary>
    /// <exception cref="CommandFailure">It is none of those.</exception>
    public static DateTimeOffset Read(string option, string text, TimeProvider time)
    {
        if (text.Length > 1 && int.TryParse(text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var count))
        {
            if (text[^1] is 'd') return time.GetUtcNow().AddDays(-count);
            if (text[^1] is 'h') return time.GetUtcNow().AddHours(-count);
        }

        if (DateTime.TryParseExact(text, Forms, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local)) return new DateTimeOffset(local, time.LocalTimeZone.GetUtcOffset(local));
        if (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out var moment)) return moment;
        throw new CommandFailure(ExitCode.Usage, $"{option} {text}: write a day (2026-01-31), a moment (2026-01-31T14:30) or a time back from now (7d, 12h).");
    }
}
