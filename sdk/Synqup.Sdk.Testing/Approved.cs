using System.Runtime.CompilerServices;
using NUnit.Framework;

namespace Synqup.Sdk.Testing;

/// <summary>Compares text that users depend on with a file that a person has approved.</summary>
/// <remarks>
/// The test project copies its files: <c>&lt;None Include="*.approved.txt" CopyToOutputDirectory="PreserveNewest" /&gt;</c>.
/// </remarks>
public static class Approved
{
    /// <summary>Fails when the text is not the approved one, and writes what is right now beside it for a person to compare and take.</summary>
    /// <param name="text">The text, with <c>\n</c> between its lines.</param>
    /// <param name="name">The name of the file before <c>.approved.txt</c>; by default that of the calling source file.</param>
    public static void Verify(string text, [CallerFilePath] string name = "")
    {
        ArgumentNullException.ThrowIfNull(name);
        // The caller's path is that of the machine that compiled it, which may have had other separators.
        var stem = Path.GetFileNameWithoutExtension(name[(name.LastIndexOfAny(['/', '\\']) + 1)..]);
        var approved = Path.Combine(TestContext.CurrentContext.TestDirectory, stem + ".approved.txt");
        var received = Path.ChangeExtension(approved, null)[..^".approved".Length] + ".received.txt";
        var expected = File.Exists(approved) ? File.ReadAllText(approved).ReplaceLineEndings("\n").TrimEnd('\n') : "";
        if (expected != text)
            File.WriteAllText(received, text + "\n");
        Assert.That(text, Is.EqualTo(expected), $"What users depend on has changed. If that is meant, approve it: copy {received} over {stem}.approved.txt in the test project.");
    }

    /// <summary>Fails when the names and folders that a plugin gives the sample documents are not the approved ones.</summary>
    /// <param name="destination">The destination.</param>
    /// <param name="name">The name of the file before <c>.approved.txt</c>; by default that of the calling source file.</param>
    public static void VerifyNames(IDestination destination, [CallerFilePath] string name = "")
    {
        ArgumentNullException.ThrowIfNull(destination);
        Verify(string.Join("\n\n", Some.Samples.Select(sample => Show(sample, destination.Plan(sample.Document)))), name);
    }

    private static string Show(Sample sample, DeliveryPlan plan) =>
        string.Join("\n  ", [sample.Caption, .. plan.Rejection is { } reason ? [$"refused: {reason}"] : plan.Files.Select(file => file.Path.ToString())]);
}
