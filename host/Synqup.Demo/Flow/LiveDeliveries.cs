using Synqup.Core.Health;
using Synqup.Demo.Office;

namespace Synqup.Demo.Flow;

/// <summary>Says what becomes of documents that are uploaded after the demo's own.</summary>
internal sealed class LiveDeliveries(DemoOffice office, DemoScreen screen, TimeProvider time)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>How long a Console that runs may leave calls unanswered.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private readonly Dictionary<string, string> _known = [];
    private DocumentCounts? _counts;

    /// <summary>Follows until cancelled.</summary>
    /// <exception cref="DemoException">A program has ended too often, or the Console runs and does not answer.</exception>
    public async Task FollowAsync(CancellationToken cancellationToken)
    {
        for (var answered = time.GetTimestamp(); ;)
        {
            await office.MustLiveAsync(cancellationToken);
            try
            {
                await LookAsync(cancellationToken);
                answered = time.GetTimestamp();
            }
            catch (HttpRequestException) when (time.GetElapsedTime(answered) < Patience)
            {
                // It has just ended, and the next look starts it again.
            }

            await Task.Delay(Interval, time, cancellationToken);
        }
    }

    private async Task LookAsync(CancellationToken cancellationToken)
    {
        var counts = await office.Client.CountAsync(cancellationToken);
        if (counts == _counts)
            return;
        foreach (var (id, state) in await StatesAsync(cancellationToken))
        {
            if (_known.TryGetValue(id, out var before) && before == state)
                continue;
            // The demo's own documents stand in its summary already.
            if (_counts is not null)
                await SayAsync(id, cancellationToken);
            _known[id] = state;
        }

        _counts = counts;
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
