using Synqup.Core.Sources.Portal;

namespace Synqup.Demo.Office;

// What the Console's office side sends and takes, as far as the demo needs it.

internal sealed record Page<T>(IReadOnlyList<T> Items, string? Next = null);

internal sealed record Created(string Id);

internal sealed record EnrolmentKeyRequest(string Name, int Uses);

internal sealed record EnrolmentKey(string Id, string Key);

/// <param name="Heartbeat">The last one; null before the first.</param>
internal sealed record AgentStanding(string Id, string Name, DateTimeOffset? LastSeenAt, Heartbeat? Heartbeat);

internal sealed record NewConfiguration(string Name, string? AgentId, string Package, ConfigurationPaths Paths, string? NameTaken = null, IReadOnlyDictionary<string, string>? Options = null);

internal sealed record NewCustomer(string Name, string? Vat, string? EnterpriseNumber, string AccountingFileId, string ConfigurationId);

/// <param name="File">As it was called in the upload.</param>
internal sealed record UploadedDocument(string File, string Id, string Status, string Sha256);

internal sealed record RefusedFile(string File, string Reason);

internal sealed record OfficeProblem(string? Type, string? Title, string? Detail, IReadOnlyList<RefusedFile>? Files, IReadOnlyDictionary<string, IReadOnlyList<string>>? Errors, string? Id);

/// <summary>What a file says of itself.</summary>
/// <param name="Format">"ubl", "coda" or "pdf".</param>
internal sealed record Inspection(string Format, PartyDescription? Supplier, PartyDescription? Customer, string? Holder, string? EnterpriseNumber);

internal sealed record DocumentCounts(int ToBeFetched, int Error, int Forwarded, int PickedUp)
{
    public int Acknowledged => Forwarded + PickedUp;
}

internal sealed record DocumentId(string Id);

/// <param name="State">"toBeFetched", "error", "forwarded" or "pickedUp".</param>
/// <param name="NotOffered">Why not, when it is not.</param>
/// <param name="Acknowledgements">Null in a list.</param>
internal sealed record OfficeDocument(
    DocumentId Document, string State, bool Offered, string? NotOffered, string? Reason, string FileName, IReadOnlyList<DocumentAcknowledgement>? Acknowledgements)
{
    public bool IsAcknowledged => State is "forwarded" or "pickedUp";
}

internal sealed record RedeliverySelection(IReadOnlyList<RedeliveryItem> Items);

internal sealed record RedeliveryItem(string DocumentId, long Replaces);

internal sealed record DocumentAcknowledgement(string Outcome, IReadOnlyList<AcknowledgedFile> Files);
