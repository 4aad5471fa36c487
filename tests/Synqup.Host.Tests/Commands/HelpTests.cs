using Synqup.Host.Commands;

namespace Synqup.Host.Tests.Commands;

internal sealed class HelpTests
{
    private static IEnumerable<string> CommandNames => CommandLine.Root().Subcommands.Select(one => one.Name);

    private static IEnumerable<string> EveryCommand =>
        CommandLine.Root().Subcommands.SelectMany(one => one.Subcommands.Select(inner => $"{one.Name} {inner.Name}").Prepend(one.Name));

    [Test]
    public void Every_command_of_the_design_is_there() =>
        Assert.That(CommandNames, Is.EqualTo(new[] { "run", "sync", "check", "preview", "plugins", "status", "history", "quarantine", "redeliver", "ledger" }));

    [TestCaseSource(nameof(EveryCommand))]
    public void A_command_explains_itself_with_examples_that_it_understands(string name)
    {
        var command = (SynqupCommand)CommandLine.Root().Parse(name).CommandResult.Command;
        Assert.That(command.Description, Does.EndWith("."));
        Assert.That(command.Examples, Is.Not.Empty);
        foreach (var example in command.Examples)
        {
            Assert.That(example, Does.StartWith($"synqup {name}"));
            Assert.That(CommandLine.Root().Parse(example["synqup ".Length..]).Errors, Is.Empty, example);
        }
    }

    [Test]
    public async Task Help_shows_examples_and_every_exit_code_on_standard_output()
    {
        var answer = await SynqupProgram.RunAsync("check", "--help");

        Assert.That(answer.Code, Is.Zero);
        Assert.That(answer.Output, Does.Contain("synqup check --use /mnt/winbooks"));
        foreach (var (code, meaning) in ExitCodes.All()) Assert.That(answer.Output, Does.Match($@"\n *{code}  {System.Text.RegularExpressions.Regex.Escape(meaning)}"));
    }

    [Test]
    public async Task Without_a_command_the_help_is_shown()
    {
        var answer = await SynqupProgram.RunAsync();

        Assert.That(answer.Code, Is.Zero);
        foreach (var name in CommandNames) Assert.That(answer.Output, Does.Match($@"\n  {name}[ \n]"));
    }

    [TestCase("check --setings x", "Did you mean '--settings' instead of '--setings'?", "synqup check --help")]
    [TestCase("chek", "Did you mean 'check' instead of 'chek'?", "synqup --help")]
    [TestCase("history --limit many", "--limit", "synqup history --help")]
    [TestCase("quarantine shw 1", "Did you mean 'show' instead of 'shw'?", "synqup quarantine --help")]
    [TestCase("quarantine release", "one or more ids, or --batch FOLDER/NUMBER, or --all", "synqup quarantine release --help")]
    public async Task A_wrong_command_line_is_answered_with_what_was_meant(string line, string suggestion, string help)
    {
        var answer = await SynqupProgram.RunAsync(line.Split(' '));

        Assert.That(answer.Code, Is.EqualTo((int)ExitCode.Usage));
        Assert.That(answer.Output, Is.Empty);
        Assert.That(answer.Errors, Does.Contain(suggestion).And.Contain(help));
    }

    [Test]
    public async Task What_is_like_no_command_gets_no_suggestion()
    {
        var answer = await SynqupProgram.RunAsync("foo");

        Assert.That(answer.Code, Is.EqualTo((int)ExitCode.Usage));
        Assert.That(answer.Errors, Does.Contain("foo").And.Not.Contain("Did you mean"));
    }
}
