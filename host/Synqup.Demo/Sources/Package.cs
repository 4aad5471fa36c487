namespace Synqup.Demo.Sources;

/// <summary>The keys of the plugins that the demo configures.</summary>
internal static class Package
{
    public const string Winbooks = "winbooks";
    public const string Adsolut = "adsolut";
    public const string GenericFolder = "generic-folder";

    public static readonly string[] All = [Winbooks, Adsolut, GenericFolder];
}
