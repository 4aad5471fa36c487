namespace Synqup.Core.Ledger.Storage;

/// <summary>One change of the tables.</summary>
internal sealed record LedgerStep(string Script)
{
    /// <summary>How many steps a program must know to write a file that has this one. Those that only add leave it: then the releases before go on with the file.</summary>
    public int Least { get; init; } = 1;

    public static implicit operator LedgerStep(string script) => new(script);
}

/// <summary>What a file says of itself.</summary>
/// <param name="Format">How many steps it has; 0 for an empty one.</param>
/// <param name="Least">How many steps a program must know to write it.</param>
/// <param name="Program">The version that opened it last for writing.</param>
internal sealed record LedgerStamp(int Format, int Least, string Program);
