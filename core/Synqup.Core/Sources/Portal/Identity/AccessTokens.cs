using Microsoft.Extensions.Logging;
using Synqup.Core.Sources.Portal.Calls;

namespace Synqup.Core.Sources.Portal.Identity;

/// <summary>The access token of one connection: asked for once however many calls wait for it, kept until shortly before it expires.</summary>
internal sealed partial class AccessTokens(
    PortalConnection connection, IPortalSignIn signIn, Enrolment enrolment, TimeProvider time, ILogger<AccessTokens> logger)
{
    private static readonly TimeSpan LongestMargin = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan BetweenDrops = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private Task<AccessToken>? _current;
    private DateTimeOffset _droppedAt = DateTimeOffset.MinValue;

    /// <exception cref="SourceException">There is no token to be had.</exception>
    public ValueTask<string> GetAsync(CancellationToken cancellationToken)
    {
        Task<AccessToken> current;
        lock (_gate)
        {
            if (_current is { IsCompletedSuccessfully: true } done && time.GetUtcNow() < done.Result.RenewAt)
                return ValueTask.FromResult(done.Result.Value);
            // The request is shared, so one caller's cancellation must not end it for the others.
            if (_current is null or { IsCompleted: true })
                _current = RequestAsync();
            current = _current;
        }

        return Wait(current, cancellationToken);

        static async ValueTask<string> Wait(Task<AccessToken> current, CancellationToken cancellationToken) =>
            (await current.WaitAsync(cancellationToken)).Value;
    }

    /// <summary>
    /// Forgets a token that was refused. False when one was dropped moments ago: then a new one does not help, and asking on and on
    /// would only burden the Console.
    /// </summary>
    public bool Drop(string refused)
    {
        lock (_gate)
        {
            if (_current is not { IsCompletedSuccessfully: true } done || done.Result.Value != refused)
                return true;
            var now = time.GetUtcNow();
            if (now - _droppedAt < BetweenDrops)
                return false;
            _droppedAt = now;
            _current = null;
            return true;
        }
    }

    /// <summary>The identity itself is refused. True when a new enrolment key gives this agent another one: the next call uses it.</summary>
    public bool TryReplaceIdentity()
    {
        lock (_gate)
        {
            if (!enrolment.TryReplace())
                return false;
            _current = null;
            return true;
        }
    }

    private async Task<AccessToken> RequestAsync()
    {
        try
        {
            return await SignInAsync();
        }
        catch (SourceException revoked) when (revoked.Failure == SourceFailure.Unauthorized && enrolment.TryReplace())
        {
            return await SignInAsync();
        }
        catch (SourceException refusal) when (refusal.Failure == SourceFailure.Refused)
        {
            // Refused is the sign-in, not the call that waits for it.
            throw new SourceException(SourceFailure.Unavailable, refusal.Message, refusal) { Status = refusal.Status };
        }
    }

    private async Task<AccessToken> SignInAsync()
    {
        var credentials = await enrolment.GetCredentialsAsync(CancellationToken.None);
        var endpoint = await FindEndpointAsync();
        using var form = new FormUrlEncodedContent(
        [
            new("grant_type", "client_credentials"),
            new("scope", PortalHeaders.AgentScope),
            new("client_id", credentials.ClientId),
            new("client_secret", credentials.ClientSecret),
        ]);
        var answer = await signIn.TokenAsync(endpoint, form, CancellationToken.None);
        if (string.IsNullOrEmpty(answer.AccessToken))
            throw new SourceException(SourceFailure.Unavailable, $"The Console of connection '{connection.Name}' answered the sign-in without a token. Check that the address {connection.Address} is that of a Synqup Console.");

        var life = TimeSpan.FromSeconds(Math.Max(answer.ExpiresIn ?? 300, 1));
        var margin = life / 5 < LongestMargin ? life / 5 : LongestMargin;
        LogToken(connection.Name, life);
        return new AccessToken(answer.AccessToken, time.GetUtcNow() + life - margin);
    }

    private async Task<Uri> FindEndpointAsync()
    {
        var endpoint = (await signIn.DiscoverAsync(CancellationToken.None)).TokenEndpoint;
        if (endpoint is null || !endpoint.IsAbsoluteUri)
            throw new SourceException(SourceFailure.Unavailable, $"The Console of connection '{connection.Name}' does not say where to sign in. Check that the address {connection.Address} is that of a Synqup Console.");
        if (Uri.Compare(endpoint, connection.Address, UriComponents.SchemeAndServer, UriFormat.SafeUnescaped, StringComparison.OrdinalIgnoreCase) != 0)
            throw new SourceException(
                SourceFailure.Unavailable,
                $"The Console of connection '{connection.Name}' sends the agent to {endpoint.GetLeftPart(UriPartial.Authority)} to sign in, but credentials go to {connection.Address.GetLeftPart(UriPartial.Authority)} only. Use the Console's own public address in the agent's settings, and the same one in the Console's.");
        return endpoint;
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "Connection {Connection}: signed in for {Life}")]
    private partial void LogToken(string connection, TimeSpan life);

    private sealed record AccessToken(string Value, DateTimeOffset RenewAt);
}
