using System.Reflection;

namespace Synqup.Demo.Programs;

/// <summary>Finds the agent and the Console as they were built together with the demo.</summary>
internal static class BuiltPrograms
{
    public static string Agent => Find("synqup");

    public static string Console => Find("synqup-console");

    private static string Find(string name)
    {
        var built = typeof(BuiltPrograms).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().SingleOrDefault(one => one.Key == name)?.Value
            ?? throw new InvalidOperationException($"The build did not record where {name} is: see RecordBuiltPrograms in Synqup.Demo.csproj.");
        var program = Path.ChangeExtension(built, OperatingSystem.IsWindows() ? ".exe" : null);
        return File.Exists(program)
            ? program
            : throw new DemoException($"The program {name} is not at {program}. Build the solution again: ./build.sh --target=Build.");
    }
}
