using Synqup.Core.Configuration;

namespace Synqup.Core.Tests.Configuration;

internal sealed class PathMappingsTests
{
    private readonly List<SettingsProblem> _problems = [];

    private PathMappings Read(bool isWindows, params (string? From, string? To)[] mappings) => Read(_problems, isWindows, mappings);

    /// <summary>As the settings file would say it.</summary>
    public static PathMappings Read(List<SettingsProblem> problems, bool isWindows, params (string? From, string? To)[] mappings)
    {
        var root = new SettingsObject("");
        var list = new SettingsList("pathMappings");
        root.Members["pathMappings"] = list;
        foreach (var (from, to) in mappings)
        {
            var place = $"pathMappings[{list.Items.Count}]";
            var item = new SettingsObject(place);
            item.Members["from"] = new SettingsValue($"{place}.from", from, from is null ? SettingsValueKind.Null : SettingsValueKind.Text);
            item.Members["to"] = new SettingsValue($"{place}.to", to, to is null ? SettingsValueKind.Null : SettingsValueKind.Text);
            list.Items.Add(item);
        }

        return PathMappings.Read(new SettingsSection(root, "", problems).Sections("pathMappings"), isWindows);
    }

    [TestCase(@"K:\", "/mnt/k", @"K:\Janssens\inbound", ExpectedResult = "/mnt/k/Janssens/inbound")]
    [TestCase("K:", "/mnt/k/", @"k:\Janssens", ExpectedResult = "/mnt/k/Janssens")]
    [TestCase(@"K:\", "/mnt/k", @"K:\", ExpectedResult = "/mnt/k")]
    [TestCase("K:/Data/", "/mnt/k", @"K:\DATA\x", ExpectedResult = "/mnt/k/x")]
    [TestCase(@"C:\Winbooks\Data", "/mnt/winbooks", @"C:\winbooks\data", ExpectedResult = "/mnt/winbooks")]
    [TestCase(@"C:\Winbooks\Data", "/mnt/winbooks", @"C:\Winbooks\Database\x", ExpectedResult = null)]
    [TestCase(@"C:\Winbooks\Data", "/mnt/winbooks", @"C:\Winbooks", ExpectedResult = null)]
    [TestCase(@"\\server\share", "/mnt/s", @"\\SERVER\Share\a b\c", ExpectedResult = "/mnt/s/a b/c")]
    [TestCase(@"\\server\share\deep", "/mnt/s", @"\\server\share\deep\er", ExpectedResult = "/mnt/s/er")]
    [TestCase(@"\\server\share", "/mnt/s", @"\\server\share2\x", ExpectedResult = null)]
    [TestCase(@"\\server\share", "/mnt/s", @"\\server2\share\x", ExpectedResult = null)]
    [TestCase("/data", "/mnt/data", "/data/x", ExpectedResult = "/mnt/data/x")]
    [TestCase("/data", "/mnt/data", "/Data/x", ExpectedResult = "/Data/x")]
    [TestCase("/data", "/mnt/data", "/database", ExpectedResult = "/database")]
    [TestCase("/", "/mnt/root", "/x", ExpectedResult = "/mnt/root/x")]
    [TestCase(@"K:\", "/", @"K:\x", ExpectedResult = "/x")]
    public string? On_Linux_a_path_is_reached_at(string from, string to, string path)
    {
        var local = Read(isWindows: false, (from, to)).Resolve(path);

        Assert.That(_problems, Is.Empty);
        Assert.That(local.Path is null, Is.EqualTo(local.Problem is not null));
        return local.Path;
    }

    [TestCase(@"K:\", @"\\server\share", @"K:\Janssens\inbound", ExpectedResult = @"\\server\share\Janssens\inbound")]
    [TestCase(@"K:\", @"\\server\share\", @"K:\", ExpectedResult = @"\\server\share")]
    [TestCase(@"K:\", @"D:\", @"K:\x", ExpectedResult = @"D:\x")]
    [TestCase(@"K:\x", @"D:\", @"K:\x", ExpectedResult = @"D:\")]
    [TestCase(@"K:\", @"D:\data", @"L:\x", ExpectedResult = @"L:\x")]
    [TestCase("/mnt/winbooks", @"D:\data", "/mnt/winbooks/x", ExpectedResult = @"D:\data\x")]
    [TestCase("/mnt/winbooks", @"D:\data", "/mnt/other", ExpectedResult = null)]
    public string? On_Windows_a_path_is_reached_at(string from, string to, string path)
    {
        var local = Read(isWindows: true, (from, to)).Resolve(path);

        Assert.That(_problems, Is.Empty);
        return local.Path;
    }

    [Test]
    public void The_longest_mapping_wins_in_whatever_order_they_are_written()
    {
        (string?, string?)[] mappings = [(@"K:\", "/mnt/k"), (@"K:\Winbooks\Data", "/mnt/data"), (@"K:\Winbooks", "/mnt/winbooks")];

        foreach (var ordered in new[] { mappings, [.. mappings.Reverse()] })
        {
            var read = Read(isWindows: false, ordered);
            Assert.That(
                new[] { @"K:\Winbooks\Data\x", @"K:\Winbooks\x", @"K:\x" }.Select(path => read.Resolve(path).Path), Is.EqualTo(new[] { "/mnt/data/x", "/mnt/winbooks/x", "/mnt/k/x" }));
        }
    }

    [TestCase(@"K:\Janssens", """{ "from": "K:\\", "to": "/mnt/k" }""")]
    [TestCase(@"\\server\Winbooks\Data", """{ "from": "\\\\server\\Winbooks", "to": "/mnt/winbooks" }""")]
    public void A_Windows_path_without_a_mapping_on_Linux_is_answered_with_the_line_to_write(string path, string line)
    {
        var local = Read(isWindows: false).Resolve(path);

        Assert.That(local.Path, Is.Null);
        Assert.That(local.Problem, Does.StartWith(path).And.Contains(line));
    }

    [TestCase("Data")]
    [TestCase(@"K:Data")]
    [TestCase(@"\Data")]
    [TestCase(@"\\server")]
    [TestCase(@"\\?\C:\Data")]
    [TestCase("")]
    [TestCase(@"K:\a\..\b")]
    public void A_path_that_is_not_fully_qualified_is_not_reached(string path) =>
        Assert.That(Read(isWindows: true).Resolve(path).Problem, Does.Contain("This path"));

    [TestCase(@"K:\", "/mnt/k", "k:/", "/mnt/other", "pathMappings[1].from", "mapped twice")]
    [TestCase(@"\\s\a", "/mnt/k", @"\\S\A\", "/mnt/other", "pathMappings[1].from", "mapped twice")]
    [TestCase("Data", "/mnt/k", null, null, "pathMappings[0].from", "not a whole one")]
    [TestCase("K:Data", "/mnt/k", null, null, "pathMappings[0].from", "not a whole one")]
    [TestCase(@"K:\..\x", "/mnt/k", null, null, "pathMappings[0].from", "..")]
    [TestCase(@"K:\", "mnt/k", null, null, "pathMappings[0].to", "not a whole one")]
    [TestCase(@"K:\", @"L:\", null, null, "pathMappings[0].to", "not a path of this machine")]
    [TestCase("", "/mnt/k", null, null, "pathMappings[0].from", "missing")]
    [TestCase(@"K:\", "", null, null, "pathMappings[0].to", "missing")]
    public void A_mapping_that_is_wrong_is_reported_once_at_its_place(string from, string to, string? secondFrom, string? secondTo, string place, string problem)
    {
        Read(isWindows: false, [(from, to), .. secondFrom is null ? Array.Empty<(string?, string?)>() : [(secondFrom, secondTo)]]);

        Assert.That(_problems.Single().Place, Is.EqualTo(place));
        Assert.That(_problems.Single().Problem, Does.Contain(problem));
        Assert.That(_problems.Single().Remedy, Is.Not.Empty);
    }
}
