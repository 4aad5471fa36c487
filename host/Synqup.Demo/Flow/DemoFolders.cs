namespace Synqup.Demo.Flow;

/// <summary>Where a run keeps what.</summary>
/// <param name="Output">The accounting packages' folders.</param>
/// <param name="Data">What Console and agent know.</param>
/// <param name="DataIsTemporary">Whether <paramref name="Data"/> goes when the run has succeeded or is cancelled.</param>
internal sealed record DemoFolders(string Output, string Data, bool DataIsTemporary)
{
    public string Console => Path.Combine(Data, "console");

    public string Agent => Path.Combine(Data, "agent");

    /// <exception cref="DemoException">The folder that was asked for cannot be used.</exception>
    public static DemoFolders Create(string? output)
    {
        if (output is null)
        {
            var folder = Directory.CreateTempSubdirectory("synqup-demo-").FullName;
            return Make(new DemoFolders(Path.Combine(folder, "output"), Path.Combine(folder, "data"), DataIsTemporary: true));
        }

        var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(output));
        foreach (var used in new[] { full, full + ".data" })
        {
            if (File.Exists(used) || (Directory.Exists(used) && Directory.EnumerateFileSystemEntries(used).Any()))
                throw new DemoException($"{used} is there already, and each run starts with an empty one. Choose another folder with --output, or remove {full} and {full}.data.");
        }

        return Make(new DemoFolders(full, full + ".data", DataIsTemporary: false));
    }

    /// <summary>Removes what this run kept for itself; documents that were delivered stay.</summary>
    public void RemoveTemporaryData()
    {
        if (!DataIsTemporary)
            return;
        Directory.Delete(Data, recursive: true);
        if (!Documents(Output).Any())
            Directory.Delete(Path.GetDirectoryName(Data)!, recursive: true);
    }

    // What begins with a dot is the agent's own.
    private static IEnumerable<string> Documents(string folder) =>
        Directory.EnumerateFiles(folder).Concat(Directory.EnumerateDirectories(folder).Where(inner => !Path.GetFileName(inner).StartsWith('.')).SelectMany(Documents));

    private static DemoFolders Make(DemoFolders folders)
    {
        try
        {
            Directory.CreateDirectory(folders.Output);
            Directory.CreateDirectory(folders.Data);
            return folders;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new DemoException($"The folder {folders.Output} cannot be made: {exception.Message} Choose another one with --output.", exception);
        }
    }
}
