using Synqup.Chaos.Running;
using Synqup.Chaos.Worlds;

namespace Synqup.Chaos.Tests;

/// <summary>The simulation finds what would be wrong with the protocol: else that it finds nothing would say nothing.</summary>
[Platform("Linux", Reason = "the paths of the simulated volumes are those of Linux")]
internal sealed class ProtocolFaultTests
{
    private const int Worlds = 60;

    [TestCase(ProtocolFault.FilesNotFlushed, "bytes that are no document's, or not all of one|a power cut would take its|marker .* cannot be understood|manifest .* is damaged")]
    [TestCase(ProtocolFault.FoldersNotFlushed, "a power cut would take its")]
    [TestCase(ProtocolFault.AcknowledgedBeforePublished, "The office was told that .* was never in its folder")]
    [TestCase(ProtocolFault.RenamedBeforePublishing, "is visible before the ledger knows")]
    [TestCase(ProtocolFault.OverwriteAllowed, "was overwritten")]
    [TestCase(ProtocolFault.ErrorTakenForGone, "The office was told that .* was never in its folder|a power cut would take its|does not hold the list of batch")]
    public void A_broken_protocol_is_found(ProtocolFault fault, string violation)
    {
        World Create(int seed, bool inWords) => new(
            WorldSettings.Of(seed, Simulation.DocumentsOfWorld) with { Patience = TimeSpan.FromMinutes(30), IsShort = true, InWords = inWords },
            fault == ProtocolFault.ErrorTakenForGone ? new FailingLooks(new Chance(seed)) : null, new BrokenSeams(fault));

        var figures = Simulation.Run(seed: 500, threads: 1, f => f.Violations.Count > 0 || f.Worlds >= Worlds, seed => Create(seed, inWords: false));

        Assert.That(figures.Violations, Has.Count.EqualTo(1), $"not found in {Worlds} worlds");
        var found = figures.Violations[0];
        Assert.That(found.Violation, Does.Match(violation), () => Simulation.Tell(inWords => Create(found.Seed, inWords)));
        TestContext.Out.WriteLine($"found in world {figures.Worlds}: {found.Violation}");
    }
}
