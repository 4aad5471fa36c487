using Synqup.Core.Delivery;
using Synqup.Core.Ledger;

namespace Synqup.Core.Tests.Delivery;

/// <summary>
/// Errors at the n-th touch of disk or ledger, for every n: whatever it is, afterwards each document is visible exactly once or
/// needs a person, and never twice or nowhere.
/// </summary>
internal sealed class FaultSweepTests : DeliveryFixture
{
    private static readonly string[] Pair = ["pdf", "ubl"];

    /// <summary>Thousands of deliveries with all their flushes: in memory where the system has such a place.</summary>
    protected override string TemporaryFolder => Directory.Exists("/dev/shm") ? "/dev/shm" : base.TemporaryFolder;

    private static IEnumerable<object[]> Sweeps() =>
        from fault in Enum.GetValues<Fault>()
        from world in fault is Fault.Held or Fault.Full ? new[] { "plain" } : ["plain", "taken", "imported"]
        from onShare in new[] { false, true }
        select new object[] { fault, world, onShare };

    internal enum Fault
    {
        /// <summary>The process dies there; the machine goes on.</summary>
        Crash,

        /// <summary>The process dies right after the call took effect.</summary>
        CrashAfter,

        /// <summary>This one call fails, and the process goes on.</summary>
        Error,

        /// <summary>This one call takes effect and fails all the same, as on a share that loses its answer.</summary>
        ErrorAfter,

        /// <summary>A virus scanner holds the file for this one call.</summary>
        Held,

        /// <summary>This one call finds the disk full.</summary>
        Full,
    }

    [TestCaseSource(nameof(Sweeps))]
    public async Task Every_document_is_delivered_exactly_once_whatever_fails(Fault fault, string world, bool onShare)
    {
        var touches = await CountAsync(onShare, world);
        Assert.That(touches, Is.GreaterThan(40), "there is something to sweep");
        for (var n = 1; n <= touches; n++)
        {
            await using var run = await SweepRun.StartAsync(this, onShare, world, n);
            await run.DeliverAsync(n, fault);
            await run.RecoverAsync();
            await run.CheckAsync($"{fault} at touch {n} ({run.Touched})");
        }
    }

    private async Task<int> CountAsync(bool onShare, string world)
    {
        await using var run = await SweepRun.StartAsync(this, onShare, world, 0);
        await run.DeliverAsync(int.MaxValue, Fault.Error);
        await run.CheckAsync("nothing failed");
        return run.Touches;
    }

    /// <summary>One delivery of three documents with one fault, on a root and a ledger of its own.</summary>
    private sealed class SweepRun : IAsyncDisposable
    {
        private readonly FaultSweepTests _test;
        private readonly string _root;
        private readonly bool _onShare;
        private readonly bool _imports;
        private readonly DeliveryLedger _ledger;
        private readonly List<string> _imported = [];
        private HookedPlatform _platform;
        private FaultyLedger _faulty;
        private DeliveryRoot _current = null!;
        private bool _dead;
        private bool _bound;
        private bool _settled;
        private bool _inDoubt;

        private SweepRun(FaultSweepTests test, string root, bool onShare, string world, DeliveryLedger ledger)
        {
            (_test, _root, _onShare, _imports, _ledger) = (test, root, onShare, world == "imported", ledger);
            _platform = new HookedPlatform(test.NewPlatform()) { IsShare = onShare };
            _faulty = new FaultyLedger(ledger);
            if (world == "taken")
                _takes = true;
        }

        private readonly bool _takes;

        public int Touches { get; private set; }

        public string Touched { get; private set; } = "";

        private string Inbox => Path.Combine(_root, "Janssens", "inbound");

        public static async Task<SweepRun> StartAsync(FaultSweepTests test, bool onShare, string world, int n)
        {
            var root = Path.Combine(test.Folder, $"root-{n}");
            Directory.CreateDirectory(Path.Combine(root, "Janssens"));
            var ledger = await DeliveryLedger.OpenAsync(Path.Combine(test.Folder, $"{n}.db"), test.Time, Microsoft.Extensions.Logging.Abstractions.NullLogger<DeliveryLedger>.Instance, CancellationToken.None);
            var run = new SweepRun(test, root, onShare, world, ledger);
            run.NewRoot();
            Assert.That(run._current.Use().IsReady);
            return run;
        }

        public async Task DeliverAsync(int n, Fault fault)
        {
            Arm(n, fault);
            try
            {
                await DeliverOnceAsync();
            }
            catch (Exception e) when (e is IOException or LedgerException or UnauthorizedAccessException)
            {
                // As in life: the caller opens the root again.
            }
            if (_dead)
                Bury();
        }

        public async Task RecoverAsync()
        {
            _platform.Before = _platform.After = null;
            _faulty.Hook = null;
            if (_imports)
                _platform.After = Import;
            for (var tries = 0; ; tries++)
            {
                var report = await _current.OpenAsync(CancellationToken.None);
                if (report.Standing.IsReady && report.Waiting.Count == 0)
                    break;
                Assert.That(tries, Is.LessThan(3), report.Standing.Problem);
            }
            await DeliverOnceAsync();
        }

