using System.Globalization;
using System.Text;
using System.Text.Json;
using NUnit.Framework;

namespace Synqup.Sdk.Testing;

/// <summary>What every destination plugin has to fulfil. Subclass it in the plugin's tests; usually the subclass is empty.</summary>
/// <typeparam name="TPlugin">The plugin.</typeparam>
[TestFixture]
public abstract partial class DestinationPluginContract<TPlugin> where TPlugin : IDestinationPlugin, new()
{
    private const int LongestPath = 240;

    /// <summary>The settings that are tested: by default the plugin's own paths, another one where it offers none, and its default options.</summary>
    protected virtual DestinationSettings Settings
    {
        get
        {
            var paths = new TPlugin().Descriptor.DefaultPaths;
            var fallback = PathTemplate.Parse(@"C:\Synqup\[enterprise_name]\documents");
            return new()
            {
                Paths = paths with { Purchases = paths.Purchases ?? fallback, Statements = paths.Statements ?? fallback, Documents = paths.Documents ?? fallback },
            };
        }
    }

    /// <summary>Every kind is delivered, or refused with a sentence.</summary>
    /// <param name="kind">The kind.</param>
    [Test]
    public void Every_kind_is_delivered_or_refused_with_a_sentence([Values] DocumentKind kind)
    {
        var plan = Destination().Plan(Some.Document(kind: kind));
        if (plan.IsRejected)
            Assert.That(plan.Rejection, Does.EndWith("."));
        else
            Assert.That(plan.Files, Is.Not.Empty);
    }

    /// <summary>Nothing can be delivered of a document whose contents the package does not know.</summary>
    /// <param name="kind">The kind.</param>
    [Test]
    public void Document_without_a_content_that_the_package_takes_is_refused_with_a_sentence([Values] DocumentKind kind)
    {
        var plan = Destination().Plan(Some.Document(kind: kind, parts: new DocumentPart("unheard-of", "application/x-unheard-of", 1)));
        Assert.That(plan.Rejection, Is.Not.Null.And.EndsWith("."));
    }

    /// <summary>The core fetches the parts that the plan names.</summary>
    [Test]
    public void Planned_parts_are_parts_of_the_document_and_each_is_there_once()
    {
        var destination = Destination();
        foreach (var document in Some.Samples.Select(sample => sample.Document))
        {
            var parts = destination.Plan(document).Files.Select(file => file.Part).ToArray();
            Assert.That(parts, Is.SubsetOf(document.Parts.Select(part => part.Name)).And.Unique);
        }
    }

    /// <summary>An importer that is woken by the XML must find the PDF beside it.</summary>
    [Test]
    public void Pdf_becomes_visible_before_the_data()
    {
        var destination = Destination();
        foreach (var document in Some.Samples.Select(sample => sample.Document))
        {
            var parts = destination.Plan(document).Files.Select(file => file.Part).ToList();
            var data = parts.FindIndex(part => part is DocumentPartNames.Ubl or DocumentPartNames.Coda);
            Assert.That(parts.IndexOf(DocumentPartNames.Pdf), data < 0 ? Is.GreaterThanOrEqualTo(-1) : Is.LessThan(data));
        }
    }

    /// <summary>Files of one document belong together by their names.</summary>
    [Test]
    public void Files_of_a_document_differ_in_their_extension_only()
    {
        var destination = Destination();
        foreach (var document in Some.Samples.Select(sample => sample.Document))
        {
            var names = destination.Plan(document).Files.Select(file => file.Path.Name.Value);
            Assert.That(names.Select(Path.GetFileNameWithoutExtension).Distinct().Count(), Is.LessThanOrEqualTo(1));
        }
    }

    /// <summary>A program that waits for the done file takes what is there when it appears. Plugins without that option have nothing to fulfil.</summary>
    [Test]
    public void Done_file_is_the_last_file_of_each_document_and_changes_no_other()
    {
        if (!OffersDoneFile)
            Assert.Pass("The plugin has no option \"doneFile\".");
        var (without, with) = (Destination(), new TPlugin().Create(WithDoneFile));
        foreach (var document in Some.Samples.Select(sample => sample.Document))
        {
            var (plain, done) = (without.Plan(document), with.Plan(document));
            Assert.That(done.Rejection, Is.EqualTo(plain.Rejection));
            if (plain.IsRejected)
                continue;
            Assert.That(done.Files.SkipLast(1), Is.EqualTo(plain.Files));
            Assert.That(done.Files[^1].IsDone, Is.True);
            Assert.That(done.Files[^1].Path.Name.Value, Is.EqualTo(plain.Files[^1].Path.Name.Value + ".done"));
        }
    }

