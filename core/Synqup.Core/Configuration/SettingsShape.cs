namespace Synqup.Core.Configuration;

/// <summary>Which keys there are. What is not here is an error, so that a mistyped key is not silently without effect.</summary>
/// <param name="Members">Of an object; null for values and lists.</param>
/// <param name="Item">Of a list; null for values and objects.</param>
internal sealed record SettingsShape(IReadOnlyDictionary<string, SettingsShape>? Members = null, SettingsShape? Item = null)
{
    private static readonly SettingsShape Value = new();

    public static SettingsShape Root { get; } = Object(
        ("connections", List(Object(("name", Value), ("portal", Value), ("enrolmentKey", Value), ("enrolmentKeyFile", Value)))),
        ("dataFolder", Value),
        ("pluginsFolder", Value),
        ("pathMappings", List(Object(("from", Value), ("to", Value)))),
        ("concurrency", Object(("downloads", Value), ("batchSize", Value))),
        ("diskSpace", Object(("warnBelow", Value), ("stopBelow", Value))),
        ("limits", List(Object(("from", Value), ("to", Value), ("days", List(Value)), ("bytesPerSecond", Value), ("requestsPerMinute", Value)))),
        ("proxy", Object(("address", Value), ("userName", Value), ("password", Value))),
        ("log", Object(("folder", Value), ("level", Value))));

    public string Kind => Members is not null ? "an object { … }" : Item is not null ? "a list [ … ]" : "a value";

    /// <summary>Says what does not fit, everywhere below a node.</summary>
    public void Check(SettingsNode node, List<SettingsProblem> problems)
    {
        switch (node)
        {
            case SettingsValue { Kind: SettingsValueKind.Null }:
                return;
            case SettingsObject settings when Members is not null:
                foreach (var (key, member) in settings.Members)
                {
                    if (Members.TryGetValue(key, out var shape))
                        shape.Check(member, problems);
                    else
                        problems.Add(Unknown(member.Place, key));
                }

                return;
            case SettingsList list when Item is not null:
                list.Items.ForEach(item => Item.Check(item, problems));
                return;
            case SettingsValue when Members is null && Item is null:
                return;
            default:
                problems.Add(new SettingsProblem(node.Place, "This is not what belongs here.", $"Write {Kind}."));
                return;
        }
    }

    /// <summary>The setting that is probably meant, with its whole way, such as <c>log.level</c>; null when none is like it.</summary>
    public static string? Nearest(string text)
    {
        var typed = text.ToLowerInvariant();
        var (nearest, distance) = Root.Ways("")
            .Select(way => (way, Math.Min(EditDistance.Between(typed, way.ToLowerInvariant()), EditDistance.Between(typed, way[(way.LastIndexOf('.') + 1)..].ToLowerInvariant()))))
            .MinBy(one => one.Item2);
        return IsNear(distance, typed) ? nearest : null;
    }

    /// <summary>Of a short word no more than half may differ, else any other one is near.</summary>
    private static bool IsNear(int distance, string word) => distance <= Math.Max(word.Length / 3, Math.Min(2, word.Length / 2));

    private IEnumerable<string> Ways(string way) => Members is not null
        ? Members.SelectMany(member => member.Value.Ways(way.Length == 0 ? member.Key : $"{way}.{member.Key}"))
        : Item is not null ? Item.Ways($"{way}[0]") : [way];

    public SettingsProblem Unknown(string place, string key)
    {
        var known = Members!.Keys.Order(StringComparer.Ordinal).ToList();
        var nearest = known.MinBy(candidate => EditDistance.Between(key.ToLowerInvariant(), candidate.ToLowerInvariant()))!;
        var isNear = IsNear(EditDistance.Between(key.ToLowerInvariant(), nearest.ToLowerInvariant()), nearest);
        if (!isNear && ReferenceEquals(this, Root) && Nearest(key) is { } below)
            return new SettingsProblem(place, $"There is no setting \"{key}\".", $"Did you mean \"{below}\"?");
        return new SettingsProblem(
            place, $"There is no setting \"{key}\".", isNear ? $"Did you mean \"{nearest}\"?" : $"Remove it, or write one of: {string.Join(", ", known)}.");
    }

    private static SettingsShape Object(params (string Key, SettingsShape Shape)[] members) =>
        new(Members: members.ToDictionary(member => member.Key, member => member.Shape, StringComparer.Ordinal));

    private static SettingsShape List(SettingsShape item) => new(Item: item);
}
