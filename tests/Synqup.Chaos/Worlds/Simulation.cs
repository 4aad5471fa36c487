using System.Diagnostics;

namespace Synqup.Chaos.Worlds;

/// <summary>Many worlds, some at once, until there were documents enough.</summary>
internal static class Simulation
{
    /// <summary>Documents of one world: enough for several batches of each size, and few enough for a world to be looked through.</summary>
    public const int DocumentsOfWorld = 300;

    /// <param name="seed">Of the first world; each next one has the next.</param>
    /// <param name="enough">Whether what there was is enough.</param>
    public static SimulationFigures Run(int seed, int threads, Func<SimulationFigures, bool> enough, Func<int, World> create, Action<WorldReport>? after = null)
    {
        var figures = new SimulationFigures();
        var started = Stopwatch.GetTimestamp();
        var all = new Lock();
        var next = seed - 1;
        void Work()
        {
            while (true)
            {
                lock (all)
                {
                    if (enough(figures))
                        return;
                }
                using var world = create(Interlocked.Increment(ref next));
                var report = world.Run();
                lock (all)
                {
                    figures.Add(report, Stopwatch.GetElapsedTime(started));
                    after?.Invoke(report);
                }
            }
        }

        // Not on the pool: a world owns its thread, and finds out whoever goes on elsewhere.
        var workers = Enumerable.Range(0, threads).Select(_ => new Thread(Work)).ToList();
        workers.ForEach(w => w.Start());
        workers.ForEach(w => w.Join());
        return figures;
    }

    public static World World(int seed) => new(WorldSettings.Of(seed, DocumentsOfWorld));

    /// <summary>Runs one world again, and says what happened.</summary>
    public static string Tell(Func<bool, World> create)
    {
        using var world = create(true);
        var report = world.Run();
        return $"{string.Join('\n', report.Words)}\nSeed {report.Seed}: {report.Violation ?? "all is well"}\nThe same again: ./build.sh --target=Chaos --seed={report.Seed}";
    }
}

/// <summary>What came out of many worlds.</summary>
internal sealed class SimulationFigures
{
    private readonly List<WorldReport> _violations = [];

    public int Worlds { get; private set; }

    public long Documents { get; private set; }

    /// <summary>Of these documents, each delivery number.</summary>
    public long Deliveries { get; private set; }

    public long Acknowledged { get; private set; }

    public long Calls { get; private set; }

    public long Errors { get; private set; }

    public long Kills { get; private set; }

    public long PowerCuts { get; private set; }

    public long Foreigns { get; private set; }

    public long Quarantined { get; private set; }

    public TimeSpan Simulated { get; private set; }

    public TimeSpan Elapsed { get; private set; }

    public double DeliveriesPerHour => Deliveries / Elapsed.TotalHours;

    public IReadOnlyList<WorldReport> Violations => _violations;

    public void Add(WorldReport report, TimeSpan elapsed)
    {
        Worlds++;
        Documents += report.Documents;
        Deliveries += report.Deliveries;
        Acknowledged += report.Acknowledged;
        Calls += report.Calls;
        Errors += report.Errors;
        Kills += report.Kills;
        PowerCuts += report.PowerCuts;
        Foreigns += report.Foreigns;
        Quarantined += report.Quarantined;
        Simulated += report.Simulated;
        Elapsed = elapsed;
        if (report.Violation is not null)
            _violations.Add(report);
    }
}
