namespace Synqup.Demo;

/// <summary>Whose side of the invoices the customers of <c>--documents</c> are on.</summary>
internal enum Side
{
    Purchases,
    Sales,
}

/// <summary>What was asked for on the command line.</summary>
internal sealed record DemoOptions
{
    /// <summary>End when everything is delivered, instead of waiting for more.</summary>
    public bool Once { get; init; }

    /// <summary>One JSON object on standard output and nothing else.</summary>
    public bool Json { get; init; }

    /// <summary>How many documents are generated.</summary>
    public int Count { get; init; } = 132;

    /// <summary>Where the documents go; null for a temporary folder.</summary>
    public string? Output { get; init; }

    /// <summary>Documents to deliver instead of generated ones; null for generated ones.</summary>
    public string? Documents { get; init; }

    public Side As { get; init; }
}
