using Synqup.Host.Commands;

namespace Synqup.Host.Agent;

/// <summary>The folder that belongs to the service and administrators only, held by one process at a time.</summary>
internal sealed class DataFolder : IDisposable
{
    public const string LockName = "synqup.lock";

    // A status command looks at the lock for a moment; an agent that starts then must not take it for another agent.
    private const int Tries = 10;
    private static readonly TimeSpan BetweenTries = TimeSpan.FromMilliseconds(100);

    private readonly FileStream _lock;

    private DataFolder(FileStream held) => _lock = held;

    /// <summary>Makes the folder when it is not there and takes it for this process.</summary>
    /// <exception cref="CommandFailure">Another process has it, or it cannot be written to.</exception>
    public static async Task<DataFolder> TakeAsync(string path, TimeProvider time, CancellationToken cancellationToken)
    {
        try
        {
            Create(path);
            for (var attempt = 1; ; attempt++)
            {
                if (TryTake(path) is { } taken) return new DataFolder(taken);
                if (attempt == Tries)
                {
                    throw new CommandFailure(ExitCode.AlreadyRunning,
                        $"Another synqup works with the data folder {path}. It is enough that one runs: look at it with 'synqup status', stop it first, or give this one a data folder of its own.");
                }

                await Task.Delay(BetweenTries, time, cancellationToken);
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailure(ExitCode.DataUnusable,
                $"The data folder {path} cannot be used: {error.Message} Give the user that runs synqup the right to write there, or choose another dataFolder in the settings.", error);
        }
    }

    /// <summary>Whether a process holds the folder now.</summary>
    public static bool IsTaken(string path)
    {
        try
        {
            // A shared look: two commands that look at the same time do not take each other for an agent.
            using var look = new FileStream(Path.Combine(path, LockName), FileMode.Open, FileAccess.Read, FileShare.Read);
            return false;
        }
        catch (Exception absent) when (absent is FileNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException)
        {
            return false;
        }
        catch (IOException)
        {
            return true;
        }
    }

    public static void Create(string path)
    {
        if (OperatingSystem.IsWindows()) WindowsRights.CreatePrivateFolder(path);
        else Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    public void Dispose() => _lock.Dispose();

    private static FileStream? TryTake(string path)
    {
        var file = Path.Combine(path, LockName);
        try
        {
            return new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException) when (File.Exists(file))
        {
            return null;
        }
    }
}
