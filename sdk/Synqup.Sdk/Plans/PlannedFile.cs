namespace Synqup.Sdk;

/// <summary>One file of a plan: which content goes where.</summary>
/// <param name="Part">The name of the document's part whose bytes the file gets, untouched.</param>
/// <param name="Path">Where it goes.</param>
public sealed record PlannedFile(string Part, DeliveryPath Path);
