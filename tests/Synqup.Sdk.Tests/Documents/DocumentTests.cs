using Synqup.Sdk.Testing;

namespace Synqup.Sdk.Tests.Documents;

internal sealed class DocumentTests
{
    [TestCase(SeparatePdf.Always, true, "pdf ubl")]
    [TestCase(SeparatePdf.Always, false, "pdf ubl")]
    [TestCase(SeparatePdf.WhenNotEmbedded, true, "ubl")]
    [TestCase(SeparatePdf.WhenNotEmbedded, false, "pdf ubl")]
    [TestCase(SeparatePdf.Never, true, "ubl")]
    [TestCase(SeparatePdf.Never, false, "ubl")]
    public void Pdf_accompanies_the_data_as_chosen_and_comes_first(SeparatePdf choice, bool embedded, string expected)
    {
        var document = Some.Document(parts: [Some.Ubl, Some.Pdf with { Embedded = embedded }]);
        Assert.That(Names(document.PartsToDeliver(DocumentPartNames.Ubl, choice)), Is.EqualTo(expected));
    }

    [Test]
    public void Pdf_without_data_is_delivered_whatever_is_chosen([Values] SeparatePdf choice) =>
        Assert.That(Names(Some.Document(parts: Some.Pdf).PartsToDeliver(DocumentPartNames.Ubl, choice)), Is.EqualTo("pdf"));

    [Test]
    public void Contents_that_were_not_asked_for_are_left_out([Values] SeparatePdf choice) =>
        Assert.That(Some.Document(parts: Some.Coda).PartsToDeliver(DocumentPartNames.Ubl, choice), Is.Empty);

    [TestCase("ubl", "text/plain", ".xml")]
    [TestCase("pdf", "text/plain", ".pdf")]
    [TestCase("coda", "text/plain", ".cod")]
    [TestCase("attachment-1", "image/png", ".png")]
    [TestCase("attachment-2", "application/x-msdownload", ".bin")]
    public void Extension_follows_the_name_of_the_part_and_then_its_media_type(string name, string mediaType, string expected) =>
        Assert.That(new DocumentPart(name, mediaType, 1).Extension, Is.EqualTo(expected));

    private static string Names(IEnumerable<DocumentPart> parts) => string.Join(' ', parts.Select(part => part.Name));
}
