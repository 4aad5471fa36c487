using Synqup.Sdk.Testing;

namespace Synqup.Plugins.Adsolut.Tests;

internal sealed class AdsolutReadmeTests
{
    [Test]
    public void Readme_says_what_the_code_does() => PluginReadme.Verify(new AdsolutPlugin(), Settings.Default,
        ("Invoices and credit notes", AdsolutNames.From(new()).Invoice),
        ("Bank statements", AdsolutNames.From(new()).Statement),
        ("Other documents", AdsolutNames.From(new()).Other));
}
