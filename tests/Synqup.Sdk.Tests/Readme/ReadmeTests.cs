using System.Text.RegularExpressions;
using System.Xml.Linq;
using Microsoft.CodeAnalysis;
using Synqup.Sdk.Testing;

namespace Synqup.Sdk.Tests.Readme;

internal sealed partial class ReadmeTests
{
    private static readonly string Text = Read("README.md");

    private static readonly string[] Code = Fences("csharp");

    [Test]
    public void Code_is_the_example_that_is_tested()
    {
        var example = Read("GlobeExample.cs");
        Assert.That(Code, Has.Length.EqualTo(4));
        using (Assert.EnterMultipleScope())
        {
            foreach (var block in Code)
                Assert.That(example, Does.Contain(Usings().Replace(block, "").Trim()));
        }
    }

    [Test]
    public void Code_compiles_as_it_is_printed_in_the_project_that_is_printed()
    {
        var project = XElement.Parse(Fences("xml")[0]);
        var plugin = new PrintedProject("exact-globe", project, Code[..3], []);
        var tests = new PrintedProject("exact-globe.Tests", project, Code[3..],
            [plugin.Reference, MetadataReference.CreateFromFile(typeof(Some).Assembly.Location), MetadataReference.CreateFromFile(typeof(Assert).Assembly.Location)]);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(plugin.Problems, Is.Empty);
            Assert.That(tests.Problems, Is.Empty);
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

    private static string[] Fences(string language) => [.. Fences().Matches(Text).Where(match => match.Groups[1].Value == language).Select(match => match.Groups[2].Value.Trim())];

    [GeneratedRegex("```(\\w+)\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Fences();

    [GeneratedRegex("^using [^(]*?;\n", RegexOptions.Multiline)]
    private static partial Regex Usings();
}
