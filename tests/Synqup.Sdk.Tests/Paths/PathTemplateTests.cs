using System.Globalization;

namespace Synqup.Sdk.Tests.Paths;

internal sealed class PathTemplateTests
{
    [TestCase(@"C:\Winbooks\Data\[accounting_file_id]\inbound", @"C:\Winbooks\Data", "accounting_file_id")]
    [TestCase(@"C:\Data\x[enterprise_name]_[enterprise_identifier]", @"C:\Data", "enterprise_name enterprise_identifier")]
    [TestCase(@"C:\[enterprise_name]\[enterprise_name]", @"C:\", "enterprise_name")]
    [TestCase(@"C:\Data\", @"C:\Data", "")]
    [TestCase(@"c:/Data/in", @"C:\Data\in", "")]
    [TestCase(@"C:\", @"C:\", "")]
    [TestCase(@"\\server\share\[enterprise_identifier]\in", @"\\server\share", "enterprise_identifier")]
    [TestCase(@"\\server\share\deep\[enterprise_identifier]", @"\\server\share\deep", "enterprise_identifier")]
    [TestCase(@"\\server\c$", @"\\server\c$", "")]
    [TestCase("/srv/synqup/[enterprise_name]/inbound", "/srv/synqup", "enterprise_name")]
    [TestCase("/[enterprise_name]", "/", "enterprise_name")]
    [TestCase("/srv/synqup/", "/srv/synqup", "")]
    public void Root_is_what_stands_before_the_first_variable(string text, string root, string variables)
    {
        var template = PathTemplate.Parse(text);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(template.Root, Is.EqualTo(root));
            Assert.That(string.Join(' ', template.Variables), Is.EqualTo(variables));
            Assert.That(template.Text, Is.EqualTo(text));
        }
    }

    [TestCase(@"C:\Data\[customer]")]
    [TestCase(@"C:\Data\[Enterprise_Name]")]
    [TestCase(@"C:\Data\[ enterprise_name ]")]
    [TestCase(@"C:\Data\[]")]
    public void Unknown_variable_is_rejected_with_the_known_ones(string text) => Assert.That(() => PathTemplate.Parse(text),
        Throws.TypeOf<FormatException>().With.Message.Contains("unknown variable").And.Message.Contains("[enterprise_name], [enterprise_identifier], [accounting_file_id]"));

    [TestCase(null, "is empty")]
    [TestCase("", "is empty")]
    [TestCase("  ", "is empty")]
    [TestCase("foo", "is relative")]
    [TestCase(@"foo\bar", "is relative")]
    [TestCase("[enterprise_name]", "is relative")]
    [TestCase("./foo", "is relative")]
    [TestCase("%APPDATA%", "is relative")]
    [TestCase("C", "is relative")]
    [TestCase("ä:\\x", "is relative")]
    [TestCase("C:", @"write C:\ at its beginning")]
    [TestCase("C:name", @"write C:\ at its beginning")]
    [TestCase(@"\name", "on which drive")]
    [TestCase(@"\\?\C:\Data", "device path")]
    [TestCase(@"\\.\COM1", "device path")]
    [TestCase("//?/C:/Data", "device path")]
    [TestCase(@"\??\C:\Data", "device path")]
    [TestCase("//server/share", "two slashes")]
    [TestCase(@"\\server", "names no share")]
    [TestCase(@"\\server\", "names no share")]
    [TestCase(@"\\", "names no share")]
    [TestCase(@"\\\share\x", "names no share")]
    [TestCase(@"\\[enterprise_name]\share\x", "server or share")]
    [TestCase(@"\\server\[enterprise_name]", "server or share")]
    [TestCase(@"\\server\..\x", "dot or a blank")]
    [TestCase(@"C:\Data\..\x", "climbs or stays")]
    [TestCase(@"C:\.\x", "climbs or stays")]
    [TestCase("/srv/../etc", "climbs or stays")]
    [TestCase(@"C:\Data\\x", "two separators in a row")]
    [TestCase("/srv//x", "two separators in a row")]
    [TestCase(@"C:\[enterprise_name", "without its partner")]
    [TestCase(@"C:\enterprise_name]", "without its partner")]
    [TestCase(@"C:\[[enterprise_name]]", "without its partner")]
    [TestCase(@"C:\[enterprise\name]", "without its partner")]
    [TestCase(@"C:\Data\a:b", "Windows forbids")]
    [TestCase(@"C:\Data\a?", "Windows forbids")]
    [TestCase("/srv/a:b", "Windows forbids")]
    [TestCase(@"/srv/a\b", "Windows forbids")]
    [TestCase(@"C:\Data\NUL\x", "device")]
    [TestCase("/srv/com1.x", "device")]
    [TestCase(@"C:\Data \x", "dot or a blank")]
    [TestCase(@"C:\Data\[enterprise_name].", "dot or a blank")]
    [TestCase("/srv/a\u202eb", "U+202E")]
    [TestCase(@"C:\Data\.synqup\x", "Synqup uses itself")]
    public void Other_paths_are_refused_with_what_is_wrong(string? text, string expected)
    {
        var parsed = PathTemplate.TryParse(text, out var template, out var problem);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(parsed, Is.False);
            Assert.That(template, Is.Null);
            Assert.That(problem, Does.Contain(expected).And.EndsWith("."));
        }
    }

    [Test]
    public void Path_that_leaves_no_room_for_names_is_refused() => Assert.That(
        () => PathTemplate.Parse(@"C:\" + new string('x', 130) + @"\[enterprise_name]"), Throws.TypeOf<FormatException>().With.Message.Contains("too long"));

    [Test]
    public void Known_device_names_are_refused_in_Turkish_too()
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("tr-TR");
            Assert.That(PathTemplate.TryParse(@"C:\conin$\x", out _, out _), Is.False);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }
}
