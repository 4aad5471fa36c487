using Synqup.Core.Sources.Portal;

namespace Synqup.Core.Sources;

/// <summary>One office's cloud source. Every call is resilient by itself: what throws here has been tried again already.</summary>
/// <exception cref="SourceException">Every call: the source cannot be reached, or refused; says whether trying again can help.</exception>
internal interface IDocumentSource
{
    /// <summary>The connection's name in the agent's settings: the first part of every ledger key.</summary>
    string Name { get; }

    /// <summary>Says that this agent lives. Nothing is fetched or published before the first one of this process was accepted.</summary>
    Task<HeartbeatAnswer> HeartbeatAsync(Heartbeat heartbeat, CancellationToken cancellationToken);

    /// <summary>The configurations and customers of this agent; null when they are still those of <paramref name="etag"/>.</summary>
    Task<AgentConfiguration?> GetConfigurationAsync(string? etag, CancellationToken cancellationToken);

    /// <summary>Documents to be fetched after a change sequence; without one, everything to be fetched or in error.</summary>
    Task<DocumentPage> ListAsync(long? after, int limit, TimeSpan wait, CancellationToken cancellationToken);

    /// <summary>
    /// Streams contents to <paramref name="receiver"/>, which is called once per part: with the content, or with the reason why
    /// it is not to be had. Small ones come bundled, large ones one by one and resumed where a connection broke.
    /// When this throws, parts that were not received yet may be asked for again.
    /// </summary>
    Task FetchAsync(IReadOnlyList<PartRequest> parts, IPartReceiver receiver, CancellationToken cancellationToken);

    /// <summary>Asks of documents whether their contents would be given to this agent, as the delivery that it knows, without their contents.</summary>
    /// <param name="documents">Of each document one delivery.</param>
    /// <returns>By the id of the document, why not; only those of which the source says so.</returns>
    Task<IReadOnlyDictionary<string, Refusal>> RefusedAsync(IReadOnlyList<DocumentDescription> documents, CancellationToken cancellationToken);

    /// <summary>What the source was told that this agent delivered, of documents that became to be fetched after a change sequence, in that order; empty when there is no more.</summary>
    Task<DeliveredPage> DeliveredAsync(long after, int limit, CancellationToken cancellationToken);

    /// <summary>Says what became of documents; one answer per item, in order.</summary>
    Task<IReadOnlyList<AcknowledgementResult>> AcknowledgeAsync(IReadOnlyList<Acknowledgement> batch, CancellationToken cancellationToken);

    /// <summary>Asks for a document once more. The same call again gives the same number.</summary>
    Task<RedeliveryAnswer> RedeliverAsync(string documentId, long replacesDeliveryNumber, CancellationToken cancellationToken);
}

/// <summary>Takes contents in the order in which they arrive; never called by two threads at once.</summary>
internal interface IPartReceiver
{
    /// <summary>
    /// Reads one content to its end, asynchronously. The stream is valid during the call only, and holds exactly the listed number of
    /// bytes. A <see cref="SourceException"/> from it goes through to the caller: where only this content cannot be had,
    /// <see cref="UnavailableAsync"/> follows; else the fetch ends with it.
    /// </summary>
    Task ReceiveAsync(PartRequest part, Stream content, CancellationToken cancellationToken);

    /// <summary>One content cannot be had.</summary>
    Task UnavailableAsync(PartRequest part, string reason, Absence absence, CancellationToken cancellationToken);
}

/// <summary>What it says of a document that its content cannot be had.</summary>
internal enum Absence
{
    /// <summary>Nothing: trying again later can help.</summary>
    Passing,

    /// <summary>The source does not offer it to this agent any more: deleted, no longer shared, given to another agent, or replaced by a later delivery.</summary>
    Withdrawn,

    /// <summary>The source was told that it is delivered, which this agent's ledger does not know.</summary>
    AlreadyForwarded,

    /// <summary>The source was told that the accounting package may have it, which this agent's ledger does not know.</summary>
    InDoubt,
}

/// <summary>Why the content of a document is not given.</summary>
/// <param name="Reason">The sentence for people.</param>
internal sealed record Refusal(string Reason, Absence Absence);

/// <summary>Which content to fetch.</summary>
/// <param name="DeliveryNumber">As listed: of a document that was delivered again, the source gives only the newest delivery.</param>
/// <param name="Size">In bytes, as listed; decides whether it comes bundled.</param>
/// <param name="Sha256">Lower-case hexadecimal, as listed; also the strong ETag with which a broken download is resumed.</param>
internal sealed record PartRequest(string DocumentId, long DeliveryNumber, string Part, long Size, string Sha256);
