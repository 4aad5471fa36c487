namespace Synqup.Console.Intake;

/// <summary>
/// Refuses markup so long that an XML reader, which holds each piece of markup whole, would need memory without bound. Text is
/// not limited: it is read in pieces. Works on the bytes of every encoding in which markup is ASCII, UTF-16 included.
/// </summary>
internal sealed class MarkupGuard(Stream inner) : Stream
{
    private const int LongestTag = 64 * 1024;
    private const int LongestSection = 4 * 1024 * 1024;

    private State _state;
    private int _length;
    private byte _quote;
    private byte _last;
    private byte _beforeLast;

    private enum State
    {
        Text,
        Opened,
        Declaration,
        Tag,
        Comment,
        Section,
    }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override int Read(Span<byte> buffer)
    {
        var read = inner.Read(buffer);
        Watch(buffer[..read]);
        return read;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            inner.Dispose();
        base.Dispose(disposing);
    }

    private void Watch(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            if (_state == State.Text)
            {
                var opens = bytes.IndexOf((byte)'<');
                if (opens < 0)
                    return;
                (_state, _length, _quote, _last, _beforeLast) = (State.Opened, 0, 0, 0, 0);
                bytes = bytes[(opens + 1)..];
                continue;
            }

            if (bytes[0] != 0)
                Step(bytes[0]);
            bytes = bytes[1..];
        }
    }

    private void Step(byte next)
    {
        _length++;
        switch (_state)
        {
            case State.Opened:
                _state = next == '!' ? State.Declaration : State.Tag;
                break;
            case State.Declaration:
                // <!-- … --> or <![CDATA[ … ]]>; <!DOCTYPE is refused by the reader.
                _state = next == '[' ? State.Section : next != '-' ? State.Tag : _last == '-' ? State.Comment : State.Declaration;
                break;
            case State.Tag when _quote != 0:
                _quote = next == _quote ? (byte)0 : _quote;
                break;
            case State.Tag when next is (byte)'"' or (byte)'\'':
                _quote = next;
                break;
            case State.Tag when next == '>':
            case State.Comment when next == '>' && _last == '-' && _beforeLast == '-':
            case State.Section when next == '>' && _last == ']' && _beforeLast == ']':
                _state = State.Text;
                break;
        }

        (_beforeLast, _last) = (_last, next);
        if (_length > (_state is State.Comment or State.Section ? LongestSection : LongestTag))
            throw new UnreadableException($"it has a piece of markup longer than {LongestTag / 1024} KiB (a comment or CDATA section: {LongestSection / 1024 / 1024} MiB), which no invoice needs");
    }
}
