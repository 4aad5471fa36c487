namespace Synqup.Sdk.Testing;

/// <summary>A document and what to call it in documentation.</summary>
/// <param name="Caption">What it is, such as <c>Purchase invoice as PDF only</c>.</param>
/// <param name="Document">The document.</param>
public sealed record Sample(string Caption, Document Document);
