using System.IO.Abstractions.TestingHelpers;
using Microsoft.Extensions.Logging;
using Synqup.Chaos.Disk;
using Synqup.Chaos.Portal;
using Synqup.Chaos.Running;
using Synqup.Core.Configuration;
using Synqup.Core.Delivery;
using Synqup.Core.Health;
using Synqup.Core.Ledger;
using Synqup.Core.Pipeline;
using Synqup.Core.Routing;
using Synqup.Core.Sources;

namespace Synqup.Chaos.Worlds;

/// <summary>The process is gone: nothing that is still in the air may do anything.</summary>
internal sealed class ProcessGoneException() : Exception("The process is gone.");

/// <summary>One process of the agent, from its start to its end: everything of the product, over a simulated disk, portal and clock.</summary>
#pragma warning disable CA1001 // A process that is killed disposes nothing.
internal sealed class AgentProcess : IDiskTouch
#pragma warning restore CA1001
{
    private static readonly Plugins Plugins = new();

    private readonly World _world;
    private readonly SimulatedPlatform _disk;
    private readonly CancellationTokenSource _stop = new();
    private readonly ILoggerFactory _logging;

    public AgentProcess(World world, string bootId)
    {
        _world = world;
        Turns = new Turns(world.Chance, world.Trace);
        Time = new ProcessTime(world.Clock, Turns);
        _disk = world.Seams.Disk(world.Volumes, bootId, this);
        _logging = new WordsLogging(world.Trace);
        Health = new HealthBoard(Time);
        Ended = Turns.Start(RunAsync);
    }

    public Turns Turns { get; }

    public TimeProvider Time { get; }

    public HealthBoard Health { get; }

    /// <summary>Completes after a clean stop.</summary>
    public Task Ended { get; }

    public bool IsGone { get; private set; }

    /// <summary>What it was that ended the process without warning.</summary>
    public Event EndedBy { get; private set; }

    public bool MayFail => !_world.Faults.IsOver;

    public void Stop() => Turns.Start(_stop.Cancel);

    /// <summary>Ends it without warning.</summary>
    public void Kill(Event by)
    {
        (IsGone, EndedBy) = (true, by);
        Turns.End();
        _disk.ReleaseLocks();
    }

    public void Before(string call, string path) => Touch(call, path, after: false);

    public void After(string call, string path) => Touch(call, path, after: true);

    public void Renamed(string path, FileNode file)
    {
        _world.Witness.Appeared(path, file);
        if (Witness.IsVisible(path))
            _world.Appeared(path, file);
    }

    public void Replaced(string path, FileNode file, FileNode? replaced) => _world.Witness.Replaced(path, file, replaced);

    /// <summary>Something is called: whatever may happen at this moment happens.</summary>
    public void Touch(string call, string place, bool after)
    {
        if (IsGone)
            throw new ProcessGoneException();
        _world.Trace.Note(after ? call + " done" : call, place);
        _world.Calls++;
        _world.Meanwhile(call, place, after);
        var error = DiskError.Broken;
        var happens = _world.Faults.IsOver ? Event.Nothing : _world.Faults.At(call, place, after, out error);
        if (happens == Event.Error && MaySay(error, call, place))
            throw Failure(call, place, after, error);
        if (happens is Event.Kill or Event.PowerCut)
        {
            Kill(happens);
            throw new ProcessGoneException();
        }
    }

    /// <summary>Some time passes, or only a turn.</summary>
    public async Task PassAsync(CancellationToken cancellationToken)
    {
        if (_world.Chance.Of(0.5))
            await Task.Delay(_world.Chance.UpTo(TimeSpan.FromMilliseconds(400)), Time, cancellationToken);
        else
            await Task.Yield();
    }

    /// <summary>Nobody holds a file that is not there, or keeps it from being read.</summary>
    private bool MaySay(DiskError error, string call, string place) =>
        !((error is DiskError.Held or DiskError.Denied) && (call is "IsThere" or "OpenRead") && _world.Volume(place).Find(place) is null);

    private Exception Failure(string call, string place, bool after, DiskError error)
    {
        _world.Trace.Note(after ? $"failed after {call}: {error}" : $"failed at {call}: {error}", place);
        _world.Errors++;
        if (call.StartsWith("ledger ", StringComparison.Ordinal))
            return new LedgerException("The ledger cannot be written.");
        if (place.StartsWith('/'))
            return Errors.Of(error, place);
        return _world.Chance.Below(3) switch
        {
            0 when !after => new SourceException(SourceFailure.Unavailable, "The portal is overloaded.") { Status = 503, RetryAfter = TimeSpan.FromSeconds(_world.Chance.Between(1, 90)) },
            1 when !after => new SourceException(SourceFailure.Unavailable, "The portal failed.") { Status = 500 },
            _ => new SourceException(SourceFailure.Unavailable, "The portal did not answer in time."),
        };
    }

    private async Task RunAsync()
    {
        var files = new MockFileSystem();
        files.AddDirectory("/data");
        IDocumentSource source = new ProcessSource(_world.Office, this, _world.Chance, _world.Settings.Manners);
        var status = new AgentStatus(files, "/data", "1.0", Health, Time);
        var announcement = new Announcement(
            source, new HeartbeatContent("office", () => new AgentIdentity("1.0", "instance"), Plugins, Health), RunMode.Continuous, Health, status, Time, _logging.CreateLogger<Announcement>());
        var copy = new ConfigurationCopy(files, "/data");
        var runner = new PipelineRunner("office", announcement, async (_, cancellationToken) =>
        {
            var ledger = await DeliveryLedger.OpenAsync(_world.LedgerPath, Time, _logging.CreateLogger<DeliveryLedger>(), cancellationToken);
            var touched = new TouchedLedger(_world.Seams.Ledger(new WitnessedLedger(ledger, _world.Witness)), this);
            return new PipelineParts
            {
                Source = source,
                Ledger = ledger,
                Configuration = new ConfigurationFeed(source, copy, Plugins, PathMappings.None, new FolderOwners(), Health, _logging.CreateLogger<ConfigurationFeed>()),
                Announcement = announcement,
                OpenRoot = (path, shown, hasReplaced) => new DeliveryRoot(
                    new RootIdentity(path, shown, "Office", "agent", "office") { HasReplaced = hasReplaced }, _disk, touched, Time, _logging.CreateLogger<DeliveryRoot>()),
                // More requests at once than are ever wanted: who waits for one would go on on another thread.
                Concurrency = new ConcurrencySettings { Downloads = 64, BatchSize = _world.Settings.BatchSize },
                Progress = new PipelineProgress(),
                Health = Health,
                Time = Time,
                Logging = _logging,
            };
        }, Health, Time, _logging.CreateLogger<PipelineRunner>());
        await runner.RunAsync(_stop.Token);
    }
}
