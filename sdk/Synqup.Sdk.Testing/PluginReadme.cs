using System.Text;
using System.Text.Json;
using NUnit.Framework;

namespace Synqup.Sdk.Testing;

/// <summary>The part of a plugin's README that the code knows better than a person: paths, variables, tokens, options, sample names.</summary>
public static class PluginReadme
{
    private const string Begin = "<!-- generated: the test prints the right text -->";
    private const string End = "<!-- end of generated -->";
    private const string Project = """<None Include="../PLUGIN/README.md" Link="README.md" CopyToOutputDirectory="PreserveNewest" />""";

    /// <summary>
    /// Fails, printing the right text, when the README between its two marks is not what the code says. The test project copies it:
    /// <c>&lt;None Include="…\README.md" CopyToOutputDirectory="PreserveNewest" /&gt;</c>.
    /// </summary>
    /// <param name="plugin">The plugin.</param>
    /// <param name="settings">The settings for the sample names.</param>
    /// <param name="names">Every name template of the plugin, with what it is used for.</param>
    public static void Verify(IDestinationPlugin plugin, DestinationSettings settings, params IReadOnlyList<(string Use, NameTemplate Template)> names)
    {
        ArgumentNullException.ThrowIfNull(plugin);
        var file = Path.Combine(TestContext.CurrentContext.TestDirectory, "README.md");
        var right = $"{Begin}\n\n{Generate(plugin, settings, names)}\n{End}";
        if (!File.Exists(file))
        {
            Assert.Fail($"There is no README.md of {plugin.Descriptor.DisplayName} beside the tests. Write one beside the plugin's project with the text below, "
                + $"marks included, and let the test project take it along with {Project}.\n\n{right}\n");
        }
        var readme = File.ReadAllText(file).ReplaceLineEndings("\n");
        if (!readme.Contains(Begin, StringComparison.Ordinal) || !readme.Contains(End, StringComparison.Ordinal))
            Assert.Fail($"The README of {plugin.Descriptor.DisplayName} lacks the generated part. Paste the text below into it, marks included.\n\n{right}\n");
        Assert.That(readme, Does.Contain(right), $"The README of {plugin.Descriptor.DisplayName} does not say what the code does. Replace what stands between its two marks; the right text is:\n\n{right}\n");
    }

    /// <summary>The generated part, with <c>\n</c> between its lines.</summary>
    /// <param name="plugin">The plugin.</param>
    /// <param name="settings">The settings for the sample names.</param>
    /// <param name="names">Every name template of the plugin, with what it is used for.</param>
    public static string Generate(IDestinationPlugin plugin, DestinationSettings settings, params IReadOnlyList<(string Use, NameTemplate Template)> names)
    {
        ArgumentNullException.ThrowIfNull(plugin);
        ArgumentNullException.ThrowIfNull(names);
        var text = new StringBuilder();
        var paths = plugin.Descriptor.DefaultPaths;
        Table(text, "Paths", ["Documents", "Default path"],
        [
            ["Purchase invoices and credit notes", Code(paths.Purchases)],
            ["Sales invoices and credit notes", paths.Sales is null && paths.Purchases is not null ? "as purchases" : Code(paths.Sales)],
            ["Bank statements", Code(paths.Statements)],
            ["Other documents", Code(paths.Documents)],
        ]);
        Table(text, "Variables of a path", ["Variable", "Stands for"], PathVariable.All.Select(variable => new[] { $"`{variable}`", variable.Meaning }));
        Table(text, "File names", ["Of", "Template"], names.Select(name => new[] { name.Use, $"`{name.Template}`" }));
        Table(text, "Tokens of a file name", ["Token", "Stands for", "Without a value", "Length"],
            names.SelectMany(name => name.Template.Tokens).Distinct()
                .Select(token => new[] { $"`{token}`", token.Meaning, $"`{token.StandIn}`", token.IsFree ? "shortened when needed" : $"at most {token.MaxLength}" }));
        Options(text, plugin.Descriptor.OptionsSchema());
        var destination = plugin.Create(settings);
        Table(text, "Samples", ["Document", "Contents", "Files, in the order in which they appear"], Some.Samples.Select(sample => new[]
        {
            sample.Caption,
            string.Join(", ", sample.Document.Parts.Select(part => part.Name + (part.Embedded ? " (embedded)" : ""))),
            destination.Plan(sample.Document) is { IsRejected: false } plan ? string.Join("<br>", plan.Files.Select(file => $"`{file.Path.Name}`")) : destination.Plan(sample.Document).Rejection!,
        }));
        return text.ToString();
    }

    private static void Options(StringBuilder text, JsonElement schema)
    {
        if (!schema.TryGetProperty("properties", out var options))
        {
            text.Append("### Options\n\nNone.\n");
            return;
        }
        Table(text, "Options", ["Option", "Meaning", "Values", "Default"], options.EnumerateObject().Select(option => new[]
        {
            $"`{option.Name}`",
            option.Value.TryGetProperty("description", out var description) ? description.GetString()! : "",
            option.Value.TryGetProperty("enum", out var values) ? string.Join(", ", values.EnumerateArray().Select(value => $"`{value}`")) : option.Value.GetProperty("type").ToString(),
            option.Value.GetProperty("default").ToString() is { Length: > 0 } standard ? $"`{standard}`" : "empty",
        }));
    }

    private static void Table(StringBuilder text, string title, string[] head, IEnumerable<string[]> rows)
    {
        text.Append(text.Length == 0 ? "" : "\n").Append("### ").Append(title).Append("\n\n");
        foreach (var row in rows.Prepend([.. head.Select(_ => "---")]).Prepend(head))
            text.Append("| ").AppendJoin(" | ", row.Select(cell => cell.Replace("|", "\\|", StringComparison.Ordinal))).Append(" |\n");
    }

    private static string Code(PathTemplate? template) => template is null ? "none: not delivered unless a path is filled in" : $"`{template}`";
}
