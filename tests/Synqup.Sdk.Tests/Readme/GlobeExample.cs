using Synqup.Sdk.Testing;
using DescriptionAttribute = System.ComponentModel.DescriptionAttribute;

namespace Synqup.Sdk.Tests.Readme;

// The example of sdk/README.md: what stands there between fences, its usings aside, stands here and is held to the contract.

public sealed class GlobePlugin : IDestinationPlugin
{
    public PluginDescriptor Descriptor { get; } = new()
    {
        Key = "exact-globe",
        DisplayName = "Exact Globe+",
        DefaultPaths = new()
        {
            Purchases = PathTemplate.Parse(@"\\server\globe\[accounting_file_id]"),
        },
        OptionsType = typeof(GlobeOptions),
    };

    public IDestination Create(DestinationSettings settings) => new GlobeDestination(settings, settings.ReadOptions<GlobeOptions>());
}

internal sealed record GlobeOptions
{
    [Description("Whether the PDF is delivered beside the XML, where Globe+ pairs files of the same name.")]
    public SeparatePdf Pdf { get; init; } = SeparatePdf.Always;
}

internal sealed class GlobeDestination(DestinationSettings settings, GlobeOptions options) : IDestination
{
    public static readonly NameTemplate Names = NameTemplate.Parse("{yyyyMMdd}_{party}_{number}_{hash8}");

    public DeliveryPlan Plan(Document document)
    {
        var folder = settings.FolderFor(document).Require();
        if (document.Kind is DocumentKind.Statement or DocumentKind.Other)
            return DeliveryPlan.Reject("Exact Globe+ takes invoices and credit notes only.");

        var parts = document.PartsToDeliver(DocumentPartNames.Ubl, options.Pdf);
        return parts.Count == 0
            ? DeliveryPlan.Reject("Exact Globe+ takes an invoice as UBL or PDF, and this one has neither.")
            : Names.Plan(document, folder, parts);
    }
}

internal sealed class GlobeTests : DestinationPluginContract<GlobePlugin>
{
    [TestCase("V01/15000001", "20260314_Café De Zwaan_V01_15000001_d7af0580.xml")]
    [TestCase(null, "20260314_Café De Zwaan_nonumber_d7af0580.xml")]
    public void Number_becomes_fit_for_a_name(string? number, string expected)
    {
        var plan = Destination().Plan(Some.Document(number, id: "0197"));
        Assert.That(plan.Files[^1].Path.Name.Value, Is.EqualTo(expected));
    }

    [Test]
    public void Names_are_the_approved_ones() => Approved.VerifyNames(Destination());
}
