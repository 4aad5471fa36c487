using Synqup.Sdk.Testing;

namespace Synqup.Plugins.GenericFolder.Tests;

internal sealed class GenericFolderReadmeTests
{
    [Test]
    public void Readme_says_what_the_code_does() => PluginReadme.Verify(new GenericFolderPlugin(), Settings.Default,
        ("Invoices, credit notes and other documents", GenericFolderNames.From(new()).Document),
        ("Bank statements", GenericFolderNames.From(new()).Statement));
}