        public async Task CheckAsync(string what)
        {
            if (_imports)
                ImportAll();
            foreach (var plan in Plans())
            {
                var entry = (await _ledger.Queries.DocumentAsync(Source, plan.Document.Id, CancellationToken.None)).SingleOrDefault()?.Entry;
                var names = Shown(plan.Document.Id);
                if (entry?.State == DeliveryState.Quarantined)
                {
                    // Only where nobody can tell what a share did with names that were bound; and then nothing of it is there twice.
                    Assert.That(_inDoubt || (_takes && plan.Document.Id == "d3"), $"{what}: {plan.Document.Id} is quarantined: {entry.Reason}");
                    Assert.That(names.GroupBy(Path.GetExtension), Is.All.Matches<IGrouping<string?, string>>(g => g!.Count() == 1), $"{what}: {plan.Document.Id} is {string.Join(", ", names)}");
                    continue;
                }
                Assert.That(entry?.State, Is.EqualTo(DeliveryState.Delivered), $"{what}: {plan.Document.Id}");
                Assert.That(names, Has.Length.EqualTo(plan.Plan.Files.Count), $"{what}: {plan.Document.Id} is {string.Join(", ", names)}");
                Assert.That(names.Select(n => Path.GetFileNameWithoutExtension(n)).Distinct().ToList(), Has.Count.EqualTo(1), $"{what}: one number serves a set: {string.Join(", ", names)}");
            }
            await _current.DisposeAsync();
        }

        public async ValueTask DisposeAsync()
        {
            _platform.Before = _platform.After = null;
            await _current.DisposeAsync();
            _platform.ReleaseLocks();
            await _ledger.DisposeAsync();
        }

        private SetPlan[] Plans() => [Plan("d1", Pair), WithDone(Plan("d2", ["ubl"])), WithDone(Plan("d3", Pair))];

        private SetPlan Plan(string id, string[] parts) => _test.Plan(id, parts, root: _root);

        /// <summary>What the pipeline does: deliver what the ledger does not know or can take again, and again what comes back.</summary>
        private async Task DeliverOnceAsync()
        {
            for (var round = 0; round < 4; round++)
            {
                if (!_current.Standing.IsReady && !(await _current.OpenAsync(CancellationToken.None)).Standing.IsReady)
                    continue;
                var open = new List<SetPlan>();
                foreach (var plan in Plans())
                {
                    var entry = (await _ledger.Queries.DocumentAsync(Source, plan.Document.Id, CancellationToken.None)).SingleOrDefault()?.Entry;
                    if (entry?.State is null or DeliveryState.Listed or DeliveryState.Deferred)
                        open.Add(plan);
                }
                if (open.Count == 0)
                    return;
                await using var batch = _current.OpenBatch("etag-1", open);
                await ReceiveAsync(batch);
                var published = await _current.PublishAsync(batch, Same, CancellationToken.None);
                while (!published.Held.IsCompleted)
                {
                    _test.Time.Advance(TimeSpan.FromSeconds(1));
                    await Task.Yield();
                }
                await published.Held;
                await _current.CloseAsync(CancellationToken.None);
            }
        }

        private void Arm(int n, Fault fault)
        {
            _platform.Before = (name, path) =>
            {
                if (_dead)
                    throw new IOException("The process is gone.");
                Touches++;
                _bound |= Path.GetFileName(Path.GetDirectoryName(path)) == "batches" && name == "Replace";
                if (_takes && name == "TryRename" && Path.GetFileName(path) is "d1.pdf" or "d3.xml" && !File.Exists(path))
                    File.WriteAllText(path, "somebody else's");
                if (Touches == n)
                    Touched = $"{name} {path}";
                if (Touches == n && fault is Fault.Crash or Fault.Error or Fault.Held or Fault.Full)
                    Fail(fault);
            };
            _platform.After = (name, path) =>
            {
                Import(name, path);
                if (Touches == n && fault is Fault.CrashAfter or Fault.ErrorAfter)
                    Fail(fault);
            };
            _faulty.Hook = when =>
            {
                if (_dead)
                    throw new LedgerException("The process is gone.");
                if (when.StartsWith("before", StringComparison.Ordinal))
                    Touches++;
                _settled |= when == "after Settle";
                if (Touches != n)
                    return;
                Touched = when;
                _inDoubt = _onShare && _bound && !_settled;
                // A ledger that fails stays failed: its process ends.
                if (when.StartsWith("after", StringComparison.Ordinal) == fault is Fault.CrashAfter or Fault.ErrorAfter)
                {
                    _dead = true;
                    throw new LedgerException("The ledger failed.");
                }
            };
        }

        private void Fail(Fault fault)
        {
            _inDoubt = _onShare && _bound && !_settled;
            _dead = fault is Fault.Crash or Fault.CrashAfter;
            throw new IOException("Injected.", fault switch
            {
                Fault.Held => 16,
                Fault.Full => 28,
                _ => 5,
            });
        }

        /// <summary>The accounting package takes each file as soon as it appears.</summary>
        private void Import(string name, string path)
        {
            if (_imports && name == "TryRename" && Directory.Exists(Inbox))
                ImportAll();
        }

        private void ImportAll()
        {
            if (!Directory.Exists(Inbox))
                return;
            foreach (var file in Directory.GetFiles(Inbox))
            {
                _imported.Add(Path.GetFileName(file));
                File.Delete(file);
            }
        }

        private string[] Shown(string id) =>
            [.. (_imports ? _imported : Directory.Exists(Inbox) ? Directory.GetFiles(Inbox).Where(f => File.ReadAllText(f) != "somebody else's").Select(f => Path.GetFileName(f)!) : [])
                .Where(f => f.StartsWith(id, StringComparison.Ordinal))];

        private void Bury()
        {
            _platform.ReleaseLocks();
            _platform = new HookedPlatform(_test.NewPlatform()) { IsShare = _onShare };
            _faulty = new FaultyLedger(_ledger);
            NewRoot();
        }

        private void NewRoot() =>
            _current = new DeliveryRoot(new RootIdentity(_root, _root, "Office", "agent-1", "office"), _platform, _faulty, _test.Time, Microsoft.Extensions.Logging.Abstractions.NullLogger<DeliveryRoot>.Instance);
    }
}
