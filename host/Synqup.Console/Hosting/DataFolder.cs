using Microsoft.EntityFrameworkCore;
using Synqup.Console.Access;
using Synqup.Console.Data;

namespace Synqup.Console.Hosting;

/// <summary>Where everything of a Console is: <c>console.db</c>, <c>content/</c>, <c>keys/</c>.</summary>
internal sealed record DataFolder(string Path)
{
    public string Database => System.IO.Path.Combine(Path, "console.db");

    public string Content => System.IO.Path.Combine(Path, "content");

    public static string Default => System.IO.Path.Combine(
        Environment.GetFolderPath(
            OperatingSystem.IsWindows() ? Environment.SpecialFolder.CommonApplicationData : Environment.SpecialFolder.LocalApplicationData,
            Environment.SpecialFolderOption.DoNotVerify),
        "synqup-console");

    public static DataFolder Open(string path)
    {
        var folder = new DataFolder(System.IO.Path.GetFullPath(path));
        OwnerOnly.CreateFolder(folder.Path);
        return folder;
    }

    /// <summary>Held open by the Console that runs on this folder, so that a second one says so instead of disturbing it.</summary>
    /// <exception cref="IOException">Another one runs on it.</exception>
    public IDisposable Claim()
    {
        try
        {
            return OpenLock("console.lock");
        }
        catch (IOException exception)
        {
            throw new IOException($"Another Console runs on the data folder {Path}. Stop it, or choose another folder with --data.", exception);
        }
    }

    /// <summary>Brings the database to this version's schema.</summary>
    public async Task MigrateAsync(ConsoleDb db, TimeProvider time, CancellationToken cancellationToken)
    {
        using var turn = await WaitForLockAsync(time, cancellationToken);
        // The framework's own lock is a row that outlives a killed program; with ours held, one that is there is such a rest.
        await db.Database.ExecuteSqlRawAsync("DROP TABLE IF EXISTS __EFMigrationsLock", cancellationToken);
        await db.Database.MigrateAsync(cancellationToken);
    }

    private async Task<IDisposable> WaitForLockAsync(TimeProvider time, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return OpenLock("migrate.lock");
            }
            catch (IOException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(50), time, cancellationToken);
            }
        }
    }

    private FileStream OpenLock(string name) => new(System.IO.Path.Combine(Path, name), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
}
