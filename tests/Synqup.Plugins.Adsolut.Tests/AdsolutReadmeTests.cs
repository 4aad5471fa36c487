using Synqup.Sdk.Testing;

namespace Synqup.Plugins.Adsolut.Tests;

internal sealed class AdsolutReadmeTests
{
    [Test]
    public void Readme_says_what_the_code_does() => PluginReadme.Verify(new AdsolutPlugin(), Settings.Default,
        ("Invoices and credit notes", AdsolutNames.Invoice),
        ("Bank statements", AdsolutNames.Statement),
        ("Other documents", AdsolutNames.Other));
}
