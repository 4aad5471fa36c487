using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Synqup.Console.Tests.Running;

namespace Synqup.Console.Tests.Intake;

/// <summary>Files of the largest size that is accepted, and beyond; alone, since the memory of the process is measured.</summary>
[NonParallelizable]
internal sealed class BoundedMemoryTests
{
    private const int Mebibyte = 1 << 20;
    // The heap after collection: what intake holds on to at its peak, beside what the test itself streams.
    private const long Bound = 48L * Mebibyte;

    [TestCase("base64", HttpStatusCode.Created, TestName = "A PDF of 70 MiB in a UBL is taken in bounded memory")]
    [TestCase("attribute", HttpStatusCode.UnprocessableEntity, TestName = "An attribute of 95 MiB is refused in bounded memory")]
    [TestCase("names", HttpStatusCode.UnprocessableEntity, TestName = "95 MiB of new names are refused in bounded memory")]
    [TestCase("nesting", HttpStatusCode.UnprocessableEntity, TestName = "95 MiB of nesting are refused in bounded memory")]
    [TestCase("section", HttpStatusCode.UnprocessableEntity, TestName = "A CDATA section of 95 MiB is refused in bounded memory")]
    [TestCase("number", HttpStatusCode.UnprocessableEntity, TestName = "A number of 95 MiB is refused in bounded memory")]
    [TestCase("coda", HttpStatusCode.UnprocessableEntity, TestName = "A CODA line of 95 MiB is refused in bounded memory")]
    [TestCase("too large", HttpStatusCode.RequestEntityTooLarge, TestName = "A file of 101 MiB is refused")]
    public async Task A_large_file_needs_little_memory(string what, HttpStatusCode expected)
    {
        await using var console = await RunningConsole.StartAsync();
        var office = await console.OfficeAsync();
        var customer = await office.CustomerAsync(null);
        var form = new MultipartFormDataContent { { new Pieces(Content(what)), "file", "large.xml" } };
        var before = GC.GetTotalMemory(forceFullCollection: true);
        using var done = new CancellationTokenSource();
        var peak = PeakAsync(before, done.Token);

        using var response = await office.Http.PostAsync($"api/v1/enterprises/{customer.Id}/documents", form);
        await done.CancelAsync();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(response.StatusCode, Is.EqualTo(expected), await response.Content.ReadAsStringAsync());
            Assert.That(await peak, Is.LessThan(Bound));
        }
    }

    // Sampled: what is alive, not what was allocated and forgotten.
    private static Task<long> PeakAsync(long before, CancellationToken cancellationToken) => Task.Run(
        async () =>
        {
            long peak = 0;
            using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
            try
            {
                do
                    peak = Math.Max(peak, GC.GetTotalMemory(forceFullCollection: true) - before);
                while (await timer.WaitForNextTickAsync(cancellationToken));
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                // The upload was answered.
            }

            return peak;
        },
        CancellationToken.None);

    private static IEnumerable<byte[]> Content(string what)
    {
        const string Marker = "<!-- here -->";
        var text = Encoding.UTF8.GetString(Some.Ubl(attachments: Marker));
        var (head, tail) = (Encoding.UTF8.GetBytes(text[..text.IndexOf(Marker, StringComparison.Ordinal)]), Encoding.UTF8.GetBytes(text[(text.IndexOf(Marker, StringComparison.Ordinal) + Marker.Length)..]));
        return what switch
        {
            "base64" => [head, .. Embedded(95), tail],
            "attribute" => [head, "<a b=\""u8.ToArray(), .. Repeat('>', 95), "\"/>"u8.ToArray(), tail],
            "section" => [head, "<a><![CDATA["u8.ToArray(), .. Repeat('>', 95), "]]></a>"u8.ToArray(), tail],
            "nesting" => [head, .. Enumerable.Repeat(Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("<a>", Mebibyte / 3))), 95)],
            "names" => [head, .. Enumerable.Range(0, 95).Select(i => Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(0, 70_000).Select(j => $"<n{i}x{j:x5}/>"))))],
            "number" => [head, "<cbc:ID>"u8.ToArray(), .. Repeat('9', 95), "</cbc:ID>"u8.ToArray(), tail],
            "coda" => [Encoding.ASCII.GetBytes(new string('0', Mebibyte)), .. Repeat('0', 94)],
            _ => [Some.Pdf, .. Repeat('x', 101)],
        };
    }

    private static IEnumerable<byte[]> Embedded(int mebibytes)
    {
        var attachment = Some.Attachment([.. Some.Pdf, .. new byte[3 - (Some.Pdf.Length % 3)]]);
        var at = attachment.IndexOf("</cbc:EmbeddedDocumentBinaryObject>", StringComparison.Ordinal);
        return [Encoding.ASCII.GetBytes(attachment[..at]), .. Repeat('A', mebibytes), Encoding.ASCII.GetBytes(attachment[at..])];
    }

    private static IEnumerable<byte[]> Repeat(char character, int mebibytes) => Enumerable.Repeat(Encoding.ASCII.GetBytes(new string(character, Mebibyte)), mebibytes);

    private sealed class Pieces : HttpContent
    {
        private readonly IEnumerable<byte[]> _pieces;

        public Pieces(IEnumerable<byte[]> pieces)
        {
            _pieces = pieces;
            Headers.ContentType = new MediaTypeHeaderValue("application/xml");
        }

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            try
            {
                foreach (var piece in _pieces)
                    await stream.WriteAsync(piece);
            }
            catch (IOException)
            {
                // The Console refused before it had read everything; its answer says why.
            }
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
