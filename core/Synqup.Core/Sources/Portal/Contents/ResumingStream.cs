namespace Synqup.Core.Sources.Portal.Contents;

/// <summary>
/// One content as its receiver sees it: uninterrupted, and exactly as long as listed. Where the connection breaks, the rest is asked
/// for from there on.
/// </summary>
/// <param name="first">Where the content begins; owned by whoever opened it.</param>
/// <param name="resumeAsync">Opens the content from an offset; refuses with a <see cref="SourceException"/>.</param>
internal sealed class ResumingStream(PartRequest part, Stream first, Func<PartRequest, long, int, Exception, CancellationToken, Task<Stream>> resumeAsync) : ReadOnlyStream
{
    /// <summary>Less than this before it breaks again is no progress.</summary>
    private const long Progress = 64 * 1024;

    private Stream? _resumed;
    private long _position;
    private long _resumedAt;
    private int _tries;

    /// <summary>Whether the stream that it began with broke.</summary>
    public bool Resumed { get; private set; }

    /// <summary>Why reading failed for good; null as long as it did not.</summary>
    public SourceException? Failure { get; private set; }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_position == part.Size || buffer.Length == 0)
            return 0;
        if (buffer.Length > part.Size - _position)
            buffer = buffer[..(int)(part.Size - _position)];
        while (true)
        {
            IOException broken;
            try
            {
                var read = await (_resumed ?? first).ReadAsync(buffer, cancellationToken);
                if (read > 0)
                {
                    _position += read;
                    if (_position - _resumedAt >= Progress)
                        _tries = 0;
                    return read;
                }

                broken = new EndOfStreamException($"The content ended after {_position} of {part.Size} bytes.");
            }
            catch (IOException exception)
            {
                broken = exception;
            }

            await ResumeAsync(broken, cancellationToken);
        }
    }

    private async Task ResumeAsync(IOException broken, CancellationToken cancellationToken)
    {
        Resumed = true;
        if (_resumed is not null)
            await _resumed.DisposeAsync();
        // Until the next one is open there is nothing to read from.
        _resumed = Null;
        _resumedAt = _position;
        try
        {
            _resumed = await resumeAsync(part, _position, ++_tries, broken, cancellationToken);
        }
        catch (SourceException exception)
        {
            Failure = exception;
            throw;
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _resumed?.Dispose();
        base.Dispose(disposing);
    }
}
