namespace Synqup.Console.Problems;

/// <summary>Ends a transaction of several items when one of them is not there, so that none of them is changed.</summary>
internal sealed class NotThereException(string what) : Exception($"This office has no such {what}.");
