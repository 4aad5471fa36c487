using System.Text.RegularExpressions;

namespace Synqup.Sdk.Tests.Readme;

internal sealed partial class ReadmeTests
{
    private static readonly string Text = Read("README.md");

    [Test]
    public void Code_is_the_compiled_example()
    {
        var example = Read("GlobeExample.cs");
        var blocks = Fences().Matches(Text).Select(match => match.Groups[1].Value.Trim()).ToArray();
        Assert.That(blocks, Has.Length.GreaterThanOrEqualTo(4));
        using (Assert.EnterMultipleScope())
        {
            foreach (var block in blocks)
                Assert.That(example, Does.Contain(block));
        }
    }

    [Test]
    public void Every_variable_and_every_token_is_explained()
    {
        var rows = PathVariable.All.Select(variable => $"| `{variable}` | {variable.Meaning} |")
            .Concat(TokenSet.Standard.Tokens.Select(token => $"| `{token}` | {token.Meaning} | `{token.StandIn}` | {(token.IsFree ? "free" : token.MaxLength)} |")).ToArray();
        using (Assert.EnterMultipleScope())
        {
            foreach (var row in rows)
                Assert.That(Text, Does.Contain(row));
        }
    }

    [Test]
    public void Limits_are_those_of_the_code() => Assert.That(Text, Does.Contain($"{NameLimits.Path} characters").And.Contain($"{NameLimits.NameBytes} bytes").And.Contain($"{NameLimits.Folder} for the folder"));

    private static string Read(string name) => File.ReadAllText(Path.Combine(TestContext.CurrentContext.TestDirectory, name)).ReplaceLineEndings("\n");

    [GeneratedRegex("```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Fences();
}
