namespace Synqup.Benchmarks;

/// <summary>What is measured.</summary>
/// <param name="Documents">How many.</param>
/// <param name="KiB">The size of each.</param>
/// <param name="Customers">Over how many folders they are spread.</param>
/// <param name="Rounds">How often each program runs; the median counts.</param>
/// <param name="Programs">The folder in which <c>--target=Publish</c> put agent and Console.</param>
/// <param name="Work">A folder for everything that is written; emptied first.</param>
internal sealed record BenchmarkOptions(int Documents, int KiB, int Customers, int Rounds, string Programs, string Work)
{
    /// <summary>The agent as it is shipped.</summary>
    public string AgentProgram => Path.Combine(Programs, "synqup", "synqup");

    /// <summary>The workload for which the floors are stated; a smaller one is mostly the start of a program.</summary>
    public bool IsStatedWorkload => this is { Documents: >= 10_000, KiB: 30, Customers: 500 };
}
