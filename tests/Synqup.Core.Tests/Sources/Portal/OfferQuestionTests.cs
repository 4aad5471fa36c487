using System.Formats.Tar;
using System.Text;
using Microsoft.AspNetCore.Http;
using Synqup.Core.Sources;
using Synqup.Core.Sources.Portal;
using Synqup.Core.Tests.Ledger;

namespace Synqup.Core.Tests.Sources.Portal;

internal sealed class OfferQuestionTests : PortalFixture
{
    [Test]
    public async Task Whether_documents_are_offered_is_asked_without_their_contents()
    {
        Server.On(PortalServer.Bundle, Problems(("d1", "notAvailable"), ("d2", "alreadyForwarded")));
        var refused = await Source().RefusedAsync([Some.Document("d1", delivery: 4), Some.Document("d2"), Some.Document("d3")], default);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(refused, Is.EqualTo(new Dictionary<string, Refusal> { ["d1"] = new("No d1.", Absence.Withdrawn), ["d2"] = new("No d2.", Absence.AlreadyForwarded) }));
            Assert.That(Server.To(PortalServer.Bundle).Single().Body, Does.Contain("""{"id":"d1","parts":[],"deliveryNumber":4}"""));
        }
    }

    [Test]
    public async Task Of_very_many_documents_it_is_asked_a_thousand_at_a_time()
    {
        Server.On(PortalServer.Bundle, Problems(("d0", "notAvailable")), Problems(("d1000", "notAvailable")));
        var refused = await Source().RefusedAsync([.. Enumerable.Range(0, 1001).Select(number => Some.Document($"d{number}"))], default);
        Assert.That(refused.Keys, Is.EquivalentTo(["d0", "d1000"]));
    }

    [Test]
    public async Task An_answer_that_cannot_be_read_says_nothing_of_any()
    {
        Server.On(PortalServer.Bundle, context =>
        {
            context.Response.ContentType = PortalHeaders.BundleMediaType;
            return context.Response.WriteAsync(new string('x', 1024));
        });
        var failure = await Failure(() => Source().RefusedAsync([Some.Document("d1")], default));
        Assert.That(failure.Failure, Is.EqualTo(SourceFailure.Unavailable));
    }

    private static RequestDelegate Problems(params (string Document, string Type)[] problems) => async context =>
    {
        context.Response.ContentType = PortalHeaders.BundleMediaType;
        await using var tar = new TarWriter(context.Response.Body, TarEntryFormat.Ustar, leaveOpen: true);
        foreach (var (document, type) in problems)
        {
            var problem = Encoding.UTF8.GetBytes($$"""{"type":"urn:synqup:problem:{{type}}","detail":"No {{document}}."}""");
            await tar.WriteEntryAsync(new UstarTarEntry(TarEntryType.RegularFile, document + "/.problem") { DataStream = new MemoryStream(problem) });
        }
    };
}
