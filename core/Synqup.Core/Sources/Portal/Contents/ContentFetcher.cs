using Microsoft.Extensions.Logging;

namespace Synqup.Core.Sources.Portal.Contents;

/// <summary>Small documents in bundles, what is large or was left over one by one.</summary>
internal sealed partial class ContentFetcher(
    PortalConnection connection, BundleDownload bundles, PartDownload downloads, TimeProvider time, ILogger<ContentFetcher> logger)
{
    private const long LargestBundledPart = 1024 * 1024;
    private const long LargestBundle = 64 * 1024 * 1024;
    private const int MostDocuments = 256;
    private const int MostBroken = 3;

    public async Task FetchAsync(IReadOnlyList<PartRequest> parts, IPartReceiver receiver, CancellationToken cancellationToken)
    {
        // The parts of a delivery stay together, in the order in which they were asked for. A bundle's entries name the document only, so
        // that a second delivery of one comes by itself.
        var bundled = new List<PartRequest>(parts.Count);
        var single = new List<PartRequest>();
        var documents = new HashSet<string>(StringComparer.Ordinal);
        foreach (var delivery in parts.GroupBy(part => (part.DocumentId, part.DeliveryNumber)))
            (delivery.All(part => part.Size <= LargestBundledPart) && documents.Add(delivery.Key.DocumentId) ? bundled : single).AddRange(delivery);

        var leftOver = await FetchBundledAsync(bundled, receiver, cancellationToken);
        single.InsertRange(0, leftOver);
        await FetchSinglyAsync(single, someCame: leftOver.Count < bundled.Count, receiver, cancellationToken);
    }

    /// <summary>
    /// A content that the Console cannot serve fails alone, as long as others come: then it is not the Console that is away. Where it gave
    /// no answer, others have to come afterwards: it may have gone away in between. Where it asks for a long pause, there is nothing to ask for.
    /// </summary>
    private async Task FetchSinglyAsync(List<PartRequest> parts, bool someCame, IPartReceiver receiver, CancellationToken cancellationToken)
    {
        var failed = new List<(PartRequest Part, SourceException Failure)>();
        var unanswered = 0;
        foreach (var part in parts)
        {
            try
            {
                await downloads.FetchAsync(part, receiver, cancellationToken);
                (someCame, unanswered) = (true, 0);
            }
            catch (SourceException failure) when (failure.Failure == SourceFailure.Unavailable && !(failure.RetryAfter > connection.Timings.LongestRetryAfter) && (someCame ? unanswered : failed.Count) < MostBroken)
            {
                failed.Add((part, failure));
                unanswered = failure.Status is null ? unanswered + 1 : 0;
            }
        }

        if (failed.Count > 0 && (!someCame || unanswered > 0))
            throw failed[^1].Failure;
        foreach (var (part, failure) in failed)
            await receiver.UnavailableAsync(part, failure.Message, Absence.Passing, cancellationToken);
    }

    /// <summary>Answers the parts that bundles did not bring.</summary>
    private async Task<IReadOnlyList<PartRequest>> FetchBundledAsync(List<PartRequest> waiting, IPartReceiver receiver, CancellationToken cancellationToken)
    {
        var leftOver = new List<PartRequest>();
        var (documents, broken, start) = (MostDocuments, 0, 0);
        while (start < waiting.Count)
        {
            var count = CountThatFits(waiting, start, documents);
            var (rest, failure) = await bundles.FetchAsync(waiting.GetRange(start, count), receiver, cancellationToken);
            start += count;
            if (failure is null)
            {
                leftOver.AddRange(rest);
                continue;
            }

            LogBroken(connection.Name, rest.Count, failure.Message);
            if (++broken > MostBroken)
                return [.. leftOver, .. rest, .. waiting[start..]];
            documents = Math.Max(1, documents / 4);
            waiting = [.. rest, .. waiting[start..]];
            start = 0;
            await Backoff.WaitAsync(broken, connection.Timings, time, cancellationToken);
        }

        return leftOver;
    }

    private static int CountThatFits(List<PartRequest> waiting, int start, int documents)
    {
        var (end, size) = (start, 0L);
        while (end < waiting.Count && documents > 0)
        {
            var (next, sizeWith) = (end, size);
            for (var id = waiting[end].DocumentId; next < waiting.Count && waiting[next].DocumentId == id; next++)
                sizeWith += waiting[next].Size;
            if (sizeWith > LargestBundle && end > start)
                break;
            (end, size) = (next, sizeWith);
            documents--;
        }

        return end - start;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Connection {Connection}: a bundle broke off, {Parts} contents are asked for again: {Cause}")]
    private partial void LogBroken(string connection, int parts, string cause);
}
