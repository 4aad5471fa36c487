using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Synqup.Core.Health;
using Synqup.Core.Sources.Portal.Calls;

namespace Synqup.Core.Sources.Portal.Identity;

/// <summary>Where the credentials of a connection come from: the data folder, or once an enrolment key.</summary>
internal sealed partial class Enrolment(
    PortalConnection connection, CredentialStore store, InstanceIdentity identity, IPortalSignIn signIn, ILogger<Enrolment> logger)
{
    private volatile bool _refused;

    /// <exception cref="SourceException">There are none and none can be had.</exception>
    public async Task<StoredCredentials> GetCredentialsAsync(CancellationToken cancellationToken)
    {
        if (!_refused && Read() is { } stored)
            return stored;
        if (connection.EnrolmentKey is not { Length: > 0 } key)
            throw new SourceException(SourceFailure.Unauthorized, $"This agent is not signed in to the Console of connection '{connection.Name}' at {connection.Address}. Sign it in, or put an enrolment key that a manager of the office made into the agent's settings.");
        return await EnrolAsync(key, cancellationToken);
    }

    /// <summary>
    /// The credentials that are stored are refused. True when the settings hold another key than they were got with: then they are
    /// replaced with it. A new key alone replaces nothing, since the office gave its work to the agent that there is.
    /// </summary>
    public bool TryReplace()
    {
        if (_refused || connection.EnrolmentKey is not { Length: > 0 } key || Read() is not { } stored || stored.EnrolledWith == Hash(key))
            return false;
        _refused = true;
        return true;
    }

    /// <summary>
    /// Registers this agent with what approves it and keeps the credentials. When the answer is lost, the same key and instance id
    /// are sent again, by which the Console knows that it is the same agent.
    /// </summary>
    private async Task<StoredCredentials> EnrolAsync(string key, CancellationToken cancellationToken)
    {
        var answer = await signIn.RegisterAsync(
            $"{PortalHeaders.EnrolmentScheme} {key.Trim()}",
            new AgentRegistration(connection.AgentName, Environment.MachineName, identity.Id),
            cancellationToken);
        var credentials = new StoredCredentials(answer.AgentId, answer.ClientId, answer.ClientSecret, Hash(key));
        try
        {
            store.Write(connection.Name, credentials);
            _refused = false;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new SourceException(SourceFailure.Unavailable, $"The credentials of connection '{connection.Name}' cannot be kept in {store.PathOf(connection.Name)}: {Sentence.Ended(exception.Message)} Give the agent's user write access to its data folder.", exception);
        }

        LogEnrolled(connection.Name, connection.Address, credentials.AgentId);
        return credentials;
    }

    private StoredCredentials? Read()
    {
        try
        {
            return store.Read(connection.Name);
        }
        catch (Exception exception) when (exception is CryptographicException or JsonException)
        {
            throw new SourceException(SourceFailure.Unauthorized, $"The credentials of connection '{connection.Name}' in {store.PathOf(connection.Name)} cannot be read on this machine: {Sentence.Ended(exception.Message)} If the data folder was copied from another machine, remove this file and sign the agent in again.", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new SourceException(SourceFailure.Unavailable, $"The credentials of connection '{connection.Name}' in {store.PathOf(connection.Name)} cannot be read: {Sentence.Ended(exception.Message)} Give the agent's user access to its data folder.", exception);
        }
    }

    private static string Hash(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key.Trim())));

    [LoggerMessage(Level = LogLevel.Information, Message = "Connection {Connection}: enrolled at {Address} as agent {AgentId}")]
    private partial void LogEnrolled(string connection, Uri address, string agentId);
}
