namespace Synqup.Core.Health;

internal enum HealthSeverity
{
    /// <summary>Something deserves a look; documents travel.</summary>
    Warning,

    /// <summary>Some or all documents do not travel until somebody acts or the cause goes away.</summary>
    Error,
}

/// <summary>Something that is not as it should be, as long as it is so.</summary>
/// <param name="Code">Stable, such as <c>root.missing</c>.</param>
/// <param name="Place">What it is about: a folder, a configuration, a connection.</param>
/// <param name="Message">What is wrong.</param>
/// <param name="Remedy">What to do.</param>
internal sealed record HealthProblem(string Code, string Place, HealthSeverity Severity, string Message, string Remedy, DateTimeOffset Since);
