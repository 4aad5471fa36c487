using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Synqup.Core.Health;
using Synqup.Core.Ledger;

namespace Synqup.Core.Delivery;

/// <summary>
/// The manifests of a root: what its batches bind, readable without the ledger. A file is one line of JSON and a line with the
/// SHA-256 of the first.
/// </summary>
/// <param name="source">The connection that delivers here: all sets of the root are its, by whatever name the agent before it called it.</param>
internal sealed class Manifests(IPlatform platform, RootLayout layout, string source)
{
    // Kept from batch to batch: some hundred kilobytes each time are what makes a collector look through everything.
    private readonly ArrayBufferWriter<byte> _content = new();
    private long _newestRecorded;

    /// <summary>The manifests that are there, by number, and the highest number ever used; 0 when none was.</summary>
    /// <exception cref="InvalidDataException">One is damaged: nothing about this root is certain.</exception>
    public (SortedDictionary<long, BatchRecord> Batches, long Newest) ReadAll()
    {
        var batches = new SortedDictionary<long, BatchRecord>();
        var names = platform.FilesIn(layout.Batches);
        foreach (var name in names)
        {
            if (long.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
                batches.Add(number, Read(number));
        }
        _newestRecorded = OwnFile.ReadText(platform, layout.Newest) is not { } text ? 0
            : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var recorded) ? recorded
            : throw new InvalidDataException($"{layout.Newest} does not hold the number of a batch.");

        // Never renamed, so it never bound anything.
        foreach (var part in names.Where(n => n.EndsWith(".part", StringComparison.Ordinal)))
            platform.Delete(Path.Join(layout.Batches, part));
        return (batches, Math.Max(_newestRecorded, batches.Count == 0 ? 0 : batches.Keys.Last()));
    }

    /// <summary>Makes a manifest durable, new or in place of the one with its number.</summary>
    public void Write(BatchRecord batch)
    {
        _content.ResetWrittenCount();
        using (var json = new Utf8JsonWriter(_content))
            JsonSerializer.Serialize(json, batch, DeliveryJson.Default.BatchRecord);
        var checksum = Convert.ToHexStringLower(SHA256.HashData(_content.WrittenSpan));
        Encoding.ASCII.GetBytes($"\n{checksum}\n", _content);
        OwnFile.Write(platform, layout.Manifest(batch.Number), _content.WrittenSpan);
    }

    /// <summary>Numbers must not be used twice, so the newest manifest leaves its number behind before it goes.</summary>
    public void RecordNewest(IReadOnlyCollection<long> closing, long newest)
    {
        if (!closing.Contains(newest) || _newestRecorded >= newest)
            return;
        OwnFile.Write(platform, layout.Newest, Encoding.ASCII.GetBytes(newest.ToString(CultureInfo.InvariantCulture)));
        _newestRecorded = newest;
    }

    /// <summary>Removes manifests of which nothing is open any more.</summary>
    public void Remove(IEnumerable<long> numbers)
    {
        foreach (var number in numbers)
            platform.Delete(layout.Manifest(number));
    }

    private BatchRecord Read(long number)
    {
        var path = layout.Manifest(number);
        var content = OwnFile.Read(platform, path) ?? throw new InvalidDataException($"The manifest {path} was there and is gone.");
        var end = content.AsSpan().IndexOf((byte)'\n');
        if (end < 0 || content.Length != end + 66 || !content.AsSpan(end + 1, 64).SequenceEqual(Encoding.ASCII.GetBytes(Convert.ToHexStringLower(SHA256.HashData(content.AsSpan(0, end))))))
            throw new InvalidDataException($"The manifest {path} is damaged.");
        try
        {
            return JsonSerializer.Deserialize(content.AsSpan(0, end), DeliveryJson.Default.BatchRecord) is { } batch && batch.Number == number
                ? batch with { Root = layout.Root, Sets = [.. batch.Sets.Select(set => set with { Source = source })] }
                : throw new JsonException("It is another batch's.");
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"The manifest {path} cannot be understood: {Sentence.Ended(e.Message)}", e);
        }
    }
}
