using System.Formats.Tar;
using Synqup.Core.Sources.Portal.Calls;
using Synqup.Core.Sources.Portal.Failures;
using Synqup.Core.Sources.Portal.Limits;

namespace Synqup.Core.Sources.Portal.Contents;

/// <summary>Asks of many documents whether their contents would be given: a bundle without parts, whose entries are the problems.</summary>
internal sealed class OfferQuestion(PortalConnection connection, IPortalContents contents, PortalFailures failures, TrafficLimits limits, TimeProvider time)
{
    private const int MostDocuments = 1000;

    public async Task<IReadOnlyDictionary<string, Refusal>> RefusedAsync(IReadOnlyList<DocumentDescription> documents, CancellationToken cancellationToken)
    {
        var refused = new Dictionary<string, Refusal>(StringComparer.Ordinal);
        foreach (var some in documents.Chunk(MostDocuments))
        {
            try
            {
                await AskAsync(some, refused, cancellationToken);
            }
            catch (Exception exception) when (exception is IOException or InvalidDataException or FormatException)
            {
                throw failures.From(exception);
            }
        }

        return refused;
    }

    private async Task AskAsync(DocumentDescription[] documents, Dictionary<string, Refusal> refused, CancellationToken cancellationToken)
    {
        var request = new BundleRequest([.. documents.Select(document => new BundleItem(document.Id, [], document.DeliveryNumber))]);
        var response = await contents.BundleAsync(request, cancellationToken);
        await using var stream = await StallGuardStream.OpenAsync(response, connection.Timings, limits, time, cancellationToken);
        await using var tar = new TarReader(stream, leaveOpen: true);
        for (var answers = 0; answers < documents.Length && await tar.GetNextEntryAsync(copyData: false, cancellationToken) is { } entry; answers++)
        {
            if (ProblemEntry.DocumentOf(entry.Name) is { } id && await ProblemEntry.ReadAsync(entry, cancellationToken) is { Absence: not Absence.Passing } problem)
                refused[id] = new(problem.Reason, problem.Absence);
        }
    }
}
