using System.Globalization;
using System.Text.RegularExpressions;

namespace Synqup.Core.Configuration;

/// <summary>Single settings from the environment or the command line, put over what the file says. Keys are taken in any case.</summary>
internal static partial class SettingsOverrides
{
    private const string Prefix = "SYNQUP__";

    /// <summary><c>SYNQUP__CONNECTIONS__0__PORTAL</c> sets <c>connections[0].portal</c>.</summary>
    public static IEnumerable<(string Place, string[] Path, string Value)> FromEnvironment(IReadOnlyDictionary<string, string> environment) =>
        environment.Where(variable => variable.Key.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))
            .Select(variable => ($"environment variable {variable.Key}", variable.Key[Prefix.Length..].Split("__"), variable.Value))
            // By number and not as text, so that item 2 is there before item 10.
            .OrderBy(item => item.Item1, StringComparer.Create(CultureInfo.InvariantCulture, CompareOptions.NumericOrdering | CompareOptions.IgnoreCase));

    /// <summary><c>connections[0].portal</c>.</summary>
    public static IEnumerable<(string Place, string[] Path, string Value)> FromCommandLine(IEnumerable<KeyValuePair<string, string>> pairs) =>
        pairs.Select(pair => ($"--set {pair.Key}", Index().Replace(pair.Key, ".$1").Split('.'), pair.Value));

    public static void Apply(SettingsObject root, (string Place, string[] Path, string Value) item, List<SettingsProblem> problems)
    {
        var (place, path, value) = item;
        SettingsNode node = root;
        var shape = SettingsShape.Root;
        for (var i = 0; i < path.Length; i++)
        {
            Func<SettingsShape, SettingsNode> make = below => i == path.Length - 1 ? new SettingsValue(place, value, SettingsValueKind.Override) : New(below, place);
            var isLast = i == path.Length - 1;
            if (shape.Members is not null && node is SettingsObject settings)
            {
                if (shape.Members.FirstOrDefault(member => member.Key.Equals(path[i], StringComparison.OrdinalIgnoreCase)) is not { Key: { } key, Value: { } below })
                {
                    problems.Add(shape.Unknown(place, path[i]));
                    return;
                }

                if (isLast || !settings.Members.TryGetValue(key, out var member) || member is SettingsValue)
                    settings.Members[key] = member = make(below);
                (node, shape) = (member, below);
            }
            else if (shape.Item is not null && node is SettingsList list)
            {
                if (!int.TryParse(path[i], NumberStyles.None, CultureInfo.InvariantCulture, out var index) || index > list.Items.Count)
                {
                    problems.Add(new SettingsProblem(
                        place, $"\"{path[i]}\" is not a place in this list of {list.Items.Count}.", $"Write a number from 0 to {list.Items.Count}; the last adds an item."));
                    return;
                }

                if (index == list.Items.Count)
                    list.Items.Add(make(shape.Item));
                else if (isLast)
                    list.Items[index] = make(shape.Item);
                (node, shape) = (list.Items[index], shape.Item);
            }
            else
            {
                problems.Add(new SettingsProblem(place, $"There is nothing below \"{path[i - 1]}\".", $"It is {shape.Kind}: leave out \"{path[i]}\"."));
                return;
            }
        }
    }

    private static SettingsNode New(SettingsShape shape, string place) => shape.Members is not null ? new SettingsObject(place) : new SettingsList(place);

    [GeneratedRegex(@"\[([^\]]*)\]")]
    private static partial Regex Index();
}
