using System.Globalization;

namespace Synqup.Core.Configuration;

/// <summary>Reads the values of one object of the settings and collects what is wrong with them.</summary>
/// <param name="node">Null when the settings do not have it: everything is the default then.</param>
/// <param name="path">Its canonical path, for what is missing.</param>
internal sealed class SettingsSection(SettingsObject? node, string path, List<SettingsProblem> problems)
{
    public bool IsThere => node is not null;

    public SettingsSection Section(string key) => new(Member(key) as SettingsObject, PathOf(key), problems);

    /// <summary>The items of a list that are objects.</summary>
    public IReadOnlyList<SettingsSection> Sections(string key) =>
        Member(key) is SettingsList list
            ? [.. list.Items.Select((item, i) => new SettingsSection(item as SettingsObject, $"{PathOf(key)}[{i}]", problems)).Where(section => section.IsThere)]
            : [];

    /// <summary>Null when it is not there, empty or no text.</summary>
    public string? Text(string key)
    {
        if (Value(key) is not { } value)
            return null;
        if (value.Kind is SettingsValueKind.Text or SettingsValueKind.Override)
            return string.IsNullOrWhiteSpace(value.Text) ? null : value.Text.Trim();
        Report(key, $"{value.Text} is not a text.", $"Write it in quotes: \"{value.Text}\".");
        return null;
    }

    /// <summary>A text that must be there.</summary>
    public string? Required(string key, string remedy)
    {
        var before = problems.Count;
        var text = Text(key);
        if (text is null && problems.Count == before && Member(key) is not (SettingsObject or SettingsList))
            Report(key, "This setting is missing.", remedy);
        return text;
    }

    public int Number(string key, int otherwise, int least, int most) => Number(key, least, most, $"leave it out: then it is {otherwise}") ?? otherwise;

    /// <summary>Null when it is not there, or not possible.</summary>
    public int? Number(string key, int least, int most, string otherwise = "leave it out")
    {
        if (Value(key) is not { } value)
            return null;
        if (value.Kind is SettingsValueKind.Number or SettingsValueKind.Override
            && int.TryParse(value.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most)
            return number;
        Report(key, $"{value.Text} is not possible here.", $"Write a whole number from {least} to {most}, without quotes, or {otherwise}.");
        return null;
    }

    /// <summary>The items of a list that are texts, each with its place.</summary>
    public IReadOnlyList<(string Place, string Text)> Texts(string key) => Member(key) is SettingsList list
        ? [.. list.Items.OfType<SettingsValue>().Select(item => (item.Place, item.Text ?? ""))]
        : [];

    public bool Has(string key) => Member(key) is not (null or SettingsValue { Kind: SettingsValueKind.Null });

    public void Report(string key, string problem, string remedy) => ReportAt(Member(key)?.Place ?? PathOf(key), problem, remedy);

    public void ReportAt(string place, string problem, string remedy) => problems.Add(new SettingsProblem(place, problem, remedy));

    private SettingsNode? Member(string key) => node?.Members.GetValueOrDefault(key);

    private SettingsValue? Value(string key) => Member(key) is SettingsValue { Kind: not SettingsValueKind.Null } value ? value : null;

    private string PathOf(string key) => path.Length == 0 ? key : key.Length == 0 ? path : $"{path}.{key}";
}
