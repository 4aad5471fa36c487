using System.Runtime.CompilerServices;
using NUnit.Framework;

namespace Synqup.Sdk.Testing;

/// <summary>Compares text that users depend on with a file that a person has approved.</summary>
/// <remarks>
/// The test project copies its files: <c>&lt;None Include="*.approved.txt" CopyToOutputDirectory="PreserveNewest" /&gt;</c>.
/// </remarks>
public static class Approved
{
    private const string Project = """<None Include="*.approved.txt" CopyToOutputDirectory="PreserveNewest" />""";

    /// <summary>Fails when the text is not the approved one, and writes what is right now beside it for a person to compare and take.</summary>
    /// <param name="text">The text, with <c>\n</c> between its lines.</param>
    /// <param name="name">The name of the file before <c>.approved.txt</c>; by default that of the calling source file.</param>
    public static void Verify(string text, [CallerFilePath] string name = "")
    {
        ArgumentNullException.ThrowIfNull(name);
        // The caller's path is that of the machine that compiled it, which may have had other separators.
        var separator = name.LastIndexOfAny(['/', '\\']) + 1;
        var stem = Path.GetFileNameWithoutExtension(name[separator..]);
        var file = stem + ".approved.txt";
        var approved = Path.Combine(TestContext.CurrentContext.TestDirectory, file);
        var received = Path.Combine(TestContext.CurrentContext.TestDirectory, stem + ".received.txt");
        var expected = File.Exists(approved) ? File.ReadAllText(approved).ReplaceLineEndings("\n").TrimEnd('\n') : null;
        if (expected == text)
            return;

        File.WriteAllText(received, text + "\n");
        var copy = $"copy {received} to {(Directory.Exists(name[..separator]) ? name[..separator] + file : $"{file} in the test project")}";
        if (expected is null)
            Assert.Fail($"There is no {file} beside the tests yet. Read what the code says now; if it is right, approve it: {copy}. The test project takes it along with {Project}.\n\n{text}");
        Assert.That(text, Is.EqualTo(expected), $"What users depend on has changed. If that is meant, approve it: {copy}.");
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
