using System.IO.Abstractions;
using Microsoft.Extensions.Logging.Abstractions;
using Synqup.Core.Configuration;
using Synqup.Core.Delivery;
using Synqup.Core.Health;
using Synqup.Core.Ledger;
using Synqup.Core.Pipeline;
using Synqup.Core.Routing;
using Synqup.Core.Sources.Portal;
using Synqup.Core.Tests.Delivery;
using Synqup.Core.Tests.Routing;

namespace Synqup.Core.Tests.Pipeline;

/// <summary>A pipeline with a real ledger and real folders; only the office is in memory.</summary>
internal abstract class PipelineFixture
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly Signal _moved = new();
    private FileSystemWatcher _watcher = null!;

    protected string Folder { get; } = Directory.CreateTempSubdirectory("synqup-pipeline-").FullName;

    protected ScriptedSource Source { get; } = new();

    protected HealthBoard Health { get; } = new(TimeProvider.System);

    /// <summary>Of all connections; the tests' own is one of them.</summary>
    protected FolderOwners Owners { get; } = new();

    protected PipelineProgress Progress { get; } = new();

    /// <summary>The ledger's time, and the pipeline's as long as a test gives it no other.</summary>
    protected LaterTime Calendar { get; } = new();

    protected TimeProvider Time { get; set; }

    /// <summary>That of the roots.</summary>
    protected TimeProvider RootTime { get; set; } = TimeProvider.System;

    protected HookedPlatform Disk { get; } = new(Platform.ForThisSystem(new FileSystem()));

    protected ConcurrencySettings Concurrency { get; set; } = new();

    protected DiskSpace? Space { get; set; }

    protected DeliveryLedger Ledger { get; private set; } = null!;

    protected string LedgerPath => Path.Combine(Folder, "data", "ledger.db");

    protected PipelineFixture() => Time = Calendar;

    [SetUp]
    public async Task Open()
    {
        Ledger = await DeliveryLedger.OpenAsync(LedgerPath, Calendar, NullLogger<DeliveryLedger>.Instance, CancellationToken.None);
        Source.Called += _moved.Set;
        Health.Changed += _moved.Set;
        _watcher = new FileSystemWatcher(Folder) { IncludeSubdirectories = true };
        _watcher.Created += (_, _) => _moved.Set();
        _watcher.Changed += (_, _) => _moved.Set();
        _watcher.Renamed += (_, _) => _moved.Set();
        _watcher.Deleted += (_, _) => _moved.Set();
        _watcher.EnableRaisingEvents = true;
    }

    [TearDown]
    public async Task Remove()
    {
        _watcher.Dispose();
        await Ledger.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }

    protected List<string> Delivered(string customer)
    {
        var folder = Path.Combine(Folder, customer, customer, "in");
        return Directory.Exists(folder) ? [.. Directory.GetFiles(folder).Select(Path.GetFileNameWithoutExtension).OfType<string>()] : [];
    }

    /// <summary>Each customer has a configuration with a root of its own.</summary>
    protected void Configure(params string[] customers) => Configure(_ => MissingFolder.Create, customers);

    protected void Configure(Func<string, MissingFolder> missing, params string[] customers)
    {
        foreach (var customer in customers)
            MakeRoot(customer);
        Source.Configure([.. customers.Select(c => Configuration(c, c, "test") with { MissingFolder = missing(c) })], [.. customers.Select(c => Customer(c, c))]);
    }

    protected AccountingPackageConfiguration Configuration(string id, string name, string package) =>
        new(id, name, "agent", package, new ConfigurationPaths(Path.Combine(Folder, id, "[accounting_file_id]", "in"), null, null, null), "vat", null);

    protected static CustomerDescription Customer(string id, string configuration) => new(id, id, null, null, id, configuration, DateTimeOffset.UnixEpoch);

    /// <summary>Not empty, so that nobody has to say that it is no mount point.</summary>
    protected void MakeRoot(string name) => Directory.CreateDirectory(Path.Combine(Folder, name, "other"));

    protected async Task PassAsync()
    {
        using var limit = new CancellationTokenSource(Limit);
        await using var pipeline = new SyncPipeline(Parts(Announce(RunMode.OnePass)), RunMode.OnePass);
        await pipeline.RunAsync(limit.Token);
        Assert.That(limit.IsCancellationRequested, Is.False, "the pass did not end");
    }

    protected Running Run()
    {
        var announcement = Announce(RunMode.Continuous);
        return new(new SyncPipeline(Parts(announcement), RunMode.Continuous), announcement);
    }

    protected Announcement Announce(RunMode mode) => new(
        Source, new HeartbeatContent("office", () => new AgentIdentity("1.0", "instance"), new TestCatalog(), Health), mode, Health,
        new AgentStatus(new FileSystem(), Folder, "1.0", Health, TimeProvider.System), Time, NullLogger<Announcement>.Instance);

    protected PipelineParts Parts(Announcement announcement)
    {
        var files = new FileSystem();
        return new PipelineParts
        {
            Source = Source,
            Ledger = Ledger,
            Configuration = new ConfigurationFeed(
                Source, new ConfigurationCopy(files, Folder), new TestCatalog(), PathMappings.None, Owners, Health, NullLogger<ConfigurationFeed>.Instance),
            Announcement = announcement,
            OpenRoot = (path, shown, _) => new DeliveryRoot(
                new RootIdentity(path, shown, "Office", "agent", "office"), Disk, Ledger, RootTime, NullLogger<DeliveryRoot>.Instance),
            Concurrency = Concurrency,
            Space = Space,
            Progress = Progress,
            Health = Health,
            Time = Time,
            Logging = NullLoggerFactory.Instance,
        };
    }

    protected Task Until(Func<bool> holds) => Until(() => Task.FromResult(holds()));

    /// <summary>
    /// Looks whenever the office was called, a problem came or went, or a file changed. What shows itself by none of these is seen at the
    /// next heartbeat.
    /// </summary>
    protected async Task Until(Func<Task<bool>> holds)
    {
        using var limit = new CancellationTokenSource(Limit);
        for (var moved = _moved.Next; !await holds(); moved = _moved.Next)
        {
            Assert.That(limit.IsCancellationRequested, Is.False, "it did not come to that");
            await moved.WaitAsync(limit.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    protected sealed class Running : IAsyncDisposable
    {
        private readonly CancellationTokenSource _stop = new();
        private readonly SyncPipeline _pipeline;
        private readonly Task _running;
        private readonly Task _announced;

        public Running(SyncPipeline pipeline, Announcement announcement) =>
            (_pipeline, _running, _announced) = (pipeline, pipeline.RunAsync(_stop.Token), announcement.RunAsync(_stop.Token));

        public async ValueTask DisposeAsync()
        {
            await _stop.CancelAsync();
            await _running;
            await _announced.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await _pipeline.DisposeAsync();
            _stop.Dispose();
        }
    }
}
