using Synqup.Core.Ledger;

namespace Synqup.Core.Delivery;

/// <summary>What opening a root found and did.</summary>
/// <param name="Settled">Sets that were publishing and are settled now, by the evidence; the ledger knows already.</param>
/// <param name="Waiting">Sets that stay in publishing because their folder cannot be read, each with its cause.</param>
/// <param name="Adopted">How many sets came from manifests that the ledger did not know.</param>
/// <param name="PartsRemoved">How many staged files that nobody knew were removed.</param>
internal sealed record RootReport(
    RootStanding Standing, IReadOnlyList<SetOutcome> Settled, IReadOnlyList<WaitingSet> Waiting, int Adopted, int PartsRemoved)
{
    /// <summary>Sets that count as delivered because their files are gone: taken by the package before anyone saw them there.</summary>
    public IEnumerable<SetOutcome> Unseen => Settled.Where(s => s.Unseen);
}

/// <summary>A set that waits, with the cause.</summary>
internal sealed record WaitingSet(SetRecord Set, string Cause);
