using Synqup.Chaos.Portal;
using Synqup.Chaos.Running;

namespace Synqup.Chaos.Worlds;

/// <summary>What kind of a world it is. Each seed has another one: a fault shows itself best where some others are absent.</summary>
internal sealed record WorldSettings
{
    public required int Seed { get; init; }

    public required int Documents { get; init; }

    public required int Roots { get; init; }

    public required int Shares { get; init; }

    public required int CustomersOfRoot { get; init; }

    public required int BatchSize { get; init; }

    public required Manners Manners { get; init; }

    /// <summary>How often another program has a name at the very moment at which a document is to get it.</summary>
    public double Foreign { get; init; }

    /// <summary>How often a virus scanner holds a new file.</summary>
    public double Scanner { get; init; }

    /// <summary>How often the office wants a document again, by the hour and document.</summary>
    public int Redeliveries { get; init; }

    /// <summary>By how much clocks are set, and how often.</summary>
    public int ClockJumps { get; init; }

    public int CleanStops { get; init; }

    /// <summary>How long documents arrive and things go wrong.</summary>
    public TimeSpan Unrest { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>After this time without faults everything has to be right.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromDays(4);

    /// <summary>Ends when the patience does, and says nothing of what is not delivered by then.</summary>
    public bool IsShort { get; init; }

    /// <summary>The last events are kept in words.</summary>
    public bool InWords { get; init; }

    public static WorldSettings Of(int seed, int documents)
    {
        var chance = new Chance(seed * 31 + 7);
        double Sometimes(double most) => chance.Of(0.6) ? most * chance.Between(1, 100) / 100 : 0;
        var roots = chance.Between(1, 3);
        return new WorldSettings
        {
            Seed = seed,
            Documents = documents,
            Roots = roots,
            Shares = chance.Below(roots + 1),
            CustomersOfRoot = chance.Between(1, 6),
            BatchSize = chance.One([1, 3, 16, 64, 256]),
            Manners = new Manners(Sometimes(0.2), Sometimes(0.5), Sometimes(0.3), Sometimes(0.3), Sometimes(0.02), Sometimes(0.02)),
            Foreign = Sometimes(0.02),
            Scanner = Sometimes(0.01),
            Redeliveries = chance.Of(0.6) ? chance.Between(1, Math.Max(1, documents / 10)) : 0,
            // A clock that was set back lets what is due wait for a day: such worlds take as long as a hundred others.
            ClockJumps = chance.Of(0.05) ? chance.Between(1, 4) : 0,
            CleanStops = chance.Of(0.5) ? chance.Between(1, 4) : 0,
            Unrest = TimeSpan.FromMinutes(chance.Between(2, 90)),
        };
    }
}
