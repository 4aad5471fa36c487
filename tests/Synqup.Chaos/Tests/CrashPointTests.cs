using Synqup.Chaos.Disk;
using Synqup.Chaos.Portal;
using Synqup.Chaos.Worlds;

namespace Synqup.Chaos.Tests;

/// <summary>The power goes after each call of a three-document run on a local disk, and every state is gone through that un-flushed names and bytes allow.</summary>
[Platform("Linux", Reason = "the paths of the simulated volumes are those of Linux")]
[Category("Long")]
internal sealed class CrashPointTests
{
    [Test]
    public void After_a_power_cut_each_document_is_delivered_once_whatever_is_left()
    {
        var (moments, states) = (0, 0);
        for (var odometer = new Odometer(); Run(moments + 1, odometer); odometer = new Odometer())
        {
            moments++;
            for (states++; odometer.Next(); states++)
                Run(moments, odometer);
        }
        TestContext.Out.WriteLine($"{moments} moments, {states} states");
        Assert.That(moments, Is.GreaterThan(100));
        Assert.That(states, Is.GreaterThan(1_000));
    }

    /// <returns>Whether there was an n-th call.</returns>
    private static bool Run(int n, Odometer odometer)
    {
        var fault = new OneFault(n, Event.PowerCut, afterwards: true, DiskError.Broken);
        World? world = null;
        using var created = world = new World(Settings(), fault)
        {
            // Of what is un-flushed at the end, the least is left.
            ChooseAtPowerCut = count => world!.PowerCuts == 1 ? odometer.Choose(count) : 0,
        };
        var report = world.Run();
        Assert.That(report.Violation, Is.Null, $"power cut after call {n}: {fault.Where}");
        return fault.Calls >= n;
    }

    private static WorldSettings Settings() => new()
    {
        Seed = 1,
        Documents = 3,
        Roots = 1,
        Shares = 0,
        CustomersOfRoot = 1,
        BatchSize = 1,
        Manners = Manners.Good,
        Unrest = TimeSpan.FromMinutes(3),
        Patience = TimeSpan.FromHours(6),
    };
}
