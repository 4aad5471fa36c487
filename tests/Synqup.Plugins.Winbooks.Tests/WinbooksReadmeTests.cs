using Synqup.Sdk.Testing;

namespace Synqup.Plugins.Winbooks.Tests;

internal sealed class WinbooksReadmeTests
{
    [Test]
    public void Readme_says_what_the_code_does() => PluginReadme.Verify(new WinbooksPlugin(), Settings.Default,
        ("Invoices, credit notes and other documents", WinbooksNames.From(new()).Document),
        ("Bank statements", WinbooksNames.From(new()).Statement));
}
