namespace Synqup.Core.Ledger;

/// <summary>Which of the two does not know of batches. Numbers are in the database: never renumber.</summary>
internal enum DivergenceKind
{
    /// <summary>The root, so it was restored or its own folder was removed: documents may be missing there.</summary>
    RootIsBehind = 0,

    /// <summary>The ledger, so it is an old copy.</summary>
    LedgerIsBehind = 1,
}

/// <summary>Batches that only one of root and ledger knows; open until a person says what became of them.</summary>
/// <param name="Root">The root as a local path.</param>
/// <param name="Shown">The root as the template says it.</param>
/// <param name="First">The number of the first such batch.</param>
/// <param name="Last">The number of the last one.</param>
/// <param name="At">When it was found.</param>
internal sealed record Divergence(string Root, string Shown, DivergenceKind Kind, long First, long Last, DateTimeOffset At);

/// <summary>A divergence with the documents that may be missing: delivered in its batches, and not listed by the source once more since.</summary>
/// <param name="Documents">The first ones; none where the ledger is behind, which does not know them.</param>
internal sealed record DivergedDocuments(Divergence Divergence, long Count, IReadOnlyList<HistoryItem> Documents);
