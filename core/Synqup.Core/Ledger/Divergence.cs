namespace Synqup.Core.Ledger;

/// <summary>How root and ledger came apart. Numbers are in the database: never renumber.</summary>
internal enum DivergenceKind
{
    /// <summary>The root, so it was restored or its own folder was removed: documents may be missing there.</summary>
    RootIsBehind = 0,

    /// <summary>The ledger, so it is an old copy.</summary>
    LedgerIsBehind = 1,

    /// <summary>Documents count as delivered by the evidence that their files were gone: nobody saw them in the root.</summary>
    Unseen = 2,

    /// <summary>Files of delivered documents were staged again: the root's storage lost renames that it had confirmed. Each document is quarantined for itself.</summary>
    RenameUndone = 3,
}

/// <summary>Batches on which root and ledger do not agree; open until a person says what became of them.</summary>
/// <param name="Root">The root as a local path.</param>
/// <param name="Shown">The root as the template says it.</param>
/// <param name="First">The number of the first such batch.</param>
/// <param name="Last">The number of the last one.</param>
/// <param name="At">When it was found.</param>
internal sealed record Divergence(string Root, string Shown, DivergenceKind Kind, long First, long Last, DateTimeOffset At);

/// <summary>A divergence with the documents that may be missing: delivered in its batches, and not listed by the source once more since.</summary>
/// <param name="Documents">The first ones; none where its kind has none.</param>
internal sealed record DivergedDocuments(Divergence Divergence, long Count, IReadOnlyList<HistoryItem> Documents);
