using Synqup.Core.Ledger;

namespace Synqup.Core.Delivery;

/// <summary>What opening a root found and did.</summary>
/// <param name="Settled">Sets that were publishing and are settled now, by the evidence; the ledger knows already.</param>
/// <param name="Waiting">Sets that stay in publishing because their folder cannot be read, each with its cause.</param>
/// <param name="Adopted">How many sets came from manifests that the ledger did not know.</param>
/// <param name="PartsRemoved">How many staged files that nobody knew were removed.</param>
/// <param name="Problems">What a person must see although the root may be ready.</param>
internal sealed record RootReport(
    RootStanding Standing, IReadOnlyList<SetOutcome> Settled, IReadOnlyList<WaitingSet> Waiting, int Adopted, int PartsRemoved, IReadOnlyList<RootProblem> Problems)
{
    /// <summary>Sets that count as delivered because their files are gone: taken by the package before anyone saw them there.</summary>
    public IEnumerable<SetOutcome> Unseen => Settled.Where(s => s.Unseen);
}

/// <summary>A set that waits, with the cause.</summary>
internal sealed record WaitingSet(SetRecord Set, string Cause);

/// <summary>Something about a root that a person must see.</summary>
/// <param name="Code">Stable: <c>root.unseen</c>, <c>root.renameUndone</c>, <c>root.waiting</c>.</param>
/// <param name="IsAlarm">Whether it means that documents may be missing, and not only that something deserves a look.</param>
internal sealed record RootProblem(string Code, bool IsAlarm, string Message, string Remedy);
