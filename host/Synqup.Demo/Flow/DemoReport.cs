using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Synqup.Demo.Sources;

namespace Synqup.Demo.Flow;

/// <summary>What became of everything: the object that <c>--json</c> writes.</summary>
/// <param name="Documents">That the Console took.</param>
/// <param name="Delivered">Whose files are on disk with the right bytes.</param>
/// <param name="Acknowledged">Whose delivery the Console knows.</param>
/// <param name="Seconds">From the first upload to the last acknowledgement.</param>
internal sealed record DemoReport(
    int Documents, int Delivered, int Acknowledged, double Seconds, string Output, IReadOnlyList<DeliveredSource> Files, IReadOnlyList<RefusedSource> Refused)
{
    // Names stay readable; nothing of this is put into a web page.
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [JsonIgnore]
    public bool IsComplete => Documents > 0 && Delivered == Documents && Acknowledged == Documents;

    public string ToJson() => JsonSerializer.Serialize(this, Json);
}

/// <param name="Paths">Relative to the output folder, with <c>/</c>; the document's first part first.</param>
/// <param name="Sha256">Of the document's first part, lower-case hexadecimal.</param>
internal sealed record DeliveredSource(string Source, IReadOnlyList<string> Paths, string Sha256);
