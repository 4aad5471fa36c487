using System.Globalization;

namespace Synqup.Core.Configuration;

/// <summary>What the agent may take of its line at certain hours, in the machine's local time.</summary>
/// <param name="From">Inclusive; equal to <paramref name="To"/> for the whole day.</param>
/// <param name="To">Exclusive; before <paramref name="From"/> when the window goes on past midnight.</param>
/// <param name="Days">On which it begins.</param>
/// <param name="BytesPerSecond">Of contents; null when they are not limited.</param>
/// <param name="RequestsPerMinute">Null when they are not limited.</param>
internal sealed record LimitWindow(TimeOnly From, TimeOnly To, IReadOnlyList<DayOfWeek> Days, int? BytesPerSecond, int? RequestsPerMinute)
{
    public bool Contains(DateTime local)
    {
        var time = TimeOnly.FromDateTime(local);
        if (From < To)
            return Days.Contains(local.DayOfWeek) && time >= From && time < To;
        return (time >= From && Days.Contains(local.DayOfWeek)) || (time < To && Days.Contains(local.AddDays(-1).DayOfWeek));
    }
}

/// <summary>Reads the limits.</summary>
internal static class LimitsSettings
{
    // Less, and a server takes the agent for one that hangs.
    private const int LeastBytes = 1024;

    private static readonly DayOfWeek[] AllDays = Enum.GetValues<DayOfWeek>();

    public static IReadOnlyList<LimitWindow> Read(SettingsSection settings) => [.. settings.Sections("limits").Select(Window).OfType<LimitWindow>()];

    private static LimitWindow? Window(SettingsSection section)
    {
        var (from, to, days) = (Time(section, "from"), Time(section, "to"), Days(section));
        var (bytes, requests) = (section.Number("bytesPerSecond", LeastBytes, int.MaxValue), section.Number("requestsPerMinute", 1, int.MaxValue));
        if (!section.Has("bytesPerSecond") && !section.Has("requestsPerMinute"))
            section.Report("", "This limits nothing.", "Write bytesPerSecond, requestsPerMinute or both.");
        if (section.Has("from") != section.Has("to"))
            section.Report(section.Has("from") ? "to" : "from", "One of the two times is missing.", "Write from and to, or neither for the whole day.");
        if (from is not null && from == to)
            section.Report("to", "The limit ends when it begins.", "Write another time, or neither from nor to for the whole day.");
        return new LimitWindow(from ?? TimeOnly.MinValue, to ?? TimeOnly.MinValue, days, bytes, requests);
    }

    private static TimeOnly? Time(SettingsSection section, string key)
    {
        if (section.Text(key) is not { } text)
            return null;
        if (TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time))
            return time;
        section.Report(key, $"\"{text}\" is not a time of day.", "Write hours and minutes of this machine's clock, from \"00:00\" to \"23:59\"; \"00:00\" as end is midnight.");
        return null;
    }

    private static IReadOnlyList<DayOfWeek> Days(SettingsSection section)
    {
        var days = new List<DayOfWeek>();
        foreach (var (place, text) in section.Texts("days"))
        {
            if (Array.Find(AllDays, day => day.ToString().Equals(text, StringComparison.OrdinalIgnoreCase)) is var day && day.ToString().Equals(text, StringComparison.OrdinalIgnoreCase))
                days.Add(day);
            else
                section.ReportAt(place, $"There is no day \"{text}\".", $"Write {string.Join(", ", AllDays.Select(known => known.ToString().ToLowerInvariant()))}, or leave days out for all of them.");
        }

        return days.Count > 0 ? days : AllDays;
    }
}
