using System.Diagnostics.CodeAnalysis;

namespace Synqup.Sdk;

/// <summary>What becomes of a document: files to deliver, or a refusal with its reason.</summary>
public sealed class DeliveryPlan
{
    private DeliveryPlan(IReadOnlyList<PlannedFile> files, string? rejection) => (Files, Rejection) = (files, rejection);

    /// <summary>The files in the order in which they become visible; empty for a refusal.</summary>
    public IReadOnlyList<PlannedFile> Files { get; }

    /// <summary>Why the package can never take the document, as a sentence for the user; null when files are delivered.</summary>
    public string? Rejection { get; }

    /// <summary>Whether the document is refused.</summary>
    [MemberNotNullWhen(true, nameof(Rejection))]
    public bool IsRejected => Rejection is not null;

    /// <summary>Delivers files.</summary>
    /// <param name="files">At least one, in the order in which they become visible; paths differ, also without case, and share one folder.</param>
    /// <exception cref="ArgumentException">There is no file, two paths are equal, or the folders differ.</exception>
    public static DeliveryPlan Deliver(params IReadOnlyList<PlannedFile> files) => throw new NotImplementedException();

    /// <summary>Refuses the document for good.</summary>
    /// <param name="reason">A sentence for the user: what about the document the package cannot take.</param>
    /// <exception cref="ArgumentException">The reason is empty.</exception>
    public static DeliveryPlan Reject(string reason) => throw new NotImplementedException();

    /// <summary>The same plan with a number in every name, for when others hold its names: one number serves the whole set.</summary>
    /// <param name="number">2 to 9999.</param>
    public DeliveryPlan WithSuffix(int number) => throw new NotImplementedException();
}
