using System.Collections.Concurrent;
using System.Security.Cryptography;
using Synqup.Core.Sources.Portal;
using Synqup.Demo.Office;

namespace Synqup.Demo.Flow;

/// <summary>One document as the Console and the disk have it.</summary>
/// <param name="Paths">As acknowledged; the first part first. Empty when nothing was acknowledged.</param>
/// <param name="Problem">What is missing; null when the files are there with the right bytes and the Console knows it.</param>
internal sealed record VerifiedDocument(UploadedSource Uploaded, IReadOnlyList<string> Paths, bool IsDelivered, bool IsAcknowledged, string? Problem);

/// <summary>Believes neither agent nor Console: reads each file that was acknowledged and compares its hash.</summary>
internal sealed class Verification(OfficeClient office)
{
    private const int AtOnce = 8;

    public async Task<IReadOnlyList<VerifiedDocument>> CheckAsync(IReadOnlyList<UploadedSource> uploaded, CancellationToken cancellationToken)
    {
        var verified = new ConcurrentDictionary<UploadedSource, VerifiedDocument>();
        await Parallel.ForEachAsync(
            uploaded,
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
            async (one, token) => verified[one] = await CheckAsync(one, token));
        return [.. uploaded.Select(one => verified[one])];
    }

    private async Task<VerifiedDocument> CheckAsync(UploadedSource uploaded, CancellationToken cancellationToken)
    {
        var document = await office.DocumentAsync(uploaded.Id, cancellationToken);
        var files = document.Acknowledgements?.LastOrDefault(said => said.Outcome == "forwarded")?.Files ?? [];
        var problem = files.Count == 0
            ? document.Reason ?? (document.Offered ? "The agent has not delivered it." : "The Console does not offer it to the agent.")
            : await ProblemAsync(uploaded, files, cancellationToken);
        var isDelivered = problem is null;
        if (isDelivered && !document.IsAcknowledged)
            problem = $"It is delivered, but the Console shows it as {document.State}.";
        return new VerifiedDocument(
            uploaded, [.. files.OrderBy(file => file.Sha256 != uploaded.Sha256).Select(file => file.Path)], isDelivered, document.IsAcknowledged, problem);
    }

    private static async Task<string?> ProblemAsync(UploadedSource uploaded, IReadOnlyList<AcknowledgedFile> files, CancellationToken cancellationToken)
    {
        if (files.All(file => file.Sha256 != uploaded.Sha256))
            return "None of the acknowledged files has the bytes of the document.";
        foreach (var file in files)
        {
            if (!File.Exists(file.Path))
                return $"{file.Path} was acknowledged and is not there.";
            await using var content = File.OpenRead(file.Path);
            if (Convert.ToHexStringLower(await SHA256.HashDataAsync(content, cancellationToken)) != file.Sha256)
                return $"{file.Path} has other bytes than were acknowledged.";
        }

        return null;
    }
}
