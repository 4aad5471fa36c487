namespace Synqup.Sdk.Tests.Naming;

internal sealed class NameTextTests
{
    [TestCase("Peeters N.V.", "Peeters N.V")]
    [TestCase("A/B Consulting", "A_B Consulting")]
    [TestCase("Café \"Ça va\"", "Café _Ça va_")]
    [TestCase("V01/15000001", "V01_15000001")]
    [TestCase("061828591|01/10/2020|0|1.1|0|1", "061828591_01_10_2020_0_1.1_0_1")]
    [TestCase("  two \t\r\n words  ", "two words")]
    [TestCase("nul\0and\u0001control", "nulandcontrol")]
    [TestCase("\u202egnp.exe", "gnp.exe")]
    [TestCase("e\u0301", "é")]
    [TestCase("...", "")]
    [TestCase(".hidden", "hidden")]
    [TestCase("no\u00a0break", "no break")]
    [TestCase("🧾 bon", "🧾 bon")]
    public void Text_becomes_fit_for_a_name(string text, string expected) => Assert.That(NameText.Clean(text), Is.EqualTo(expected));

    [Test]
    public void Half_a_character_becomes_an_underscore() => Assert.That(NameText.Clean("a\ud83db"), Is.EqualTo("a_b"));

    [TestCase("CON", "_CON")]
    [TestCase("nul.tar.gz", "_nul.tar.gz")]
    [TestCase("COM¹", "_COM¹")]
    [TestCase("Console", "Console")]
    public void Devices_get_an_underscore_before_them(string text, string expected) => Assert.That(NameText.ToName(text), Is.EqualTo(expected));
}
