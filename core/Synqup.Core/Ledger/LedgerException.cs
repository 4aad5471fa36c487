namespace Synqup.Core.Ledger;

/// <summary>The ledger cannot do its work. The message says what, where and what to do.</summary>
internal sealed class LedgerException : Exception
{
    public LedgerException(string message, Exception? innerException = null) : base(message, innerException) => Problem = message;

    public LedgerException(LedgerFailure failure, string problem, string remedy, Exception? innerException = null) : base($"{problem} {remedy}", innerException) =>
        (Failure, Problem, Remedy) = (failure, problem, remedy);

    public LedgerFailure Failure { get; }

    /// <summary>What is wrong and where; what to do too, when there is no <see cref="Remedy"/>.</summary>
    public string Problem { get; }

    public string? Remedy { get; }
}

/// <summary>What keeps a ledger from being used.</summary>
internal enum LedgerFailure
{
    /// <summary>Its disk, its rights, or where it is; trying again later can help.</summary>
    Unusable,

    /// <summary>Its file does not hold what was written.</summary>
    Damaged,

    /// <summary>There was one, and its file is gone.</summary>
    Missing,

    /// <summary>Only later versions of Synqup may write it.</summary>
    TooNew,
}
