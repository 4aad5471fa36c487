namespace Synqup.Core.Configuration;

/// <summary>A value of the settings and where it comes from.</summary>
/// <param name="Place">Its path, such as <c>connections[0].portal</c>, or the override that set it.</param>
internal abstract record SettingsNode(string Place);

internal sealed record SettingsObject(string Place) : SettingsNode(Place)
{
    public Dictionary<string, SettingsNode> Members { get; } = new(StringComparer.Ordinal);
}

internal sealed record SettingsList(string Place) : SettingsNode(Place)
{
    public List<SettingsNode> Items { get; } = [];
}

/// <param name="Text">Null for a JSON null, which means the default.</param>
/// <param name="Kind">What was written; an override is text that may also be meant as a number.</param>
internal sealed record SettingsValue(string Place, string? Text, SettingsValueKind Kind) : SettingsNode(Place);

internal enum SettingsValueKind
{
    Null,
    Text,
    Number,
    Boolean,
    Override,
}
