using System.IO.Abstractions;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Synqup.Core.Sources.Portal.Identity;

/// <summary>The agent's own credentials and what it got them with.</summary>
/// <param name="EnrolledWith">Hash of the enrolment key; null when a person signed it in.</param>
internal sealed record StoredCredentials(string AgentId, string ClientId, string ClientSecret, string? EnrolledWith = null)
{
    /// <summary>Without the secret, so that it does not get into logs.</summary>
    public override string ToString() => $"{AgentId} ({ClientId})";
}

/// <summary>The agent's own credentials, one protected file per connection in the data folder.</summary>
internal sealed class CredentialStore(IFileSystem files, ISecretProtection protection, string dataFolder)
{
    /// <summary>Null when this connection was never signed in.</summary>
    /// <exception cref="CryptographicException">Not protected by this machine's keys, or damaged.</exception>
    /// <exception cref="JsonException">Damaged.</exception>
    public StoredCredentials? Read(string connection) =>
        PrivateFile.Read(files, PathOf(connection)) is { } content
            ? JsonSerializer.Deserialize(protection.Unprotect(content), PortalJson.Default.StoredCredentials) ?? throw new JsonException("The file is empty.")
            : null;

    public void Write(string connection, StoredCredentials credentials) =>
        PrivateFile.Write(files, PathOf(connection), protection.Protect(JsonSerializer.SerializeToUtf8Bytes(credentials, PortalJson.Default.StoredCredentials)));

    /// <summary>Forgets them, so that the agent has to be signed in again.</summary>
    public void Delete(string connection)
    {
        var path = PathOf(connection);
        if (files.Directory.Exists(files.Path.GetDirectoryName(path)))
            files.File.Delete(path);
    }

    /// <summary>A connection's name is free text: what a file name cannot hold is dropped, and a hash tells the rest apart.</summary>
    public string PathOf(string connection)
    {
        var readable = string.Concat(connection.Where(char.IsAsciiLetterOrDigit).Take(32));
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(connection)).AsSpan(0, 4));
        return files.Path.Combine(dataFolder, "credentials", $"{readable}-{hash}");
    }
}
