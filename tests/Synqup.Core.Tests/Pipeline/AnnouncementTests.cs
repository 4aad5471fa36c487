using System.IO.Abstractions;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Synqup.Core.Health;
using Synqup.Core.Pipeline;
using Synqup.Core.Sources;
using Synqup.Core.Tests.Ledger;
using Synqup.Core.Tests.Routing;

namespace Synqup.Core.Tests.Pipeline;

/// <summary>What an agent may do after which answer, and what it says while it may not.</summary>
internal sealed class AnnouncementTests : LedgerFixture
{
    private readonly ScriptedSource _source = new();
    private readonly HealthBoard _health = new(TimeProvider.System);
    private readonly CancellationTokenSource _limit = new(TimeSpan.FromSeconds(30));
    private Announcement _announcement = null!;

    [SetUp]
    public void Make() => _announcement = Announcement(TimeProvider.System);

    private Announcement Announcement(TimeProvider time) => new(
        _source, new HeartbeatContent(Source, () => new AgentIdentity("1.0", "instance"), new TestCatalog(), _health), RunMode.Continuous, _health,
        new AgentStatus(new FileSystem(), Folder, "1.0", _health, TimeProvider.System), time, NullLogger<Announcement>.Instance);

    [TearDown]
    public void End() => _limit.Dispose();

    [Test]
    public void Before_the_first_answer_nothing_is_begun_and_nothing_finished() => Assert.That((MayBegin, MayFinish), Is.EqualTo((false, false)));

    [Test]
    public async Task An_accepted_heartbeat_lets_everything_begin()
    {
        await using var running = new Running(_announcement);

        await _announcement.AcceptedAsync(_limit.Token);

        Assert.That((MayBegin, MayFinish, _health.Problems.Count), Is.EqualTo((true, true, 0)));
    }

    [TestCase(SourceFailure.OtherInstance, "portal.otherInstance", false)]
    [TestCase(SourceFailure.Unauthorized, "portal.signIn", false)]
    [TestCase(SourceFailure.Unavailable, "portal.unreachable", false)]
    [TestCase(SourceFailure.Refused, "portal.refused", false)]
    [TestCase(SourceFailure.Replaced, "portal.replaced", true)]
    public async Task A_refused_heartbeat_is_said_and_lets_nothing_begin(SourceFailure failure, string code, bool mayFinish)
    {
        await using var running = await RefusedAsync(failure);

        Assert.That((MayBegin, MayFinish), Is.EqualTo((false, mayFinish)));
        Assert.That(_health.Problems.Single(), Has.Property("Code").EqualTo(code).And.Property("Place").EqualTo("office").And.Property("Message").EqualTo("Not now."));
    }

    [TestCase(SourceFailure.OtherInstance, false, false)]
    [TestCase(SourceFailure.Replaced, false, true)]
    [TestCase(SourceFailure.Unavailable, true, true)]
    public async Task What_a_refusal_takes_away_of_what_was_allowed(SourceFailure failure, bool mayBegin, bool mayFinish)
    {
        await using (new Running(_announcement))
            await _announcement.AcceptedAsync(_limit.Token);

        await using var running = await RefusedAsync(failure);

        Assert.That((MayBegin, MayFinish), Is.EqualTo((mayBegin, mayFinish)));
    }

    [TestCase(SourceFailure.OtherInstance)]
    [TestCase(SourceFailure.Unauthorized)]
    [TestCase(SourceFailure.Unavailable)]
    [TestCase(SourceFailure.Refused)]
    public async Task The_problem_goes_when_a_heartbeat_is_accepted(SourceFailure failure)
    {
        await using var running = await RefusedAsync(failure);

        _source.Refusal = null;
        await _announcement.AcceptedAsync(_limit.Token);

        Assert.That(_health.Problems, Is.Empty);
    }

    [Test]
    public async Task A_call_that_is_refused_as_one_of_a_revoked_agent_is_followed_by_a_heartbeat_at_once()
    {
        var announcement = Announcement(new FakeTimeProvider());
        await using var running = new Running(announcement);
        await announcement.AcceptedAsync(_limit.Token);
        _source.Down = new SourceException(SourceFailure.Unauthorized, "Revoked.");
        var revoked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _health.Changed += () => revoked.TrySetResult();

        await Assert.ThrowsAsync<SourceException>(() => new WatchedSource(_source, announcement).ListAsync(null, 1, TimeSpan.Zero, _limit.Token));
        await revoked.Task.WaitAsync(_limit.Token);

        Assert.That(_health.Problems.Single().Code, Is.EqualTo("portal.signIn"));
    }

    [Test]
    public async Task A_replaced_agent_says_that_nothing_is_open_only_when_it_has_published_what_it_was_allowed_to()
    {
        _announcement.Ledger = Ledger;
        await using (new Running(_announcement))
        {
            using var permission = await _announcement.MayPublishAsync(_limit.Token);
            await using (await RefusedAsync(SourceFailure.Replaced))
                Assert.That((_source.Released, _announcement.MayPublishAsync(_limit.Token).IsCompleted), Is.EqualTo((false, false)));
        }

        await using var running = new Running(_announcement);
        for (var heard = _source.Heard.Next; !_source.Released; heard = _source.Heard.Next)
            await heard.WaitAsync(_limit.Token);
    }

    private bool MayBegin => _announcement.AcceptedAsync(_limit.Token).IsCompleted;

    private bool MayFinish => _announcement.MayFinishAsync(_limit.Token).IsCompleted;

    /// <summary>Returns when the refusal was dealt with: the next heartbeat comes only then.</summary>
    private async Task<Running> RefusedAsync(SourceFailure failure)
    {
        _source.Refusal = new SourceException(failure, "Not now.") { RetryAfter = TimeSpan.FromMilliseconds(1) };
        var enough = _source.Heartbeats + 2;
        var running = new Running(_announcement);
        for (var heard = _source.Heard.Next; _source.Heartbeats < enough; heard = _source.Heard.Next)
            await heard.WaitAsync(_limit.Token);
        return running;
    }

    private sealed class Running : IAsyncDisposable
    {
        private readonly CancellationTokenSource _stop = new();
        private readonly Task _running;

        public Running(Announcement announcement) => _running = announcement.RunAsync(_stop.Token);

        public async ValueTask DisposeAsync()
        {
            await _stop.CancelAsync();
            await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            _stop.Dispose();
        }
    }
}
