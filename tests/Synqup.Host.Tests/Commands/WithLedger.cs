using Microsoft.Extensions.Logging.Abstractions;
using Synqup.Core.Ledger;
using Synqup.Core.Sources.Portal;
using Synqup.Host.Agent;

namespace Synqup.Host.Tests.Commands;

/// <summary>Whole commands of an agent that has a ledger.</summary>
internal abstract class WithLedger : IDisposable
{
    /// <summary>Clears the screen, begins a line of its own, turns the direction round and is long.</summary>
    protected static readonly string HostileNumber = $"A\u001b[2J\nFORGED 12:00\u202E{new string('9', 300)}";

    protected AgentFolder Agent { get; } = new();

    public void Dispose() => Agent.Dispose();

    /// <summary>A ledger with three documents, left in a state.</summary>
    protected async Task PrepareAsync(Func<DeliveryLedger, IReadOnlyList<LedgerEntry>, Task> leave, string? number = null, Func<DocumentDescription, DocumentDescription>? change = null)
    {
        DataFolder.Create(Agent.Data);
        var folder = Path.Combine(Agent.Data, "connections", "office");
        DataFolder.Create(folder);
        await using var ledger = await DeliveryLedger.OpenAsync(Path.Combine(folder, "ledger.db"), TimeProvider.System, NullLogger<DeliveryLedger>.Instance, CancellationToken.None);
        var documents = Enumerable.Range(0, 3).Select(i => new DocumentDescription
        {
            Id = $"document-{i}",
            Sequence = i + 1,
            DeliveryNumber = 1,
            EnterpriseId = "e1",
            Kind = WireDocumentKind.PurchaseInvoice,
            Number = number ?? $"V01/{i}",
            Parts = [],
        });
        var page = await ledger.RecordPageAsync("office", new DocumentPage([.. change is null ? documents : documents.Select(change)], 3), full: false, CancellationToken.None);
        await leave(ledger, page.New);
    }
}
