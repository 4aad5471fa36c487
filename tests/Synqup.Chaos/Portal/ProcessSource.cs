using Synqup.Chaos.Running;
using Synqup.Chaos.Worlds;
using Synqup.Core;
using Synqup.Core.Sources;
using Synqup.Core.Sources.Portal;

namespace Synqup.Chaos.Portal;

/// <summary>The office as one process of the agent reaches it, over a network that loses questions and answers, and a portal that answers what was true a while ago.</summary>
internal sealed class ProcessSource(Office office, AgentProcess process, Chance chance, Manners manners) : IDocumentSource
{
    private static readonly Dictionary<string, Refusal> NoneRefused = [];

    /// <summary>What it answered before, by question: a stale copy of the portal answers so once more.</summary>
    private readonly Dictionary<long, DocumentPage> _answered = [];

    public string Name => "office";

    public Task<HeartbeatAnswer> HeartbeatAsync(Heartbeat heartbeat, CancellationToken cancellationToken) =>
        AskAsync("heartbeat", () => new HeartbeatAnswer("Office", 60), cancellationToken);

    public Task<AgentConfiguration?> GetConfigurationAsync(string? etag, CancellationToken cancellationToken) =>
        AskAsync("configuration", () => etag == office.Configuration.ETag ? null : office.Configuration, cancellationToken);

    public async Task<DocumentPage> ListAsync(long? after, int limit, TimeSpan wait, CancellationToken cancellationToken)
    {
        var changed = new TaskCompletionSource();
        void Wake() => process.Turns.Start(() => changed.TrySetResult());
        office.Changed += Wake;
        try
        {
            var page = await AskAsync("list", () => Page(after, limit), cancellationToken);
            if (page.Items.Count > 0 || wait <= TimeSpan.Zero)
                return page;
            await Task.WhenAny(changed.Task, process.Time.PauseAsync(wait, cancellationToken));
            cancellationToken.ThrowIfCancellationRequested();
            return await AskAsync("list", () => Page(after, limit), cancellationToken);
        }
        finally
        {
            office.Changed -= Wake;
        }
    }

    public async Task FetchAsync(IReadOnlyList<PartRequest> parts, IPartReceiver receiver, CancellationToken cancellationToken)
    {
        await AskAsync("fetch", () => true, cancellationToken);
        foreach (var part in parts)
        {
            if (chance.Of(0.02))
                await process.PassAsync(cancellationToken);
            process.Touch("part", part.DocumentId, after: false);
            if (office.Refuses(part.DocumentId, part.DeliveryNumber) is var (reason, absence))
                await receiver.UnavailableAsync(part, reason, absence, cancellationToken);
            else if (process.MayFail && chance.Of(manners.Unavailable))
                await receiver.UnavailableAsync(part, "It cannot be had at the moment.", Absence.Passing, cancellationToken);
            else
                await receiver.ReceiveAsync(part, new MemoryStream(Content(part)), cancellationToken);
        }
    }

    public Task<IReadOnlyDictionary<string, Refusal>> RefusedAsync(IReadOnlyList<DocumentDescription> documents, CancellationToken cancellationToken) =>
        AskAsync<IReadOnlyDictionary<string, Refusal>>("refused", () => documents.All(d => office.Refuses(d.Id, d.DeliveryNumber) is null)
            ? NoneRefused
            : documents.Where(d => office.Refuses(d.Id, d.DeliveryNumber) is not null).ToDictionary(d => d.Id, d => new Refusal(office.Refuses(d.Id, d.DeliveryNumber)!.Value.Reason, office.Refuses(d.Id, d.DeliveryNumber)!.Value.Absence)), cancellationToken);

    public Task<DeliveredPage> DeliveredAsync(long after, int limit, CancellationToken cancellationToken) =>
        AskAsync("delivered", () => office.Delivered(after, limit), cancellationToken);

    public Task<IReadOnlyList<AcknowledgementResult>> AcknowledgeAsync(IReadOnlyList<Acknowledgement> batch, CancellationToken cancellationToken) =>
        AskAsync("acknowledge", () => office.Acknowledge(batch), cancellationToken);

    public Task<RedeliveryAnswer> RedeliverAsync(string documentId, long replacesDeliveryNumber, CancellationToken cancellationToken) => throw new NotSupportedException();

    private DocumentPage Page(long? after, int limit)
    {
        var key = after ?? -1;
        if (process.MayFail && _answered.TryGetValue(key, out var stale) && chance.Of(manners.Stale))
            return stale;
        // Some portals give less than they are asked for.
        var page = office.List(after, process.MayFail && chance.Of(manners.Short) ? chance.Between(1, 20) : limit);
        _answered[key] = page;
        if (!process.MayFail)
            return page;
        var items = page.Items.ToList();
        if (items.Count > 0 && chance.Of(manners.Doubled))
            items.Add(chance.One(items));
        if (chance.Of(manners.Shuffled))
            items = [.. items.OrderBy(_ => chance.Below(1_000_000))];
        return page with { Items = items };
    }

    /// <summary>Now and then a proxy cuts a body short, or gives another one, and says nothing of it.</summary>
    private byte[] Content(PartRequest part)
    {
        var content = office.Content(part.DocumentId, part.Part);
        if (!process.MayFail || !chance.Of(manners.Garbled))
            return content;
        return chance.Below(3) switch
        {
            0 => content[..chance.Below(content.Length)],
            1 => [.. content, 0],
            _ => [.. content[..^1], (byte)~content[^1]],
        };
    }

    /// <summary>Question and answer take time, and either may get lost.</summary>
    private async Task<T> AskAsync<T>(string call, Func<T> answer, CancellationToken cancellationToken)
    {
        await process.PassAsync(cancellationToken);
        process.Touch(call, "", after: false);
        var answered = answer();
        process.Touch(call, "", after: true);
        await process.PassAsync(cancellationToken);
        return answered;
    }
}

/// <summary>How often a portal misbehaves.</summary>
internal sealed record Manners(double Stale, double Short, double Doubled, double Shuffled, double Unavailable, double Garbled)
{
    public static Manners Good { get; } = new(0, 0, 0, 0, 0, 0);
}
