namespace Synqup.Core.Routing;

/// <summary>Why documents of a customer cannot be delivered, whatever they hold.</summary>
/// <param name="Place">The customer or the folder that it is about.</param>
internal sealed record CustomerProblem(string Place, string Problem, string Remedy)
{
    /// <summary>The local folder that two customers would share: both of them name it. Null where the problem is another one.</summary>
    public string? SharedFolder { get; init; }

    public string Sentence => $"{Problem} {Remedy}";
}
