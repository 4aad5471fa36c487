using Synqup.Chaos.Worlds;

namespace Synqup.Chaos.Tests;

/// <summary>The whole agent in worlds in which everything goes wrong: each document is delivered once, whole, in its order and place, or somebody is told why not.</summary>
[Platform("Linux", Reason = "the paths of the simulated volumes are those of Linux")]
internal sealed class SimulationTests
{
    [Test]
    public void A_seed_gives_the_same_world_again()
    {
        string Hash(int seed)
        {
            using var world = Simulation.World(seed);
            return world.Run().Hash;
        }

        var first = Hash(7);

        Assert.That(Hash(7), Is.EqualTo(first));
        Assert.That(Hash(8), Is.Not.EqualTo(first), "worlds differ");
    }

    [Test]
    public void Nothing_is_lost_or_doubled_in_a_few_worlds() => Run(seed: 1, documents: 2_000);

    [Test]
    [Category("Long")]
    public void Nothing_is_lost_or_doubled_in_fifty_thousand_documents() => Run(seed: 1_000, documents: 50_000);

    private static void Run(int seed, int documents)
    {
        var figures = Simulation.Run(seed, threads: 2, f => f.Documents >= documents || f.Violations.Count > 0, Simulation.World);

        if (figures.Violations is [var first, ..])
            Assert.Fail(Simulation.Tell(inWords => new World(WorldSettings.Of(first.Seed, Simulation.DocumentsOfWorld) with { InWords = inWords })));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(figures.Documents, Is.GreaterThanOrEqualTo(documents));
            Assert.That(figures.Kills, Is.GreaterThan(figures.Worlds), "things went wrong");
            Assert.That(figures.PowerCuts, Is.GreaterThan(figures.Worlds), "things went wrong");
            Assert.That(figures.Errors, Is.GreaterThan(figures.Worlds), "things went wrong");
        }
        TestContext.Out.WriteLine($"{figures.Deliveries} deliveries in {figures.Worlds} worlds: {figures.Kills} kills, {figures.PowerCuts} power cuts, {figures.Errors} errors, {figures.Quarantined} looked after by a person; {figures.DeliveriesPerHour:N0} an hour");
    }
}
