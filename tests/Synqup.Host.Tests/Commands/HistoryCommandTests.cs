using Synqup.Host.Commands;

namespace Synqup.Host.Tests.Commands;

/// <summary>What became of documents.</summary>
internal sealed class HistoryCommandTests : WithPortal
{
    [Test]
    public async Task History_without_documents_is_empty_and_no_error()
    {
        var answer = await Agent.RunAsync("history", "--customer", "Peeters", "--since", "7d", "--json");

        Assert.That(answer.Code, Is.Zero, answer.ToString());
        Assert.That(answer.Json.GetProperty("documents").GetArrayLength(), Is.Zero);
    }

    [TestCase("--since", "banana")]
    [TestCase("--limit", "0")]
    public async Task A_value_that_cannot_be_is_the_fault_of_the_command_line_also_without_settings(string option, string value)
    {
        Agent.WriteText("not settings");

        var answer = await Agent.RunAsync("history", option, value);

        Assert.That(answer.Code, Is.EqualTo((int)ExitCode.Usage), answer.ToString());
        Assert.That(answer.Errors, Does.Contain(option));
    }
}
