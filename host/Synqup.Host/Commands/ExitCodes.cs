using System.ComponentModel;
using System.Reflection;

namespace Synqup.Host.Commands;

internal static class ExitCodes
{
    /// <summary>Every exit code with its sentence, in the order of the numbers.</summary>
    public static IEnumerable<(int Code, string Meaning)> All() =>
        Enum.GetValues<ExitCode>().Order().Select(code => ((int)code, Meaning(code)));

    private static string Meaning(ExitCode code) =>
        typeof(ExitCode).GetField(code.ToString())!.GetCustomAttribute<DescriptionAttribute>()!.Description;
}
