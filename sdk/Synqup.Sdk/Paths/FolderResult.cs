using System.Diagnostics.CodeAnalysis;

namespace Synqup.Sdk;

/// <summary>A folder, or the sentence that says why there is none. Exactly one of the two is there.</summary>
public sealed record FolderResult
{
    private FolderResult(DeliveryFolder? folder, string? problem) => (Folder, Problem) = (folder, problem);

    /// <summary>The folder; null when there is a <see cref="Problem"/>.</summary>
    public DeliveryFolder? Folder { get; }

    /// <summary>What is missing and where to fill it in; null when there is a <see cref="Folder"/>.</summary>
    public string? Problem { get; }

    /// <summary>Whether there is a folder.</summary>
    [MemberNotNullWhen(true, nameof(Folder))]
    [MemberNotNullWhen(false, nameof(Problem))]
    public bool IsFolder => Folder is not null;

    /// <summary>A folder.</summary>
    /// <param name="folder">The folder.</param>
    public static FolderResult Of(DeliveryFolder folder) => new(folder, null);

    /// <summary>No folder.</summary>
    /// <param name="problem">A sentence for the user: what is missing, and where to fill it in.</param>
    public static FolderResult None(string problem) => new(null, problem);

    /// <summary>The folder, for callers that were promised one.</summary>
    /// <exception cref="InvalidOperationException">There is none; the message is <see cref="Problem"/>.</exception>
    public DeliveryFolder Require() => Folder ?? throw new InvalidOperationException(Problem);
}
