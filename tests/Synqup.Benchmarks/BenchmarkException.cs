namespace Synqup.Benchmarks;

/// <summary>What was measured is worth nothing: a program failed, or delivered something else than it should have.</summary>
internal sealed class BenchmarkException(string message) : Exception(message);
