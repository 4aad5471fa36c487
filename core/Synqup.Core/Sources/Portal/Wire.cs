using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Synqup.Core.Sources.Portal;

// The records of portal API version 1, shared by the agent's client and the Console so that there is one definition of the
// wire. JSON is camelCase, enumerations are camelCase strings, times are ISO 8601 UTC, amounts are strings with a dot, and
// readers ignore what they do not know.

internal enum WireDocumentKind
{
    PurchaseInvoice,
    PurchaseCreditNote,
    SalesInvoice,
    SalesCreditNote,
    Statement,
    Other,
}

internal sealed record DocumentDescription
{
    public required string Id { get; init; }

    /// <summary>Position in the order in which documents became to be fetched; a new one each time.</summary>
    public required long Sequence { get; init; }

    /// <summary>Starts at 1 and rises with each redelivery; numbers never repeat.</summary>
    public required long DeliveryNumber { get; init; }

    public required string EnterpriseId { get; init; }

    public required WireDocumentKind Kind { get; init; }

    public string? Number { get; init; }

    public DateOnly? IssueDate { get; init; }

    public DateOnly? DueDate { get; init; }

    public string? Currency { get; init; }

    /// <summary>Amount including taxes, with a dot: "1210.00".</summary>
    public string? Total { get; init; }

    public PartyDescription? Supplier { get; init; }

    public PartyDescription? Customer { get; init; }

    /// <summary>Statements only: IBAN, or the account number as the bank wrote it.</summary>
    public string? Account { get; init; }

    public int? StatementNumber { get; init; }

    public int? Year { get; init; }

    public string? Holder { get; init; }

    public required IReadOnlyList<PartDescription> Parts { get; init; }

    /// <summary>What people call it: statements have no number of their own.</summary>
    [JsonIgnore]
    public string Title => this switch
    {
        { Number.Length: > 0 } => Number,
        { StatementNumber: { } number } => string.Create(CultureInfo.InvariantCulture, $"statement {number} of {Account ?? "an account without number"}"),
        _ => "without number",
    };
}

internal sealed record PartyDescription(string? Name, string? Vat, string? EnterpriseNumber);

/// <param name="Sha256">Lower-case hexadecimal.</param>
/// <param name="EmbeddedIn">The part in which this content is embedded, such as "ubl"; null when it stands alone.</param>
internal sealed record PartDescription(string Name, string MediaType, long Size, string Sha256, string? EmbeddedIn = null);

/// <param name="Next">What to pass as <c>after</c> next time.</param>
internal sealed record DocumentPage(IReadOnlyList<DocumentDescription> Items, long Next);

/// <param name="Next">What to pass as <c>after</c> next time.</param>
internal sealed record DeliveredPage(IReadOnlyList<DeliveredDocument> Items, long Next);

/// <summary>A document of which the Console was told that this agent delivered it.</summary>
/// <param name="Document">Under the delivery that was delivered.</param>
/// <param name="Files">As they were named then.</param>
internal sealed record DeliveredDocument(DocumentDescription Document, DateTimeOffset At, IReadOnlyList<AcknowledgedFile> Files);

/// <param name="ETag">From the header, not part of the JSON body.</param>
internal sealed record AgentConfiguration(
    IReadOnlyList<AccountingPackageConfiguration> Configurations,
    IReadOnlyList<CustomerDescription> Customers,
    [property: System.Text.Json.Serialization.JsonIgnore] string ETag = "");

/// <param name="Identifier">"vat" or "cbe".</param>
/// <param name="Package">The plugin's key.</param>
/// <param name="MissingFolder">What happens when a customer's folder is not there.</param>
/// <param name="NameTaken">What happens when another file has a document's name.</param>
internal sealed record AccountingPackageConfiguration(
    string Id, string Name, string AgentId, string Package, ConfigurationPaths Paths,
    [property: AllowedValues("vat", "cbe")] string Identifier, JsonElement? Options,
    MissingFolder MissingFolder = MissingFolder.Create, NameTaken NameTaken = NameTaken.NextName);

internal enum NameTaken
{
    /// <summary>The document gets the next free name: a number is added.</summary>
    NextName,

