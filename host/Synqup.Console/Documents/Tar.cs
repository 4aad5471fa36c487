using System.Buffers;
using System.Text;

namespace Synqup.Console.Documents;

/// <summary>USTAR, as far as a bundle needs it: plain files with short ASCII names. Cheaper than an archive writer with its streams.</summary>
internal static class Tar
{
    private const int Block = 512;

    public static void WriteHeader(IBufferWriter<byte> writer, string name, long size)
    {
        var header = writer.GetSpan(Block)[..Block];
        header.Clear();
        Encoding.ASCII.GetBytes(name, header[..100]);
        "0000644"u8.CopyTo(header[100..]);
        "0000000"u8.CopyTo(header[108..]);
        "0000000"u8.CopyTo(header[116..]);
        Octal(header.Slice(124, 11), size);
        "00000000000"u8.CopyTo(header[136..]);
        header[156] = (byte)'0';
        "ustar\0"u8.CopyTo(header[257..]);
        "00"u8.CopyTo(header[263..]);
        // The checksum counts its own field as blanks.
        header.Slice(148, 8).Fill((byte)' ');
        var sum = 0;
        foreach (var octet in header)
            sum += octet;
        Octal(header.Slice(148, 6), sum);
        header[154] = 0;
        writer.Advance(Block);
    }

    /// <summary>Fills the last block of a content.</summary>
    public static void Pad(IBufferWriter<byte> writer, long size)
    {
        var rest = (int)(-size & (Block - 1));
        writer.GetSpan(Block)[..rest].Clear();
        writer.Advance(rest);
    }

    public static void WriteEnd(IBufferWriter<byte> writer)
    {
        writer.GetSpan(2 * Block)[..(2 * Block)].Clear();
        writer.Advance(2 * Block);
    }

    /// <summary>An id as an entry may carry it: what was asked for may be anything.</summary>
    public static string Name(string id) => string.Concat(id.Take(64).Select(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_' ? character : '_'));

    private static void Octal(Span<byte> field, long value)
    {
        for (var i = field.Length - 1; i >= 0; i--, value >>= 3)
            field[i] = (byte)('0' + (value & 7));
    }
}
