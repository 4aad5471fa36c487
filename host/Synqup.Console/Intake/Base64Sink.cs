using Synqup.Console.Content;

namespace Synqup.Console.Intake;

/// <summary>Decodes base64 that arrives in pieces into a file; strict about everything but white space.</summary>
internal sealed class Base64Sink(IncomingFile target)
{
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
            throw new FormatException("it is cut off: its length is not a multiple of four");
        Decode();
        target.Complete();
    }

    private void Decode()
    {
        if (!Convert.TryFromBase64Chars(_quads.AsSpan(0, _count), _bytes, out var written))
            throw new FormatException("it has a character or padding that base64 does not have");
        target.Write(_bytes.AsSpan(0, written));
        _count = 0;
    }
}
