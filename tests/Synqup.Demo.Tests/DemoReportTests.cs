using System.Text.Json;
using Synqup.Demo.Flow;
using Synqup.Demo.Sources;

namespace Synqup.Demo.Tests;

internal sealed class DemoReportTests
{
    private static readonly DemoReport Complete = new(
        2, 2, 2, 1.5, "/tmp/output", [new DeliveredSource("a.xml", ["generic/Café/a.xml"], "ab")], [new RefusedSource("b.cod", "line 2 has 127 characters")]);

    [Test]
    public void The_object_has_the_promised_names_on_one_line_and_names_stay_readable()
    {
        var json = Complete.ToJson();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(json, Does.Not.Contain('\n'));
            Assert.That(JsonDocument.Parse(json).RootElement.EnumerateObject().Select(one => one.Name), Is.EqualTo(new[] { "documents", "delivered", "acknowledged", "seconds", "output", "files", "refused" }));
            Assert.That(json, Does.Contain("""[{"source":"a.xml","paths":["generic/Café/a.xml"],"sha256":"""));
            Assert.That(json, Does.EndWith("\"refused\":[{\"source\":\"b.cod\",\"reason\":\"line 2 has 127 characters\"}]}"));
        }
    }

    [TestCase(2, 2, 2, true)]
    [TestCase(2, 1, 1, false)]
    [TestCase(2, 2, 1, false)]
    [TestCase(0, 0, 0, false, Description = "everything was refused")]
    public void A_run_is_complete_when_every_document_is_delivered_and_acknowledged(int documents, int delivered, int acknowledged, bool complete) =>
        Assert.That((Complete with { Documents = documents, Delivered = delivered, Acknowledged = acknowledged }).IsComplete, Is.EqualTo(complete));
}
