namespace Synqup.EndToEnd.Tests;

/// <summary>What is true of the paths of every run.</summary>
internal static class DeliveredPaths
{
    public static void AssertLegalAndUnique(DemoOutcome run)
    {
        var paths = run.Files.SelectMany(file => file.Paths).ToList();

        Assert.That(paths, Is.Not.Empty);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(paths.SelectMany(path => WindowsRules.Violations(path, run.OutputFolder.Length + 1)), Is.Empty);
            Assert.That(paths.GroupBy(path => path, StringComparer.OrdinalIgnoreCase).Where(same => same.Count() > 1).Select(same => same.Key), Is.Empty);
        }
    }

    public static void AssertNothingElse(DemoOutcome run)
    {
        var tree = new DeliveredTree(run.OutputFolder);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(tree.Documents, Is.Not.Empty.And.EquivalentTo(run.Files.SelectMany(file => file.Paths)));
            Assert.That(tree.Leftovers, Is.Empty);
            Assert.That(tree.Own, Is.Not.Empty, "the markers of the roots are where the test looks for leftovers");
        }
    }
}
