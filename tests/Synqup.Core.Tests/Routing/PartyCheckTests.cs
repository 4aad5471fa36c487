using Synqup.Core.Routing;

namespace Synqup.Core.Tests.Routing;

/// <summary>Whether two numbers are one enterprise's, whichever kind of number each side has.</summary>
internal sealed class PartyCheckTests
{
    private const string Janssens = "0202239951";
    private const string Peeters = "0477472701";
    private const string Foreign = "FR40303265045";

    [TestCase(null, "BE0202239951", Janssens, null)]
    [TestCase(Janssens, null, null, "be 0202.239.951")]
    [TestCase(Janssens, Foreign, Janssens, "BE0202239951", TestName = "A_foreign_VAT_number_of_a_Belgian_enterprise_does_not_make_it_another_one")]
    [TestCase(Janssens, Foreign, null, Foreign)]
    [TestCase(null, "FR 40 303265045", null, Foreign)]
    [TestCase(null, null, Janssens, "BE0202239951", TestName = "A_party_without_a_number_is_nobody_else")]
    [TestCase(Janssens, null, null, null, TestName = "A_customer_without_a_number_may_be_anybody")]
    public void It_is_the_same_enterprise(string? partyNumber, string? partyVat, string? number, string? vat) =>
        Assert.That(Difference(partyNumber, partyVat, number, vat), Is.Null);

    [TestCase(Peeters, null, null, "BE0202239951", "BE0477472701", "BE0202239951")]
    [TestCase(null, "BE0477472701", Janssens, null, "BE0477472701", "BE0202239951")]
    [TestCase(null, Foreign, Janssens, null, Foreign, "BE0202239951")]
    [TestCase(Janssens, null, null, Foreign, "BE0202239951", Foreign)]
    [TestCase(null, "FR00303265045", null, Foreign, "FR00303265045", Foreign)]
    public void It_is_another_enterprise(string? partyNumber, string? partyVat, string? number, string? vat, string written, string expected) =>
        Assert.That(Difference(partyNumber, partyVat, number, vat), Is.EqualTo((written, expected)));

    private static (string, string)? Difference(string? partyNumber, string? partyVat, string? number, string? vat) =>
        PartyCheck.Difference(DocumentMapping.ToNumber(partyNumber), partyVat, DocumentMapping.ToNumber(number), vat);
}
