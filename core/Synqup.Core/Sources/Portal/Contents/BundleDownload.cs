using System.Formats.Tar;
using Synqup.Core.Sources.Portal.Calls;
using Synqup.Core.Sources.Portal.Limits;

namespace Synqup.Core.Sources.Portal.Contents;

/// <summary>Many small contents in one streamed tar.</summary>
internal sealed class BundleDownload(PortalConnection connection, IPortalContents contents, PartDownload downloads, TrafficLimits limits, TimeProvider time)
{
    /// <summary>
    /// Answers the parts that did not come, and why the bundle broke; null when it came to its end. What came, or is certain not to be
    /// had, was handed to the receiver.
    /// </summary>
    /// <param name="asked">The parts of a document stand together.</param>
    public async Task<(IReadOnlyList<PartRequest> Missing, Exception? Failure)> FetchAsync(
        List<PartRequest> asked, IPartReceiver receiver, CancellationToken cancellationToken)
    {
        var expected = new ExpectedParts(asked);
        try
        {
            var response = await contents.BundleAsync(expected.ToRequest(), cancellationToken);
            await using var stream = await StallGuardStream.OpenAsync(response, connection.Timings, limits, time, cancellationToken);
            await using var tar = new TarReader(stream, leaveOpen: true);
            while (await NextAsync(tar, cancellationToken) is { } entry)
                await TakeAsync(entry, expected, receiver, cancellationToken);
            return (expected.Rest(), null);
        }
        catch (BrokenBundleException broken)
        {
            return (expected.Rest(), broken.InnerException);
        }
        catch (SourceException refusal) when (refusal.Failure == SourceFailure.Refused)
        {
            return (expected.Rest(), refusal);
        }
    }

    private static async ValueTask<TarEntry?> NextAsync(TarReader tar, CancellationToken cancellationToken)
    {
        try
        {
            return await tar.GetNextEntryAsync(copyData: false, cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException or FormatException)
        {
            throw new BrokenBundleException(exception);
        }
    }

    private async Task TakeAsync(TarEntry entry, ExpectedParts expected, IPartReceiver receiver, CancellationToken cancellationToken)
    {
        if (entry.EntryType is not (TarEntryType.RegularFile or TarEntryType.V7RegularFile))
        {
            expected.CountStray(entry.Name);
        }
        else if (expected.Take(entry.Name) is { } part)
        {
            if (entry.Length != part.Size)
                await receiver.UnavailableAsync(
                    part,
                    $"The Console sent {entry.Length} bytes of part '{part.Part}' of document {part.DocumentId}, but had listed {part.Size}. Tell who runs the Console; a redelivery from there lists the document anew.",
                    Absence.Passing, cancellationToken);
            else if (!await downloads.ReceiveAsync(part, entry.DataStream ?? Stream.Null, receiver, cancellationToken))
                throw new BrokenBundleException(new EndOfStreamException($"It broke off in '{entry.Name}'."));
        }
        else if (expected.TakeDocument(entry.Name) is { Count: > 0 } parts)
        {
            var (reason, absence) = await ProblemEntry.ReadAsync(entry, cancellationToken);
            foreach (var missing in parts)
                await receiver.UnavailableAsync(missing, reason, absence, cancellationToken);
        }
        else
        {
            expected.CountStray(entry.Name);
        }
    }
}
