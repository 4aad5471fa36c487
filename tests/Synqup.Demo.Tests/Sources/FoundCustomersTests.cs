using Synqup.Core.Sources.Portal;
using Synqup.Demo.Sources;

namespace Synqup.Demo.Tests.Sources;

internal sealed class FoundCustomersTests
{
    private readonly FoundCustomers _customers = new();

    [Test]
    public void The_same_number_is_the_same_customer_whatever_the_name_says()
    {
        var first = _customers.For(new PartyDescription("The Buyercompany", "NO987654321MVA", null));

        Assert.That(_customers.For(new PartyDescription("Buyercompany ltd", "NO987654321MVA", null)), Is.SameAs(first));
    }

    [Test]
    public void An_enterprise_number_is_the_vat_number_without_its_country()
    {
        var first = _customers.For(new PartyDescription("B", null, "0202239951"));

        Assert.That(_customers.For(new PartyDescription("A", "BE0202239951", "0202239951")), Is.SameAs(first));
    }

    [Test]
    public void Customers_with_a_number_take_turns_over_the_packages_and_the_others_go_to_the_generic_folder()
    {
        var packages = new[] { "NL1", null, "NL2", "NL3", null, "NL4" }
            .Select((vat, index) => _customers.For(new PartyDescription("Customer " + index, vat, null)).Package);

        Assert.That(packages, Is.EqualTo(new[] { "winbooks", "generic-folder", "adsolut", "generic-folder", "generic-folder", "winbooks" }));
    }

    [Test]
    public void Names_become_one_line_and_every_customer_has_one()
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(_customers.For(new PartyDescription("HEP\n      OPSKRBU ", null, null)).Name, Is.EqualTo("HEP OPSKRBU"));
            Assert.That(_customers.For(new PartyDescription(" ", "FR1", null)).Name, Is.EqualTo("FR1"));
            Assert.That(_customers.For(null).Name, Is.EqualTo("Without a name"));
        }
    }

    [Test]
    public void Dossiers_differ()
    {
        var dossiers = Enumerable.Range(0, 20).Select(index => _customers.For(new PartyDescription("Customer " + index, null, null)).AccountingFileId);

        Assert.That(dossiers, Is.Unique);
    }
}
