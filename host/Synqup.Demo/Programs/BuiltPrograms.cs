using System.Reflection;

namespace Synqup.Demo.Programs;

/// <summary>
/// Finds the agent and the Console as they were built together with the demo; or as they were published, each in a folder of its
/// name, below the folder that the environment variable <see cref="Variable"/> names.
/// </summary>
internal static class BuiltPrograms
{
    public const string Variable = "SYNQUP_PROGRAMS";

    public static string Agent => Find("synqup");

    public static string Console => Find("synqup-console");

    private static string Find(string name)
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } published)
            return Existing(name, Path.Combine(published, name, name));
        var built = typeof(BuiltPrograms).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().SingleOrDefault(one => one.Key == name)?.Value
            ?? throw new InvalidOperationException($"The build did not record where {name} is: see RecordBuiltPrograms in Synqup.Demo.csproj.");
        return Existing(name, Path.ChangeExtension(built, null));
    }

    private static string Existing(string name, string withoutExtension)
    {
        var program = OperatingSystem.IsWindows() ? withoutExtension + ".exe" : withoutExtension;
        return File.Exists(program)
            ? program
            : throw new DemoException($"The program {name} is not at {program}. Build the solution again: ./build.sh --target=Build.");
    }
}
