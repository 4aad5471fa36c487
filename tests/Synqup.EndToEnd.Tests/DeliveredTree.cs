namespace Synqup.EndToEnd.Tests;

/// <summary>What lies below an output folder.</summary>
internal sealed class DeliveredTree
{
    private const string OwnFolder = ".synqup";

    public DeliveredTree(string folder)
    {
        var files = Directory.EnumerateFiles(folder, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 })
            .Select(path => Path.GetRelativePath(folder, path).Replace('\\', '/')).ToList();
        Documents = [.. files.Where(path => !path.Split('/').Contains(OwnFolder))];
        Own = [.. files.Where(path => path.Split('/').Contains(OwnFolder))];
    }

    /// <summary>Files that an importer would see.</summary>
    public IReadOnlyList<string> Documents { get; }

    /// <summary>Files in the agent's own folders.</summary>
    public IReadOnlyList<string> Own { get; }

    /// <summary>Files in the agent's own folders other than what a root keeps: its marker, its lock, and how far its batches were.</summary>
    public IEnumerable<string> Leftovers => Own.Where(path => Path.GetFileName(path) is not ("root.json" or "lock" or "newest" or "touched"));
}
