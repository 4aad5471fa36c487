using System.Text.Json;
using NUnit.Framework;

namespace Synqup.Sdk.Testing;

// What the plugin says about itself, and its options.
public abstract partial class DestinationPluginContract<TPlugin>
{
    /// <summary>The key stands in configurations for good.</summary>
    [Test]
    public void Key_consists_of_lower_case_letters_digits_and_hyphens() =>
        Assert.That(new TPlugin().Descriptor.Key, Does.Match("^[a-z][a-z0-9]*(-[a-z0-9]+)*$"));

    /// <summary>People read the name in the Console.</summary>
    [Test]
    public void Display_name_is_there() => Assert.That(new TPlugin().Descriptor.DisplayName, Is.Not.Empty.And.Not.WhiteSpace);

    /// <summary>The Console offers the default paths and sends back their text.</summary>
    [Test]
    public void Default_paths_survive_being_written_and_parsed()
    {
        var paths = new TPlugin().Descriptor.DefaultPaths;
        var templates = new[] { paths.Purchases, paths.Sales, paths.Statements, paths.Documents }.OfType<PathTemplate>().ToArray();
        Assert.That(templates, Is.Not.Empty, "A plugin offers at least one default path.");
        Assert.That(templates.Select(template => PathTemplate.Parse(template.Text).Root), Is.EqualTo(templates.Select(template => template.Root)));
    }

    /// <summary>A template without a variable would mix the documents of all customers.</summary>
    [Test]
    public void Default_paths_keep_customers_apart()
    {
        var paths = new TPlugin().Descriptor.DefaultPaths;
        var templates = new[] { paths.Purchases, paths.Sales, paths.Statements, paths.Documents }.OfType<PathTemplate>();
        Assert.That(templates.Where(template => template.Variables.Count == 0), Is.Empty);
    }

    /// <summary>The Console renders a form from the schema.</summary>
    [Test]
    public void Options_have_a_schema_that_allows_nothing_unknown_and_says_the_defaults()
    {
        var schema = new TPlugin().Descriptor.OptionsSchema();
        var properties = schema.TryGetProperty("properties", out var found) ? found.EnumerateObject().ToArray() : [];
        using (Assert.EnterMultipleScope())
        {
            Assert.That(schema.GetProperty("type").GetString(), Is.EqualTo("object"));
            Assert.That(schema.GetProperty("additionalProperties").GetBoolean(), Is.False);
            Assert.That(properties.Where(property => !property.Value.TryGetProperty("default", out _)).Select(property => property.Name), Is.Empty);
            Assert.That(properties.Where(property => !property.Value.TryGetProperty("description", out _)).Select(property => property.Name), Is.Empty);
        }
    }

    /// <summary>An option that is ignored is an accountant who wonders.</summary>
    [Test]
    public void Unknown_option_is_refused_by_its_name()
    {
        var settings = Settings with { Options = JsonDocument.Parse("""{ "noSuchOption": true }""").RootElement };
        Assert.That(() => new TPlugin().Create(settings), Throws.TypeOf<InvalidSettingsException>().With.Message.Contains("noSuchOption"));
    }

    /// <summary>The defaults that the schema says are options that can be sent.</summary>
    [Test]
    public void Defaults_of_the_schema_are_accepted()
    {
        var schema = new TPlugin().Descriptor.OptionsSchema();
        var defaults = schema.TryGetProperty("properties", out var properties)
            ? properties.EnumerateObject().ToDictionary(property => property.Name, property => property.Value.GetProperty("default")) : [];
        var settings = Settings with { Options = JsonSerializer.SerializeToElement(defaults) };
        Assert.That(Show(new TPlugin().Create(settings), Some.Document()), Is.EqualTo(Show(new TPlugin().Create(Settings), Some.Document())));
    }
}
