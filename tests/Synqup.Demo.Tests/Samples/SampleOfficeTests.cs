using Synqup.Demo.Samples;

namespace Synqup.Demo.Tests.Samples;

internal sealed class SampleOfficeTests
{
    [Test]
    public void Twelve_customers_have_the_names_that_break_simpler_software()
    {
        var names = SampleOffice.Customers.Select(customer => customer.Name).ToList();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(names, Has.Count.EqualTo(12));
            Assert.That(names, Is.SupersetOf(new[] { "Peeters N.V.", "Café \"Ça va\"", "A/B Consulting" }));
            Assert.That(names, Has.One.Length.EqualTo(120));
            Assert.That(names.Where(name => name.Any(char.IsSurrogate)), Is.Not.Empty);
            Assert.That(SampleOffice.Customers, Has.One.Property(nameof(SampleParty.EnterpriseNumber)).Null);
        }
    }

    [Test]
    public void Dossier_numbers_and_enterprise_numbers_differ()
    {
        var everyone = SampleOffice.Many(500);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(everyone.Select(customer => customer.AccountingFileId), Is.Unique);
            Assert.That(everyone.Concat(SampleOffice.Partners).Select(party => party.EnterpriseNumber), Is.Unique);
        }
    }
}
