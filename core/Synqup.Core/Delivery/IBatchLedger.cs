using Synqup.Core.Ledger;

namespace Synqup.Core.Delivery;

/// <summary>What delivery asks of the ledger. Every write is durable when its task completes; an interface because tests make it fail.</summary>
internal interface IBatchLedger
{
    /// <summary>What the ledger knows about the root that was entered last under this path.</summary>
    Task<RootHistory> ReadRootAsync(string root, CancellationToken cancellationToken);

    /// <summary>A root is entered: what is known of it by its marker's id, under whatever path that was, belongs to this path from here on.</summary>
    Task<RootHistory> EnterRootAsync(string root, string shown, string marker, CancellationToken cancellationToken);

    /// <summary>The path under which the root with this marker's id was entered last; null when it is not known.</summary>
    Task<string?> FindRootAsync(string marker, CancellationToken cancellationToken);

    /// <summary>Where sets stand; null for one without a row. One answer per set, in order.</summary>
    Task<IReadOnlyList<DeliveryState?>> StatesAsync(IReadOnlyList<SetRecord> sets, CancellationToken cancellationToken);

    /// <summary>
    /// The sets are publishing under these names. Rows that are not there are made from the record; a batch that is known already
    /// has its sets replaced by those given, and keeps those that are not given.
    /// </summary>
    /// <returns>
    /// The sets that may not be published: settled already; or cancelled, replaced or quarantined since they were staged; or waiting
    /// for an earlier delivery of their document. Their rows stay as they are.
    /// </returns>
    Task<IReadOnlyList<SetRecord>> PublishingAsync(BatchRecord batch, CancellationToken cancellationToken);

    /// <summary>How sets of batches ended; also says of one that was delivered that it is quarantined now.</summary>
    Task SettleAsync(IReadOnlyList<SetOutcome> outcomes, CancellationToken cancellationToken);

    /// <summary>Numbers of the batches of which nothing is open any more.</summary>
    Task<IReadOnlyList<long>> ClosedBatchesAsync(string root, CancellationToken cancellationToken);

    /// <summary>Root and ledger do not know of the same batches: kept until a person closes it, as what settling finds is. Newest numbers count for both from then on.</summary>
    /// <returns>Whether it is a new one.</returns>
    Task<bool> DivergedAsync(Divergence divergence, CancellationToken cancellationToken);

    /// <summary>Drops what is kept for batches whose sets are all closed; the rows stay.</summary>
    Task ForgetBatchesAsync(string root, IReadOnlyList<long> numbers, CancellationToken cancellationToken);
}

/// <summary>What the ledger knows about a root.</summary>
/// <param name="NewestBatch">The highest number it ever committed for it, forgotten ones included; 0 when there was none.</param>
/// <param name="Batches">Those that are not forgotten.</param>
internal sealed record RootHistory(long NewestBatch, IReadOnlyList<BatchRecord> Batches)
{
    /// <summary>Of sets that a person released and that are not settled: the boot in which their renames began.</summary>
    public IReadOnlyDictionary<SetKey, string> Released { get; init; } = new Dictionary<SetKey, string>();

    /// <summary>Sets of which a person said that the accounting package has them: what is still staged of these is left over.</summary>
    public IReadOnlySet<SetKey> Imported { get; init; } = new HashSet<SetKey>();
}
