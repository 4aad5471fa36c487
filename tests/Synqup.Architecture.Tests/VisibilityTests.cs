namespace Synqup.Architecture.Tests;

/// <summary>Outside the sdk nothing is public: what nobody can refer to can be changed by everybody.</summary>
internal sealed class VisibilityTests
{
    /// <summary>Why a type outside the sdk is public all the same.</summary>
    private static readonly Dictionary<string, string> Exceptions = new()
    {
        ["Synqup.Plugins.Adsolut.AdsolutPlugin"] = "plugins are found by their public type",
        ["Synqup.Plugins.GenericFolder.GenericFolderPlugin"] = "plugins are found by their public type",
        ["Synqup.Plugins.Winbooks.WinbooksPlugin"] = "plugins are found by their public type",
        ["Program"] = "the web SDK generates it so, for tests of web programs",
    };

    private static IEnumerable<BuiltAssembly> Assemblies =>
    [
        Repository.AssemblyOf("core/Synqup.Core"),
        Repository.AssemblyOf("host/Synqup.Host", "synqup"),
        Repository.AssemblyOf("host/Synqup.Console", "synqup-console"),
        Repository.AssemblyOf("host/Synqup.Demo"),
        .. Repository.ProjectsBelow("plugins").Select(project => Repository.AssemblyOf(project)),
    ];

    [Test]
    public void Types_outside_the_sdk_are_not_public_except_with_a_reason()
    {
        var found = Assemblies.SelectMany(assembly => assembly.PublicTypes.Select(type => $"{assembly.Name}: {type}")).ToList();

        Assert.That(found, Has.Some.EndsWith("WinbooksPlugin"));
        Assert.That(found.Where(type => !Exceptions.ContainsKey(type.Split(": ")[1])), Is.Empty);
    }

    [Test]
    public void No_exception_outlives_its_type()
        => Assert.That(Assemblies.SelectMany(assembly => assembly.PublicTypes), Is.SupersetOf(Exceptions.Keys));

    [Test]
    public void The_sdk_is_what_others_see()
        => Assert.That(Repository.AssemblyOf("sdk/Synqup.Sdk").PublicTypes, Has.Member("Synqup.Sdk.IDestinationPlugin").And.All.StartsWith("Synqup.Sdk."));
}
