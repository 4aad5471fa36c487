using System.Buffers;
using Synqup.Console.Content;
using Synqup.Core.Health;

namespace Synqup.Console.Intake;

/// <summary>Decodes base64 that arrives in pieces into a file; strict about everything but white space.</summary>
internal sealed class Base64Sink(IncomingFile target)
{
    private static readonly SearchValues<char> Alphabet = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=");

    private readonly char[] _quads = new char[8192];
    private readonly byte[] _bytes = new byte[6144];
    private int _count;
    private bool _ended;

    /// <exception cref="FormatException">Not base64.</exception>
    public void Write(ReadOnlySpan<char> text)
    {
        foreach (var character in text)
        {
            if (character is ' ' or '\t' or '\r' or '\n')
                continue;
            if (_ended && character != '=')
                throw new FormatException("there is more after its end");
            _ended |= character == '=';
            _quads[_count++] = character;
            if (_count == _quads.Length)
                Decode();
        }
    }

    /// <exception cref="FormatException">Not base64, or cut off.</exception>
    public void Complete()
    {
        if (_count % 4 != 0)
            throw new FormatException(Foreign() is { } other
                ? $"'{other}' is no character of base64"
                : "its length is not a multiple of four: it is cut off, or is no base64 at all");
        Decode();
        target.Complete();
    }

    private string? Foreign() => _quads.AsSpan(0, _count).IndexOfAnyExcept(Alphabet) is >= 0 and var at ? ShownText.Of(_quads[at].ToString()) : null;

    private void Decode()
    {
        if (!Convert.TryFromBase64Chars(_quads.AsSpan(0, _count), _bytes, out var written))
            throw new FormatException(Foreign() is { } other ? $"'{other}' is no character of base64" : "its padding is not where base64 has it");
        target.Write(_bytes.AsSpan(0, written));
        _count = 0;
    }
}
