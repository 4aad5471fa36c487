using System.Globalization;
using Synqup.Chaos.Disk;
using Synqup.Chaos.Portal;
using Synqup.Chaos.Worlds;

namespace Synqup.Chaos.Tests;

/// <summary>Three documents, and one fault at the n-th call of disk, portal or ledger, for every n.</summary>
[Platform("Linux", Reason = "the paths of the simulated volumes are those of Linux")]
[Category("Long")]
internal sealed class NthCallTests
{
    private static IEnumerable<object[]> Sweeps() =>
        from onShare in new[] { false, true }
        from fault in new (Event, bool, DiskError)[]
        {
            (Event.Error, false, DiskError.Broken), (Event.Error, true, DiskError.Broken), (Event.Error, false, DiskError.Held), (Event.Error, false, DiskError.Denied), (Event.Error, false, DiskError.Full),
            (Event.Kill, false, DiskError.Broken), (Event.Kill, true, DiskError.Broken), (Event.PowerCut, false, DiskError.Broken), (Event.PowerCut, true, DiskError.Broken),
        }
        select new object[] { fault.Item1, fault.Item2, fault.Item3, onShare };

    [TestCaseSource(nameof(Sweeps))]
    public void Whatever_happens_at_any_call_each_document_is_delivered_once(Event happens, bool after, DiskError says, bool onShare)
    {
        var calls = Run(int.MaxValue, Event.Nothing, after, says, onShare).Calls;
        Assert.That(calls, Is.GreaterThan(100), "there is something to sweep");

        for (var n = 1; n <= calls; n++)
            Run(n, happens, after, says, onShare);
        TestContext.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{calls} calls"));
    }

    private static OneFault Run(int n, Event happens, bool after, DiskError says, bool onShare)
    {
        var fault = new OneFault(n, happens, after, says);
        using var world = new World(Settings(onShare), fault);
        var report = world.Run();
        Assert.That(report.Violation, Is.Null, $"{happens} at call {n}: {fault.Where}");
        return fault;
    }

    private static WorldSettings Settings(bool onShare) => new()
    {
        Seed = 1,
        Documents = 3,
        Roots = 1,
        Shares = onShare ? 1 : 0,
        CustomersOfRoot = 1,
        BatchSize = 3,
        Manners = Manners.Good,
        Unrest = TimeSpan.FromMinutes(3),
        Patience = TimeSpan.FromHours(6),
    };
}
