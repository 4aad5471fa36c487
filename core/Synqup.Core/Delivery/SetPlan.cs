using Synqup.Core.Sources.Portal;
using Synqup.Sdk;

namespace Synqup.Core.Delivery;

/// <summary>One delivery of one document with the files that its destination planned: what goes into a batch.</summary>
/// <param name="Source">The connection.</param>
/// <param name="Document">As listed: its parts say which size and hash each file must have.</param>
/// <param name="Plan">At least one file; all in one folder below the batch's root.</param>
internal sealed record SetPlan(string Source, DocumentDescription Document, string ConfigurationId, DeliveryPlan Plan)
{
    /// <summary>Whether a name that other bytes hold sends the set to quarantine, instead of to the next free name.</summary>
    public bool QuarantineWhenTaken { get; init; }

    /// <summary>Whether a customer's folder that is not there is made; otherwise its documents wait for it.</summary>
    public bool MayCreateFolder { get; init; } = true;

    public SetKey Key => new(Source, Document.Id, Document.DeliveryNumber);
}
