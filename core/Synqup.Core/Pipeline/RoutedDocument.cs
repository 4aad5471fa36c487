using Synqup.Core.Delivery;
using Synqup.Core.Ledger;

namespace Synqup.Core.Pipeline;

/// <summary>A ledger entry with the plan of its destination.</summary>
/// <param name="Version">Of the configuration that routed it.</param>
internal sealed record RoutedDocument(LedgerEntry Entry, SetPlan Set, string Version)
{
    /// <summary>Of all its contents, in bytes.</summary>
    public long Size { get; } = Entry.Document.Parts.Sum(p => p.Size);
}
