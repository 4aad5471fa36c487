using Synqup.Core.Configuration;
using Synqup.Core.Health;
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
                $"The data folder {path} cannot be used: {Sentence.Ended(error.Message)} Give the user that runs synqup the right to write there, or choose another dataFolder in the settings.", error);
        }
    }

    /// <summary>For commands that only look: what this user may not read is not empty and not stopped.</summary>
    /// <exception cref="CommandFailure">It may not be read.</exception>
    public static void RequireReadable(AgentSettings settings)
    {
        foreach (var folder in settings.Connections.Select(one => ConnectionFiles.Folder(settings, one.Name)).Prepend(settings.DataFolder))
        {
            try
            {
                // To ask whether a file exists is answered with no where the question is not allowed.
                _ = Directory.EnumerateFileSystemEntries(folder).Any();
            }
            catch (DirectoryNotFoundException)
            {
            }
            catch (UnauthorizedAccessException denied)
            {
                throw Closed(folder, denied);
            }
        }
    }

    /// <summary>Whether a process holds the folder now.</summary>
    /// <exception cref="CommandFailure">This user may not know.</exception>
    public static bool IsTaken(string path)
    {
        try
        {
            // A shared look: two commands that look at the same time do not take each other for an agent.
            using var look = new FileStream(Path.Combine(path, LockName), FileMode.Open, FileAccess.Read, FileShare.Read);
            return false;
        }
        catch (Exception absent) when (absent is FileNotFoundException or DirectoryNotFoundException)
        {
            return false;
        }
        catch (UnauthorizedAccessException denied)
        {
            throw Closed(path, denied);
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

    private static CommandFailure Closed(string path, UnauthorizedAccessException denied) => new(ExitCode.DataUnusable,
        $"The data folder cannot be read by {Environment.UserName}: {Sentence.Ended(denied.Message)} It is for administrators and the account of the service only, so nothing can be said of the agent and its documents. "
        + (OperatingSystem.IsWindows() ? "Open the command prompt with 'Run as administrator' and repeat the command there." : "Repeat the command with sudo, or as the account of the service."), denied);

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