    /// <summary>A document that is delivered again gets the name that it had.</summary>
    [Test]
    public void Same_document_gets_the_same_plan_from_another_instance()
    {
        foreach (var document in Some.Samples.Select(sample => sample.Document))
            Assert.That(Show(Destination(), document with { }), Is.EqualTo(Show(Destination(), document)));
    }

    /// <summary>Many suppliers write the same numbers.</summary>
    /// <param name="kind">The kind.</param>
    [Test]
    public void Different_documents_with_the_same_data_get_different_paths([Values] DocumentKind kind)
    {
        var destination = Destination();
        var paths = Enumerable.Range(0, 500)
            .Select(i => destination.Plan(Some.Document(kind: kind, id: $"id-{i}")))
            .SelectMany(plan => plan.Files).Select(file => file.Path.ToString()).ToArray();
        Assert.That(paths.Distinct(StringComparer.OrdinalIgnoreCase).Count(), Is.EqualTo(paths.Length));
    }

    /// <summary>Calendars, digits and the Turkish i change names in programs that forget them.</summary>
    /// <param name="culture">The culture.</param>
    [TestCase("tr-TR")]
    [TestCase("nl-BE")]
    [TestCase("en-US")]
    [TestCase("ar-SA")]
    [TestCase("th-TH")]
    public void Plan_is_the_same_in_every_culture(string culture)
    {
        var documents = Some.Samples.Select(sample => sample.Document).ToArray();
        var invariant = Array.ConvertAll(documents, document => Show(Destination(), document));
        var before = (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture);
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(culture);
            Assert.That(Array.ConvertAll(documents, document => Show(Destination(), document)), Is.EqualTo(invariant));
        }
        finally
        {
            (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = before;
        }
    }

    /// <summary>The core plans on several threads at once.</summary>
    [Test]
    public void Plan_is_the_same_on_many_threads()
    {
        var destination = Destination();
        var documents = Enumerable.Range(0, 200).Select(i => Some.Document($"2026/{i:0000}")).ToArray();
        var expected = Array.ConvertAll(documents, document => Show(destination, document));
        var actual = documents.AsParallel().AsOrdered().WithDegreeOfParallelism(8).Select(document => Show(destination, document)).ToArray();
        Assert.That(actual, Is.EqualTo(expected));
    }

    /// <summary>Whatever a supplier writes, files land in the customer's folder, under names that Windows and old programs take.</summary>
    /// <param name="kind">The kind.</param>
    [Test]
    public void Hostile_values_leave_files_in_their_folder_under_legal_names([Values] DocumentKind kind)
    {
        AssertLegal(kind, Settings);
        if (OffersDoneFile)
            AssertLegal(kind, WithDoneFile);
    }

    private static void AssertLegal(DocumentKind kind, DestinationSettings settings)
    {
        var destination = new TPlugin().Create(settings);
        var planned = 0;
        foreach (var text in HostileText.All)
        {
            // First in what the supplier wrote, then also in what the accountant did.
            var hostile = HostileText.DocumentOf(text, kind);
            foreach (var document in new[] { hostile with { Enterprise = Some.Enterprise }, hostile })
            {
                if (settings.FolderFor(document) is not { IsFolder: true } folder)
                    continue;
                foreach (var file in destination.Plan(document).Files)
                {
                    planned++;
                    var longest = file.Path with { Name = file.Path.Name.WithSuffix(9999) };
                    using (Assert.EnterMultipleScope())
                    {
                        Assert.That(file.Path.Folder, Is.EqualTo(folder.Folder));
                        Assert.That(longest.ToString(), Has.Length.LessThanOrEqualTo(LongestPath));
                        Assert.That(Encoding.UTF8.GetByteCount(longest.Name.Value), Is.LessThanOrEqualTo(255));
                        Assert.That(() => FileName.Parse(file.Path.Name.Value), Throws.Nothing);
                    }
                }
            }
        }
        var delivers = !destination.Plan(Some.Document(kind: kind)).IsRejected;
        Assert.That(planned, delivers ? Is.GreaterThan(HostileText.All.Count / 2) : Is.Zero);
    }

    private static bool OffersDoneFile => new TPlugin().Descriptor.OptionsSchema().TryGetProperty("properties", out var options) && options.TryGetProperty("doneFile", out _);

    // The longest that the plugins' own names leave room for.
    private DestinationSettings WithDoneFile => Settings with { Options = JsonDocument.Parse("""{ "doneFile": "{file}.done" }""").RootElement };

    /// <summary>A destination as the host makes it.</summary>
    protected IDestination Destination() => new TPlugin().Create(Settings);

    private static string Show(IDestination destination, Document document)
    {
        var plan = destination.Plan(document);
        return plan.Rejection ?? string.Join('\n', plan.Files.Select(file => $"{file.Part}: {file.Path}"));
    }
}
