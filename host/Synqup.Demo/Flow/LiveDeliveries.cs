using Synqup.Core.Health;

namespace Synqup.Demo.Flow;

/// <summary>Says what becomes of documents that are uploaded after the demo's own.</summary>
internal sealed class LiveDeliveries(DemoOffice office, DemoScreen screen, TimeProvider time)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>Follows until cancelled.</summary>
    /// <exception cref="DemoException">The Console has ended, or the agent too often.</exception>
    public async Task FollowAsync(CancellationToken cancellationToken)
    {
        var known = await StatesAsync(cancellationToken);
        var counts = await office.Client.CountAsync(cancellationToken);
        while (true)
        {
            await Task.Delay(Interval, time, cancellationToken);
            await office.MustLiveAsync();
            var now = await office.Client.CountAsync(cancellationToken);
            if (now == counts)
                continue;
            counts = now;
            foreach (var (id, state) in await StatesAsync(cancellationToken))
            {
                if (known.TryGetValue(id, out var before) && before == state)
                    continue;
                known[id] = state;
                await SayAsync(id, cancellationToken);
            }
        }
    }

    private async Task SayAsync(string id, CancellationToken cancellationToken)
    {
        var document = await office.Client.DocumentAsync(id, cancellationToken);
        var files = document.Acknowledgements is [.., var last] ? last.Files : [];
        if (document.IsAcknowledged)
            Say($"Delivered {document.FileName} to {string.Join(" and ", files.Select(file => file.Path))}");
        else if (document.State == "error")
            Say($"Not delivered: {document.FileName}: {document.Reason}");
        else
            Say($"Arrived: {document.FileName}{(document.Offered ? "" : $" (not offered to the agent: {document.NotOffered})")}");
    }

    private void Say(string text) => screen.Say(ShownText.Of(text));

    private async Task<Dictionary<string, string>> StatesAsync(CancellationToken cancellationToken) =>
        (await office.Client.DocumentsAsync(null, cancellationToken)).ToDictionary(one => one.Document.Id, one => one.State);
}
