using Synqup.Console.Data;
using Synqup.Core.Sources.Portal;

namespace Synqup.Console.Intake;

internal enum UploadStatus
{
    Created,

    /// <summary>The same bytes were there already, for the same customer and direction.</summary>
    Existing,
}

/// <summary>One answer per document: a PDF that belongs to an XML has none of its own.</summary>
internal sealed record UploadAnswer(IReadOnlyList<UploadItem> Items);

/// <param name="Companion">The uploaded PDF that became a part of it.</param>
internal sealed record UploadItem(
    string File, string? Companion, string Id, UploadStatus Status, WireDocumentKind Kind, string? Number, DateOnly? IssueDate, string Sha256, IReadOnlyList<string> Warnings)
{
    public static UploadItem Of(ReadFile file, StoredDocument document, string id, UploadStatus status, IReadOnlyList<string> warnings) =>
        new(file.File.Name, file.Companion?.Name, id, status, document.Kind, document.Number, document.IssueDate, document.Sha256, warnings);
}
