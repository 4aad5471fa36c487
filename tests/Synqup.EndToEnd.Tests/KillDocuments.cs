using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Synqup.Demo.Samples;

namespace Synqup.EndToEnd.Tests;

/// <summary>Many small documents, every fourth with a PDF beside it, in blocks that each belong to one customer.</summary>
internal sealed class KillDocuments
{
    public const int BlockSize = 25;

    private const int Customers = 20;
    private const int Bytes = 6_000;

    private readonly SampleDocuments _documents;
    private readonly byte[] _pdf;
    private readonly Dictionary<string, string> _parts = [];
    private readonly HashSet<string> _withPdf = [];

    public KillDocuments(int seed, int count)
    {
        _documents = new SampleDocuments(seed, SampleOffice.Many(Customers));
        _pdf = new SampleDocuments(seed, SampleOffice.Customers).Make(9).Pdf!;
        Blocks = [.. Enumerable.Range(0, count / BlockSize).Select(block => Enumerable.Range(0, BlockSize).Select(index => Make(block, index)).ToList())];
    }

    public IReadOnlyList<IReadOnlyList<SampleDocument>> Blocks { get; }

    /// <summary>The hash of every part, with a name for messages.</summary>
    public IReadOnlyDictionary<string, string> Parts => _parts;

    /// <summary>Whether a PDF goes before the XML with this hash.</summary>
    public bool HasPdf(string sha256) => _withPdf.Contains(sha256);

    private SampleDocument Make(int block, int index)
    {
        var number = (block % Customers) + (Customers * ((block / Customers * BlockSize) + index));
        var document = _documents.OfSize(number, Bytes);
        var sha256 = Remember(document.Content, document.Name);
        if (index % 4 != 0)
            return document;
        // A PDF ends with a comment; another one behind it makes another file of it.
        byte[] pdf = [.. _pdf, .. Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"\n% {number}\n"))];
        Remember(pdf, document.Name + " (PDF)");
        _withPdf.Add(sha256);
        return document with { Pdf = pdf };
    }

    private string Remember(byte[] content, string name)
    {
        var sha256 = Convert.ToHexStringLower(SHA256.HashData(content));
        _parts.Add(sha256, name);
        return sha256;
    }
}
