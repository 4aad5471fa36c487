using System.Text.Json.Serialization;
using Synqup.Core.Configuration;
using Synqup.Host.Output;

namespace Synqup.Host.Commands;

/// <summary>What a command answers: one JSON object with <c>--json</c>, else what <see cref="Print"/> writes.</summary>
internal abstract record CommandResult
{
    /// <summary>One sentence.</summary>
    [JsonPropertyOrder(-2)]
    public required string Summary { get; init; }

    [JsonPropertyOrder(-1)]
    public int ExitCode { get; init; }

    [JsonPropertyOrder(-3)]
    public bool Ok => ExitCode == 0;

    public abstract void Print(Screen screen);
}

/// <summary>The answer of a command that could not do what was asked.</summary>
internal sealed record FailureResult(IReadOnlyList<SettingsProblem> Problems) : CommandResult
{
    /// <summary>Empty where the command answers with documents; else null.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<object>? Documents { get; init; }

    // People read it on standard error, where it is written in any case.
    public override void Print(Screen screen)
    {
    }
}
