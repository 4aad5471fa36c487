namespace Synqup.Demo.Tests;

internal sealed class DemoCommandTests
{
    [TestCase("--as", "sales")]
    [TestCase("--bogus")]
    [TestCase("--count", "0")]
    public async Task A_wrong_command_line_runs_nothing_and_ends_with_2(params string[] arguments) =>
        Assert.That(await DemoCommand.RunAsync(arguments), Is.EqualTo(2));

    [Test]
    public void Whose_customers_they_are_is_taken_together_with_their_documents() =>
        Assert.That(DemoCommand.Create().Parse(["--as", "sales", "--documents", Path.GetTempPath()]).Errors, Is.Empty);
}
