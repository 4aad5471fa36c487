using Microsoft.Extensions.Logging;
using Synqup.Core.Health;
using Synqup.Core.Ledger;
using Synqup.Core.Sources;
using Synqup.Core.Sources.Portal;

namespace Synqup.Core.Pipeline;

/// <summary>Says to the source that this agent lives, and learns whether it may work.</summary>
internal sealed partial class Announcement(
        IDocumentSource source, HeartbeatContent content, RunMode mode, HealthBoard health, AgentStatus status, TimeProvider time, ILogger<Announcement> logger)
{
    private const string Away = "portal.unreachable";

    /// <summary>Who started one pass looks on, so an outage is noticed soon, whatever interval the source asks for.</summary>
    private static readonly TimeSpan PassPause = TimeSpan.FromSeconds(5);

    /// <summary>Without any answer, after which who started one pass is told what is waited for.</summary>
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(2);

    private readonly Signal _changed = new();
    private readonly Signal _hurried = new();
    private IReadOnlyList<string> _replaced = [];
    private int _publishing;

    public Standing Standing { get; private set; }

    /// <summary>What heartbeats say of documents comes from here; null while there is none, and then they say all the rest.</summary>
    public DeliveryLedger? Ledger
    {
        set => content.Ledger = value;
    }

    /// <summary>What a configuration took from this agent is withdrawn, so that the source may give it to another one as soon as nothing is being delivered here.</summary>
    /// <param name="version">The ETag of the configuration; empty for a kept copy, of which the source cannot know which one it is.</param>
    public void Withdrew(string version)
    {
        content.Configuration = version.Length == 0 ? null : version;
        Hurry();
    }

    /// <summary>Whether the source has confirmed that this agent took the place of another one.</summary>
    public bool HasReplaced(string agentId) => Volatile.Read(ref _replaced).Contains(agentId);

    /// <summary>When the source last accepted a heartbeat, as a timestamp of the time provider; 0 when never.</summary>
    public long LastAccepted { get; private set; }

    /// <summary>Waits until the source has accepted a heartbeat of this process: then it may fetch and publish.</summary>
    public Task AcceptedAsync(CancellationToken cancellationToken) => UntilAsync(s => s == Standing.Accepted, cancellationToken);

    /// <summary>
    /// Waits until a batch may be published. Until what is returned is disposed, no heartbeat says that nothing is open: a source that has
    /// replaced this agent meanwhile would give the documents to another one.
    /// </summary>
    public async Task<IDisposable> MayPublishAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            await AcceptedAsync(cancellationToken);
            Interlocked.Increment(ref _publishing);
            var permission = new Permission(this);
            // Once more: a heartbeat that was refused in between may have been followed by one that says that nothing is open.
            if (Standing == Standing.Accepted)
                return permission;
            permission.Dispose();
        }
    }

    /// <summary>Waits until the source has said that this agent works or was replaced: in both cases what began is finished.</summary>
    public Task MayFinishAsync(CancellationToken cancellationToken) => UntilAsync(s => s is Standing.Accepted or Standing.Replaced, cancellationToken);

    /// <summary>Waits until the source has said that this agent was replaced.</summary>
    public Task ReplacedAsync(CancellationToken cancellationToken) => UntilAsync(s => s == Standing.Replaced, cancellationToken);

    /// <summary>Any call was answered: the source is there, whatever it thinks of this agent.</summary>
    public void Answered()
    {
        status.Contact(source.Name);
        if (health.Clear(Away, source.Name))
            Back(logger, source.Name);
    }

    /// <summary>The next heartbeat is due at once: a problem came or went, or a call was refused as one of an agent that may not work here, which only a heartbeat decides.</summary>
    public void Hurry() => _hurried.Set();

    /// <summary>Any call got no answer.</summary>
    public void Unreachable(SourceException e)
    {
        if (health.Problems.All(p => p.Code != Away || p.Place != source.Name))
            NotAccepted(logger, source.Name, mode == RunMode.OnePass ? $"{e.Message} It is tried again for {Outage.PassLimit.TotalSeconds:0} seconds." : e.Message);
        health.Raise(Away, source.Name, HealthSeverity.Error, e.Message, mode == RunMode.OnePass
            ? "Nothing is lost. Check the network, the proxy and the portal's address, and run it again once the portal answers."
            : "Nothing is lost: the agent tries again by itself. If this lasts, check the network, the proxy and the portal's address.");
    }

    /// <summary>Sends heartbeats until cancelled. A source that does not answer is waited for; in one pass, not for ever.</summary>
    /// <exception cref="SourceException">One pass: the source does not answer.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        for (var outage = new Outage(mode, time); ;)
        {
            try
            {
                var hurried = _hurried.Next;
                outage.Asking();
                var heartbeat = await content.DescribeAsync(Standing, Volatile.Read(ref _publishing) > 0, cancellationToken);
                var answer = await SayQuietAsync(source.HeartbeatAsync(heartbeat, cancellationToken), cancellationToken);
                outage.Answered();
                Accept(answer);
                var pause = TimeSpan.FromSeconds(Math.Clamp(answer.IntervalSeconds, 5, 3600));
                await await Task.WhenAny(time.PauseAsync(mode == RunMode.OnePass ? PassPause : pause, cancellationToken), hurried);
            }
            catch (SourceException e)
            {
                Refuse(e);
                if (!outage.MayWait(e))
                    throw;
                await outage.WaitAsync(e, cancellationToken);
            }
        }
    }

    /// <summary>One pass, before the first answer: a source that neither answers nor refuses must not look like a program that hangs.</summary>
    private async Task<HeartbeatAnswer> SayQuietAsync(Task<HeartbeatAnswer> call, CancellationToken cancellationToken)
    {
        if (mode == RunMode.OnePass && LastAccepted == 0 && await Task.WhenAny(call, time.PauseAsync(Quiet, cancellationToken)) != call && !cancellationToken.IsCancellationRequested)
            Silent(logger, source.Name, Outage.PassLimit.TotalSeconds);
        return await call;
    }

    private async Task UntilAsync(Func<Standing, bool> holds, CancellationToken cancellationToken)
    {
        for (var changed = _changed.Next; !holds(Standing); changed = _changed.Next)
            await changed.WaitAsync(cancellationToken);
    }

    private void Accept(HeartbeatAnswer answer)
    {
        LastAccepted = time.GetTimestamp();
        status.Contact(source.Name, answer.OfficeName);
        Volatile.Write(ref _replaced, answer.Replaces ?? []);
        Answered();
        foreach (var code in new[] { "portal.signIn", "portal.otherInstance", "portal.refused" })
            health.Clear(code, source.Name);
        if (Standing is Standing.Replaced)
            return;
        if (Standing != Standing.Accepted)
            Connected(logger, source.Name, answer.OfficeName);
        Change(Standing.Accepted);
    }

    private void Refuse(SourceException e)
    {
        if (e.Failure == SourceFailure.Unavailable)
        {
            Unreachable(e);
            return;
        }
        var (code, remedy) = e.Failure switch
        {
            SourceFailure.Unauthorized => ("portal.signIn", "Sign this agent in again with a new enrolment key from the Console."),
            SourceFailure.OtherInstance => ("portal.otherInstance", "Stop the other machine, or sign this one in as an agent of its own: one identity works on one machine."),
            SourceFailure.Replaced => ("portal.replaced", "Nothing to do here: what began is finished. Uninstall this agent when it reports that it is released."),
            _ => ("portal.refused", "Check that this agent's version fits the portal's."),
        };
        if (health.Problems.All(p => p.Code != code || p.Place != source.Name))
            NotAccepted(logger, source.Name, e.Message);
        health.Raise(code, source.Name, HealthSeverity.Error, e.Message, remedy);
        if (e.Failure == SourceFailure.OtherInstance)
            Change(Standing.OtherInstance);
        else if (e.Failure == SourceFailure.Replaced)
            Change(Standing.Replaced);
    }

    private sealed class Permission(Announcement announcement) : IDisposable
    {
        public void Dispose() => Interlocked.Decrement(ref announcement._publishing);
    }

    private void Change(Standing standing)
    {
        Standing = standing;
        _changed.Set();
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Connected to {Source} as an agent of {Office}")]
    private static partial void Connected(ILogger logger, string source, string office);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Source} answers again")]
    private static partial void Back(ILogger logger, string source);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Waiting for {Source}: it has not answered yet. It is waited for {Seconds} seconds.")]
    private static partial void Silent(ILogger logger, string source, double seconds);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Waiting for {Source}: {Problem}")]
    private static partial void NotAccepted(ILogger logger, string source, string problem);
}
