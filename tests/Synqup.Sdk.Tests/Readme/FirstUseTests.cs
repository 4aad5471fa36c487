using NUnit.Framework.Internal;
using Synqup.Sdk.Testing;

namespace Synqup.Sdk.Tests.Readme;

/// <summary>What the author of a new plugin reads when a file that the tests compare with is not there yet.</summary>
internal sealed class FirstUseTests
{
    [Test]
    public void A_missing_approved_file_is_told_with_the_copy_and_the_line_of_the_project()
    {
        var source = Path.Combine(TestContext.CurrentContext.TestDirectory, "NewPluginTests.cs");

        var message = Failure(() => Approved.Verify("the names", source));

        var received = Path.ChangeExtension(source, ".received.txt");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(message, Does.Contain($"copy {received} to {Path.ChangeExtension(source, ".approved.txt")}.")
                .And.Contain("<None Include=\"*.approved.txt\" CopyToOutputDirectory=\"PreserveNewest\" />").And.Contain("the names"));
            Assert.That(File.ReadAllText(received), Is.EqualTo("the names\n"));
        }
    }

    [Test]
    public void A_readme_without_the_generated_part_is_told_with_its_text()
    {
        var folder = PathTemplate.Parse("/srv/globe/[accounting_file_id]");
        var settings = new DestinationSettings { Paths = new() { Purchases = folder, Statements = folder, Documents = folder } };

        // The README beside these tests is that of the SDK.
        var message = Failure(() => PluginReadme.Verify(new GlobePlugin(), settings, ("Invoices", GlobeDestination.Names)));

        Assert.That(message, Does.Contain("lacks the generated part").And.Contain("### Paths").And.Contain("<!-- end of generated -->"));
    }

    private static string Failure(Action assertion)
    {
        // What fails in here does not count for the test itself.
        using var isolated = new TestExecutionContext.IsolatedContext();
        try
        {
            assertion();
            return "It did not fail.";
        }
        catch (AssertionException failed)
        {
            return failed.Message;
        }
    }
}
