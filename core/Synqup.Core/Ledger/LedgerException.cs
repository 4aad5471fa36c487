namespace Synqup.Core.Ledger;

/// <summary>The ledger cannot do its work. The message says what, where and what to do.</summary>
internal sealed class LedgerException(string message, Exception? innerException = null) : Exception(message, innerException);
