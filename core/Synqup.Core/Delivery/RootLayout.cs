using System.Globalization;

namespace Synqup.Core.Delivery;

/// <summary>Where things are below a root.</summary>
internal sealed class RootLayout(string root)
{
    /// <summary>The folder for the agent's own files, in the root and in every target folder.</summary>
    public const string OwnFolder = ".synqup";

    /// <summary>No importer's mask ends so.</summary>
    public const string PartSuffix = ".synqup-part";

    public string Root => root;

    public string Own { get; } = Path.Join(root, OwnFolder);

    public string Marker => Path.Join(Own, "root.json");

    public string Lock => Path.Join(Own, "lock");

    public string Batches => Path.Join(Own, "batches");

    /// <summary>The number of the newest batch, once its manifest is gone.</summary>
    public string Newest => Path.Join(Own, "newest");

    /// <summary>The folders in which something may be staged.</summary>
    public string Touched => Path.Join(Own, "touched");

    /// <summary>Of a person who looks, at any time.</summary>
    public string Probe => Path.Join(Own, "probe");

    /// <summary>Of the process that holds the lock.</summary>
    public string OwnProbe => Path.Join(Own, "probe-agent");

    /// <summary>Seen by the same root under another path, and not by a copy of it.</summary>
    public string Sign(long moment) => Path.Join(Own, string.Create(CultureInfo.InvariantCulture, $"sign-{moment:x}"));

    public string Manifest(long number) => Path.Join(Batches, number.ToString(CultureInfo.InvariantCulture));

    /// <param name="relative">Segments with <c>/</c> between them; empty for the root itself.</param>
    public string Folder(string relative) =>
        relative.Length == 0 ? root : Path.Join(root, Path.DirectorySeparatorChar == '/' ? relative : relative.Replace('/', Path.DirectorySeparatorChar));

    public string Staging(string relative) => Path.Join(Folder(relative), OwnFolder);

    public string Staged(string relative, string name) => Path.Join(Folder(relative), OwnFolder, name);

    public string Final(string relative, string name) => Path.Join(Folder(relative), name);
}
