using System.IO.Abstractions.TestingHelpers;
using Microsoft.Extensions.Time.Testing;
using Synqup.Core.Health;

namespace Synqup.Core.Tests.Health;

internal sealed class AgentStatusTests
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 5, 8, 0, 0, TimeSpan.Zero));
    private readonly MockFileSystem _files = new();
    private readonly string _folder;

    public AgentStatusTests() => _folder = _files.Directory.CreateDirectory("/data").FullName;

    [Test]
    public void The_last_contact_is_that_of_any_call_and_outlives_the_process()
    {
        var first = Start(out _);
        first.Contact("office", "Kantoor Janssens");
        _time.Advance(TimeSpan.FromMinutes(1));
        first.Contact("office");
        var answered = _time.GetUtcNow();
        _time.Advance(TimeSpan.FromHours(1));

        Start(out var health);
        health.Raise("portal.unreachable", "office", HealthSeverity.Error, "Away.", "Wait.");

        Assert.That(AgentStatus.Read(_files, _folder)!.Connections, Is.EqualTo([new ConnectionReport("office", "Kantoor Janssens", answered)]));
    }

    private AgentStatus Start(out HealthBoard health) => new(_files, _folder, "1.0", health = new HealthBoard(_time), _time);
}
