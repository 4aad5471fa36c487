using System.IO.Abstractions;
using System.Security.Cryptography;
using System.Text;
using Synqup.Core.Health;

namespace Synqup.Core.Sources.Portal.Identity;

/// <summary>
/// Tells this installation from every other one, also from a copy of its data folder, on another machine or beside it on this one:
/// the copy knows what was fetched and not what was delivered since, and would deliver it again.
/// </summary>
internal sealed class InstanceIdentity(IFileSystem files, string dataFolder, Func<string?> machineId)
{
    private static readonly Lock Gate = new();
    private string? _id;

    /// <summary>32 hexadecimal digits, the same at every start.</summary>
    /// <exception cref="SourceException">The data folder cannot be read or written.</exception>
    public string Id
    {
        get
        {
            if (_id is { } known)
                return known;
            // Several connections share a data folder.
            lock (Gate)
                return _id ??= Make();
        }
    }

    private string Place()
    {
        var place = files.Path.TrimEndingDirectorySeparator(files.Path.GetFullPath(dataFolder));
        return OperatingSystem.IsWindows() ? place.ToUpperInvariant() : place;
    }

    private string Make()
    {
        var path = files.Path.Combine(dataFolder, "instance");
        try
        {
            if (PrivateFile.Read(files, path) is not { Length: 16 } own)
            {
                own = RandomNumberGenerator.GetBytes(16);
                PrivateFile.Write(files, path, own);
            }

            return Convert.ToHexStringLower(SHA256.HashData([.. own, .. Encoding.UTF8.GetBytes($"{machineId()}\n{Place()}")]).AsSpan(0, 16));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new SourceException(SourceFailure.Unavailable, $"The identity of this installation cannot be kept in {path}: {Sentence.Ended(exception.Message)} Give the agent's user write access to its data folder.", exception);
        }
    }
}
