namespace Synqup.Core.Ledger;

/// <summary>The source says that it does not offer an entry any more.</summary>
/// <param name="EntryId">The ledger's number of the entry.</param>
/// <param name="Sequence">At which the entry was listed when the source was asked: at another one it was offered again since.</param>
/// <param name="Reason">The sentence for people.</param>
internal sealed record Withdrawal(long EntryId, long Sequence, string Reason);
