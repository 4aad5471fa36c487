using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Synqup.Console.Data;
using Synqup.Core.Sources.Portal;

namespace Synqup.Console.Documents;

/// <summary>Decides which agent may fetch a document, and gives it its place in the order each time it becomes so.</summary>
internal sealed class Offering(ConsoleDb db)
{
    private const int Slice = 5000;

    /// <summary>A document that has just arrived.</summary>
    public static async Task OfferAsync(StoredDocument document, Enterprise enterprise, Configuration? configuration, Changes changes, CancellationToken cancellationToken)
    {
        if (AgentFor(document.Kind, document.ArrivedAt, enterprise, configuration) is { } agent)
            await GiveAsync(document, agent, changes, cancellationToken);
    }

    /// <summary>A new delivery of a document, for whatever reason.</summary>
    public async Task RedeliverAsync(StoredDocument document, Changes changes, CancellationToken cancellationToken)
    {
        var enterprise = await db.Enterprises.SingleAsync(row => row.Id == document.EnterpriseId, cancellationToken);
        var configuration = await db.Configurations.SingleOrDefaultAsync(row => row.Id == enterprise.ConfigurationId, cancellationToken);
        var holder = await db.Agents.SingleOrDefaultAsync(row => row.Id == document.AgentId, cancellationToken);
        var wasOpen = document.State is DocumentState.ToBeFetched or DocumentState.Error;
        var mayBeOpenThere = holder is not null && !holder.Gone && wasOpen && WasListed(document, holder);
        var agent = AgentFor(document.Kind, document.ArrivedAt, enterprise, configuration);
        Renew(document);
        document.ListedBefore = mayBeOpenThere;
        document.Offered = false;
        if (agent is not null && (agent == document.AgentId || !mayBeOpenThere))
            await GiveAsync(document, agent, changes, cancellationToken);
    }

    /// <summary>After a change of customers or configurations: documents that are open go to whom they belong now.</summary>
    /// <param name="released">An agent that said, or of which a manager said, that it has nothing open any more; null when none did.</param>
    public async Task DecideAnewAsync(IQueryable<Enterprise> enterprises, string? released, Changes changes, CancellationToken cancellationToken)
    {
        var customers = await enterprises.AsNoTracking().ToDictionaryAsync(row => row.Id, cancellationToken);
        var configurations = await db.Configurations.Where(row => enterprises.Any(enterprise => enterprise.ConfigurationId == row.Id)).AsNoTracking().ToDictionaryAsync(row => row.Id, cancellationToken);
        var agents = new Dictionary<string, Agent>();
        foreach (var agent in await db.Agents.Where(row => db.Documents.Any(document => document.AgentId == row.Id)).ToListAsync(cancellationToken))
            agents[agent.Id] = agent;

        var from = "";
        while (true)
        {
            // In slices, so that a customer with a long past does not fill the memory.
            var open = await db.Documents.Where(row => (row.State == DocumentState.ToBeFetched || row.State == DocumentState.Error) && string.Compare(row.Id, from) > 0)
                .Where(row => enterprises.Any(enterprise => enterprise.Id == row.EnterpriseId)).OrderBy(row => row.Id).Take(Slice).ToListAsync(cancellationToken);
            foreach (var document in open)
            {
                var enterprise = customers[document.EnterpriseId];
                var configuration = enterprise.ConfigurationId is { } id ? configurations.GetValueOrDefault(id) : null;
                var holder = document.AgentId is { } holderId ? agents[holderId] : null;
                await DecideAsync(document, AgentFor(document.Kind, document.ArrivedAt, enterprise, configuration), holder, released, changes, cancellationToken);
            }

            await db.SaveChangesAsync(cancellationToken);
            if (open.Count < Slice)
                return;
            from = open[^1].Id;
        }
    }

    /// <summary>Whether an agent was listed something that it is no longer offered, and that is not delivered.</summary>
    public Task<bool> IsHeldAsync(string agentId, CancellationToken cancellationToken) => Held(agentId).AnyAsync(cancellationToken);

    /// <summary>What an agent held that belongs to others goes to them.</summary>
    public Task ReleaseAsync(string agentId, Changes changes, CancellationToken cancellationToken) => DecideAnewAsync(
        db.Enterprises.Where(enterprise => Held(agentId).Any(document => document.EnterpriseId == enterprise.Id)), agentId, changes, cancellationToken);

    private IQueryable<StoredDocument> Held(string agentId) => db.Documents.Where(document =>
        document.AgentId == agentId && !document.Offered && !document.InDoubt && (document.State == DocumentState.ToBeFetched || document.State == DocumentState.Error));

