using System.Globalization;
using Synqup.Core.Sources.Portal;

namespace Synqup.Demo.Sources;

/// <summary>Makes a customer of each party that a document names, once.</summary>
internal sealed class FoundCustomers
{
    private const int LongestName = 200;

    private readonly Dictionary<string, CustomerCard> _cards = new(StringComparer.OrdinalIgnoreCase);
    private int _turn;

    /// <summary>The customer: who has a number is known by it, everybody else by his name.</summary>
    /// <param name="party">Null, or without any name, where the document does not say whose it is.</param>
    public CustomerCard For(PartyDescription? party)
    {
        var name = string.Join(' ', (party?.Name ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        var number = party?.Vat ?? (party?.EnterpriseNumber is { } enterprise ? "BE" + enterprise : null);
        if (name.Length == 0)
            name = number ?? "Without a name";
        var key = number ?? "\n" + name;
        if (!_cards.TryGetValue(key, out var card))
        {
            var package = number is null ? Package.GenericFolder : Package.All[_turn++ % Package.All.Length];
            var dossier = string.Create(CultureInfo.InvariantCulture, $"D{10_001 + _cards.Count}");
            card = new CustomerCard(name.Length > LongestName ? name[..LongestName] : name, party?.Vat, party?.EnterpriseNumber, dossier, package);
            _cards.Add(key, card);
        }

        return card;
    }
}
