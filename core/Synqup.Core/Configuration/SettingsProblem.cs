namespace Synqup.Core.Configuration;

/// <summary>One thing that is wrong with the settings.</summary>
/// <param name="Place"><c>connections[0].portal</c>, a line and column of the file, or the name of the override.</param>
/// <param name="Problem">What is wrong.</param>
/// <param name="Remedy">What to do.</param>
internal sealed record SettingsProblem(string Place, string Problem, string Remedy)
{
    public override string ToString() => $"{Place}: {Problem} {Remedy}";
}

/// <summary>The settings, or everything that is wrong with them. Exactly one of the two is there.</summary>
internal sealed record SettingsResult(AgentSettings? Settings, IReadOnlyList<SettingsProblem> Problems);
