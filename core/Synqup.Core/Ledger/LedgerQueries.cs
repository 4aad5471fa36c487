namespace Synqup.Core.Ledger;

/// <summary>What people ask of a ledger; never writes, so it can also be opened beside a running agent.</summary>
internal sealed class LedgerQueries : IAsyncDisposable
{
    /// <exception cref="LedgerException">There is no ledger, or another version made it.</exception>
    public static Task<LedgerQueries> OpenAsync(string path, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <param name="source">Null: all sources together.</param>
    public Task<LedgerSummary> SummaryAsync(string? source, CancellationToken cancellationToken) => throw new NotImplementedException();

    public Task<IReadOnlyList<HistoryItem>> HistoryAsync(HistoryFilter filter, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>What needs a person, oldest first: quarantined, rejected, and delivered ones whose acknowledgement the source called invalid.</summary>
    public Task<IReadOnlyList<HistoryItem>> AttentionAsync(string? source, long afterId, int limit, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>Every delivery of one document, newest first; empty when it is not known.</summary>
    public Task<IReadOnlyList<HistoryItem>> DocumentAsync(string source, string documentId, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>Entries that the source keeps listing although it was told twice that they are delivered.</summary>
    public Task<IReadOnlyList<HistoryItem>> ListedAgainAsync(string? source, int limit, CancellationToken cancellationToken) => throw new NotImplementedException();

    public ValueTask DisposeAsync() => throw new NotImplementedException();
}
