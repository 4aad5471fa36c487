using Synqup.Core.Sources.Portal.Contents;

namespace Synqup.Core.Sources.Portal.Limits;

/// <summary>A content from the network that is read no faster than allowed; what is not read is not sent.</summary>
internal sealed class PacedStream(Stream inner, TrafficLimits limits) : ReadOnlyStream
{
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var room = await limits.RoomAsync(cancellationToken);
        var read = await inner.ReadAsync(buffer.Length > room ? buffer[..room] : buffer, cancellationToken);
        limits.Received(read);
        return read;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            inner.Dispose();
        base.Dispose(disposing);
    }
}