    private async Task DecideAsync(StoredDocument document, string? agent, Agent? holder, string? released, Changes changes, CancellationToken cancellationToken)
    {
        if (agent is null)
        {
            document.Offered = false;
        }
        else if (holder is null || agent == holder.Id)
        {
            if (document.Offered)
                return;
            document.ListedBefore |= holder is not null && WasListed(document, holder);
            await GiveAsync(document, agent, changes, cancellationToken);
        }
        else if (document.InDoubt)
        {
            // Another agent would put it into the accounting package once more.
            document.Offered = false;
        }
        else if (!WasListed(document, holder))
        {
            await GiveAsync(document, agent, changes, cancellationToken);
        }
        else if (holder.Gone || holder.Id == released)
        {
            // A new number: should the old agent speak of the old one after all, it is known as superseded.
            Renew(document);
            document.ListedBefore = false;
            await GiveAsync(document, agent, changes, cancellationToken);
        }
        else
        {
            // It may be delivering it at this moment: nobody else may until it says that it does not.
            document.ListedBefore = true;
            document.Offered = false;
        }
    }

    private void Renew(StoredDocument document)
    {
        var next = document.DeliveryNumber + 1;
        db.PastDeliveries.Add(new()
        {
            DocumentId = document.Id,
            Number = document.DeliveryNumber,
            AgentId = document.AgentId,
            Next = next,
            State = document.State,
            Reason = document.Reason,
        });
        document.DeliveryNumber = next;
        document.State = DocumentState.ToBeFetched;
        (document.Reason, document.InDoubt) = (null, false);
    }

    private static async Task GiveAsync(StoredDocument document, string agentId, Changes changes, CancellationToken cancellationToken)
    {
        document.AgentId = agentId;
        document.Offered = true;
        // What an agent said before it was taken away from it is over: a listing after a sequence has nothing that is in error.
        document.State = DocumentState.ToBeFetched;
        document.Reason = null;
        document.Sequence = await changes.NextAsync(cancellationToken);
    }

    private static bool WasListed(StoredDocument document, Agent holder) =>
        document.ListedBefore || (document.Sequence > 0 && document.Sequence <= holder.ListedThrough);

    /// <summary>A sentence for people: why no agent may fetch the document now; null when one may, or when it was delivered.</summary>
    public static string? WhyNot(StoredDocument document, Enterprise enterprise, Configuration? configuration) =>
        document.Offered || document.State is DocumentState.Forwarded or DocumentState.PickedUp ? null
            : WhyNot(document.Kind, document.ArrivedAt, enterprise, configuration)
            ?? (document.InDoubt ? "The agent that had it before cannot tell whether the accounting package has it. Look there; if it has not, deliver it again." : null)
            ?? "The agent that had it before may still be delivering it. It goes to the other one when that agent reports that it does not, or when you confirm that it is gone.";

    /// <summary>The same, said to an agent that asks for it.</summary>
    public static string? WhyNotTo(string agentId, StoredDocument document, Enterprise enterprise, Configuration? configuration) =>
        WhyNot(document.Kind, document.ArrivedAt, enterprise, configuration)
        ?? (configuration!.AgentId != agentId ? $"{enterprise.Name} is linked to the configuration '{configuration.Name}', which another agent delivers now."
            : WhyNot(document, enterprise, configuration) ?? (document.AgentId != agentId ? "The agent that had it before has delivered it." : null));

    private static string? AgentFor(WireDocumentKind kind, DateTimeOffset arrivedAt, Enterprise enterprise, Configuration? configuration) =>
        WhyNot(kind, arrivedAt, enterprise, configuration) is null ? configuration!.AgentId : null;

    private static string? WhyNot(WireDocumentKind kind, DateTimeOffset arrivedAt, Enterprise enterprise, Configuration? configuration)
    {
        if (configuration is null)
            return $"{enterprise.Name} is linked to no accounting package configuration.";
        if (!enterprise.Share)
            return $"{enterprise.Name} does not share documents: the switch 'share' is off.";
        if (enterprise.From is not { } from || arrivedAt < from)
            return string.Create(CultureInfo.InvariantCulture, $"It arrived before the moment from which the documents of {enterprise.Name} are delivered ('from': {enterprise.From:u}).");
        if (configuration.AgentId is null)
            return $"The configuration '{configuration.Name}' names no agent.";
        var (path, name) = PathFor(kind, configuration);
        return path is null ? $"The configuration '{configuration.Name}' has no path '{name}', where this kind of document goes." : null;
    }

    private static (string? Path, string Name) PathFor(WireDocumentKind kind, Configuration configuration) => kind switch
    {
        WireDocumentKind.PurchaseInvoice or WireDocumentKind.PurchaseCreditNote => (configuration.Purchases, "purchases"),
        WireDocumentKind.SalesInvoice or WireDocumentKind.SalesCreditNote => (configuration.Sales ?? configuration.Purchases, "sales"),
        WireDocumentKind.Statement => (configuration.Statements, "statements"),
        _ => (configuration.Documents, "documents"),
    };
}