    /// <summary>A person decides.</summary>
    Quarantine,
}

internal enum MissingFolder
{
    /// <summary>It is made, and said once.</summary>
    Create,

    /// <summary>Its documents wait and say so: a mistyped dossier number must not make a folder that no package reads.</summary>
    Report,
}

internal sealed record ConfigurationPaths(string? Purchases, string? Sales, string? Statements, string? Documents);

/// <param name="From">Documents that arrived at the Console since this moment are delivered.</param>
internal sealed record CustomerDescription(
    string EnterpriseId, string Name, string? Vat, string? EnterpriseNumber, string? AccountingFileId, string ConfigurationId, DateTimeOffset From);

internal sealed record BundleRequest(IReadOnlyList<BundleItem> Items);

/// <param name="Parts">None: only whether the document is available is asked, and a problem is the answer where it is not.</param>
/// <param name="DeliveryNumber">The one that was listed; another than the current one is not available. Null: whichever is current.</param>
internal sealed record BundleItem(string Id, IReadOnlyList<string> Parts, long? DeliveryNumber = null);

internal enum AcknowledgementOutcome
{
    Forwarded,
    Error,
    PickedUp,
}

internal sealed record AcknowledgementBatch(IReadOnlyList<Acknowledgement> Items);

/// <param name="Files">Those that were delivered; of an error, those that the accounting package may have, so that no other agent may deliver it unasked.</param>
internal sealed record Acknowledgement(
    string DocumentId, long DeliveryNumber, AcknowledgementOutcome Outcome, DateTimeOffset At, IReadOnlyList<AcknowledgedFile> Files, string? Reason);

internal sealed record AcknowledgedFile(string Path, long Size, string Sha256);

internal enum AcknowledgementStatus
{
    Accepted,
    AlreadyKnown,
    Superseded,
    Unknown,
    NotAssigned,
    Invalid,
}

internal sealed record AcknowledgementResults(IReadOnlyList<AcknowledgementResult> Items);

internal sealed record AcknowledgementResult(string DocumentId, long DeliveryNumber, AcknowledgementOutcome Outcome, AcknowledgementStatus Status, string? Detail);

internal sealed record RedeliveryRequest(long Replaces);

internal sealed record RedeliveryAnswer(string DocumentId, long DeliveryNumber);

/// <param name="Released">Nothing is being delivered here that the Console is yet to hear of.</param>
/// <param name="Configuration">The ETag of the configuration that is in force, once what it took from this agent is withdrawn here: of what was given to other agents, <paramref name="Released"/> speaks only with the current one. Null before that, and of an agent that knows that it is replaced.</param>
internal sealed record Heartbeat(
    string Version, string OperatingSystem, string InstanceId, IReadOnlyList<PluginReport> Plugins, IReadOnlyList<HealthReport> Health,
    long? LastAcknowledgedSequence, bool Released, string? Configuration = null);

/// <param name="State">"active", "incompatible", "failed" or "untrusted".</param>
internal sealed record PluginReport(string Key, string Version, string DisplayName, string State, string? Reason, ConfigurationPaths? DefaultPaths, JsonElement? OptionsSchema);

/// <param name="Severity">"warning" or "error".</param>
/// <param name="Code">Stable, such as "root.missing".</param>
internal sealed record HealthReport(string Code, [property: AllowedValues("warning", "error")] string Severity, string Message, string Remedy, DateTimeOffset Since);

/// <param name="Replaces">Agents whose place this one took: their root markers may be taken over; null or empty when there are none.</param>
internal sealed record HeartbeatAnswer(string OfficeName, int IntervalSeconds, IReadOnlyList<string>? Replaces = null);

/// <summary>Body of <c>POST /api/v1/agents</c>, sent once with <c>Authorization: Enrolment {key}</c>.</summary>
internal sealed record AgentRegistration(string Name, string Machine, string InstanceId);

internal sealed record AgentCredentials(string AgentId, string ClientId, string ClientSecret)
{
    /// <summary>Without the secret, so that it does not get into logs.</summary>
    public override string ToString() => $"{AgentId} ({ClientId})";
}
