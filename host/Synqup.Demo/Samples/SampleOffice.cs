using System.Globalization;

namespace Synqup.Demo.Samples;

/// <summary>The customers of an accountant's office and the companies they deal with.</summary>
internal static class SampleOffice
{
    // Each breaks something that simpler software takes for granted about a name that becomes a folder.
    private static readonly string[] Awkward =
    [
        "Peeters N.V.", // Windows drops a dot at the end
        "Café \"Ça va\"", // quotes, accents
        "A/B Consulting", // a separator
        "Bakkerij \U0001F950 De Zon", // an emoji is two UTF-16 units
        LongName(), // 120 characters
        "Buurtcomité Zonder Nummer", // no enterprise number at all
        "Aux. Transports", // AUX is a device, whatever follows the dot
        "Garage Dubois & Fils: Liège", // a colon opens an alternate stream
        "<Import> | Export? *Gent*", // all the other forbidden characters
        "Van den Broeck & Co...", // dots again
        "E\u0301le\u0301gance Coiffure", // decomposed accents
        "Janssens \u202EBV", // a bidirectional override
    ];

    private static readonly (string Street, string Zone, string City)[] Addresses =
    [
        ("Korenmarkt 7", "9000", "Gent"), ("Rue Neuve 123", "1000", "Bruxelles"), ("Meir 58", "2000", "Antwerpen"),
        ("Boulevard de la Sauvenière 40", "4000", "Liège"), ("Diestsestraat 211", "3000", "Leuven"), ("Grote Markt 1", "8500", "Kortrijk"),
        ("Rue de Fer 19", "5000", "Namur"), ("Hoogstraat 77", "3600", "Genk"), ("Steenstraat 14", "8000", "Brugge"),
    ];

    private static readonly string[] SupplierNames =
    [
        "Elektro Vermeulen BV", "Imprimerie Lambert SA", "Kantoor & Co NV", "Brouwerij De Kroon", "Nettoyage Éclair SRL",
        "Telenova NV", "Houthandel Maes", "Assurances Delvaux SA", "Ferrox Metaal BV", "Traiteur Le Moulin",
    ];

    /// <summary>The twelve customers of the demo; the sixth has no number of any kind.</summary>
    public static IReadOnlyList<SampleParty> Customers { get; } = Many(Awkward.Length);

    /// <summary>Companies that sell to the customers and buy from them.</summary>
    public static IReadOnlyList<SampleParty> Partners { get; } =
        [.. SupplierNames.Select((name, index) => Party(name, 900_000 + index, accountingFileId: null))];

    /// <summary>As many customers as wanted: the awkward ones first, then ordinary ones.</summary>
    public static IReadOnlyList<SampleParty> Many(int count) => [.. Enumerable.Range(0, count).Select(Customer)];

    private static SampleParty Customer(int index)
    {
        var name = index < Awkward.Length ? Awkward[index] : string.Create(CultureInfo.InvariantCulture, $"Klant {index + 1:000} BV");
        var party = Party(name, index, string.Create(CultureInfo.InvariantCulture, $"D{10_001 + index}"));
        return index == 5 ? party with { EnterpriseNumber = null } : party;
    }

    private static SampleParty Party(string name, int ordinal, string? accountingFileId)
    {
        var (street, zone, city) = Addresses[ordinal % Addresses.Length];
        return new SampleParty(name, BelgianNumbers.Enterprise(ordinal), street, zone, city, BelgianNumbers.Iban(ordinal), accountingFileId);
    }

    private static string LongName()
    {
        const string Start = "Algemene Aannemingen, Renovatiewerken, Schrijnwerkerij, Dakwerken en Tuinaanleg Gebroeders Van Nieuwenhuysen-Verstraete";
        return Start.PadRight(120, 'n')[..120];
    }
}
