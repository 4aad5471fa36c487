using Synqup.Core.Routing;
using Synqup.Core.Sources.Portal;
using Synqup.Host.Output;

namespace Synqup.Host.Commands;

/// <param name="Paths">In the order in which they become visible; empty when it would not be delivered.</param>
/// <param name="Problem">Why it would not be delivered; null when it would.</param>
internal sealed record DocumentPreview(string Customer, WireDocumentKind Kind, string? Number, IReadOnlyList<string> Paths, string? Problem)
{
    public static DocumentPreview Of(string customer, DocumentDescription document, RoutingResult result) => new(
        customer, document.Kind, document.Number,
        result is Routed routed ? [.. routed.Plan.Files.Select(file => file.Path.ToString())] : [],
        result switch { Unroutable unroutable => unroutable.Reason, Refused refused => refused.Reason, _ => null });
}

/// <param name="FromCopy">The portal did not answer: this is the last configuration that it gave.</param>
/// <param name="Problem">Why nothing of this configuration can be delivered; null when it can.</param>
internal sealed record ConfigurationPreview(string Connection, string Name, string Package, bool FromCopy, string? Problem, IReadOnlyList<DocumentPreview> Documents);

/// <summary>One that was not asked for, and cannot be used.</summary>
internal sealed record OtherConfiguration(string Name, string Problem);

internal sealed record PreviewResult(IReadOnlyList<ConfigurationPreview> Configurations) : CommandResult
{
    public IReadOnlyList<OtherConfiguration> Others { get; init; } = [];

    /// <param name="why">And what could have been meant.</param>
    public static PreviewResult OfNothing(string why) => new([]) { ExitCode = (int)Commands.ExitCode.Problems, Summary = why };

    public static PreviewResult Of(IReadOnlyList<ConfigurationPreview> configurations) => Of(configurations, "This is where documents would go.");

    /// <param name="isKnown">Whether a ledger knows the document.</param>
    public static PreviewResult OfDocument(string id, bool isKnown, IReadOnlyList<ConfigurationPreview> configurations)
    {
        var concerned = isKnown ? configurations : [];
        if (concerned.Count > 0) return Of(concerned, "This is where the document would go.");
        return new PreviewResult([])
        {
            ExitCode = (int)Commands.ExitCode.Problems,
            Summary = isKnown
                ? $"The document {id} is known, and no configuration that was asked for has its customer. Link the customer to one in the Console."
                : $"No document {id} is known here: 'synqup history --json' names those that are.",
        };
    }

    private static PreviewResult Of(IReadOnlyList<ConfigurationPreview> configurations, string good)
    {
        var bad = configurations.Any(one => one.Problem is not null || one.Documents.Any(document => document.Problem is not null));
        return new PreviewResult(configurations)
        {
            ExitCode = (int)(bad ? Commands.ExitCode.Problems : Commands.ExitCode.Ok),
            Summary = bad ? "Some documents would not be delivered." : good,
        };
    }

    public override void Print(Screen screen)
    {
        screen.Verdict(Ok, Summary);
        if (Configurations.Any(one => one.FromCopy)) screen.Line("The portal does not answer: this is the last configuration that it gave.");
        foreach (var configuration in Configurations)
        {
            screen.Heading($"{configuration.Name} ({configuration.Package})");
            if (configuration.Problem is { } problem) screen.Problem(problem, null);
            foreach (var customer in configuration.Documents.GroupBy(one => one.Customer))
            {
                screen.Line($"  {customer.Key}");
                foreach (var document in customer)
                {
                    foreach (var path in document.Paths) screen.Line($"    {path}");
                    if (document.Problem is { } reason) screen.Problem(reason, null);
                }
            }
        }

        if (Others.Count > 0) screen.Heading("Not asked for, and cannot be used");
        foreach (var other in Others) screen.Problem($"{other.Name}: {other.Problem}", null);
    }
}
