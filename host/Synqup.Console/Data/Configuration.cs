using Synqup.Core.Sources.Portal;

namespace Synqup.Console.Data;

/// <summary>An accounting package configuration: where the documents of the customers that are linked to it go.</summary>
internal sealed class Configuration
{
    public required string Id { get; init; }

    public required string OfficeId { get; init; }

    public required string Name { get; set; }

    /// <summary>The one agent that delivers it; null while there is none.</summary>
    public string? AgentId { get; set; }

    public required string Package { get; set; }

    public string? Purchases { get; set; }

    public string? Sales { get; set; }

    public string? Statements { get; set; }

    public string? Documents { get; set; }

    public required string Identifier { get; set; }

    /// <summary>What an agent does when a customer's folder is not there.</summary>
    public MissingFolder MissingFolder { get; set; }

    /// <summary>What an agent does when another file has a document's name.</summary>
    public NameTaken NameTaken { get; set; }

    /// <summary>A JSON object; null when nothing was chosen.</summary>
    public string? Options { get; set; }
}
