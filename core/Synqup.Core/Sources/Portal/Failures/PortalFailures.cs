using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Polly.CircuitBreaker;
using Polly.Timeout;
using Synqup.Core.Health;
using Synqup.Core.Sources.Portal.Calls;

namespace Synqup.Core.Sources.Portal.Failures;

/// <summary>Turns what went wrong on the way to one Console into what it means and a sentence for the person who has to act.</summary>
internal sealed class PortalFailures(PortalConnection connection, TimeProvider time)
{
    private const int LongestProblem = 64 * 1024;
    private const int LongestDetail = 500;

    private string There { get; } = Describe(connection);

    public SourceException From(Exception exception) => exception switch
    {
        SourceException known => known,
        BrokenCircuitException broken => new(
            SourceFailure.Unavailable,
            broken.InnerException is { } cause ? From(cause).Message : $"The {There} answered repeatedly that it has a fault of its own. Tell who runs the Console if it stays.", broken)
        { RetryAfter = connection.Timings.Break },
        TimeoutRejectedException or OperationCanceledException => Unavailable(
            $"The {There} did not answer in time. Check that it runs, and the network and firewall in between.", exception),
        HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } => Unavailable(
            $"The {There} cannot be found: the name cannot be resolved. Check the address in the agent's settings, and DNS and the internet connection of this machine.", exception),
        HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } => Unavailable(
            $"No trusted connection to the {There}: {Innermost(exception)} Check this machine's date, the certificate of the Console, and whether a proxy or virus scanner inspects encrypted traffic.", exception),
        HttpRequestException { HttpRequestError: HttpRequestError.ProxyTunnelError } => Unavailable(
            $"The proxy refused the way to the {There}: {Innermost(exception)} Check the proxy and its user in the agent's settings.", exception),
        HttpRequestException { InnerException: SocketException { SocketErrorCode: SocketError.ConnectionRefused } } => Unavailable(
            $"The {There} refused the connection: nothing listens there. Check the address and port, and that the Console runs.", exception),
        HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError } => Unavailable(
            $"The {There} cannot be reached: {Innermost(exception)} Check the network and the firewall (outgoing, port {connection.Address.Port}).", exception),
        _ => Unavailable($"The connection to the {There} broke: {Innermost(exception)} Nothing to do unless it stays: then check the network and any proxy in between.", exception),
    };

    /// <summary>It asked for a pause that is not over.</summary>
    public SourceException LeftAlone(TimeSpan left) => new(
        SourceFailure.Unavailable, $"The {There} asked to be left alone until {time.GetUtcNow() + left:HH:mm:ss} UTC. Nothing to do: it is asked again then.")
    { Status = (int)HttpStatusCode.ServiceUnavailable, RetryAfter = left };

    /// <summary>JSON that is not what portal API version 1 says.</summary>
    public SourceException FromUnreadable(Exception exception) => Unavailable(
        $"The {There} answered with data that cannot be read: {Innermost(exception)} Update the agent if the Console is newer, and report this with the log if not.", exception);

    /// <summary>What an answer other than the expected one means. The caller disposes of it.</summary>
    public async Task<SourceException> FromAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var problem = await ReadProblemAsync(response, cancellationToken);
        var (failure, sentence) = Judge(response, problem);
        return new SourceException(failure, sentence) { Status = (int)response.StatusCode, RetryAfter = RetryAfter.Of(response, time), Absence = problem?.Absence ?? Absence.Passing };
    }

    private (SourceFailure Failure, string Sentence) Judge(HttpResponseMessage response, PortalProblem? problem)
    {
        var status = $"{(int)response.StatusCode} {response.ReasonPhrase}".TrimEnd();
        var said = Said(problem);
        if (EnrolmentSentences.For(problem, connection) is { } enrolment)
            return (SourceFailure.Unauthorized, enrolment);
        if (problem?.Error is "invalid_client" or "invalid_grant" or "unauthorized_client")
            return (SourceFailure.Unauthorized, $"The {There} no longer accepts this agent's credentials{said}. Somebody revoked them or removed the agent: sign it in again, or put a new enrolment key into its settings.");

        return (int)response.StatusCode switch
        {
            >= 200 and < 300 => (SourceFailure.Unavailable,
                $"The {There} was not reached: something answered with {response.Content.Headers.ContentType?.MediaType ?? "nothing"} instead of data. Usually a sign-in page of the network or a proxy: open the address in a browser on this machine, and check the address in the agent's settings."),
            >= 300 and < 400 => (SourceFailure.Unavailable,
                $"The {There} redirects to {response.Headers.Location?.ToString() ?? "another place"}, which is not followed, so that credentials stay with the configured address. If the Console moved, correct the address in the agent's settings; otherwise look for a sign-in page of the network."),
            400 when problem?.Is(PortalProblemTypes.UnknownSequence) == true => (SourceFailure.UnknownSequence,
                $"The {There} does not know the position up to which documents were listed. Nothing to do: the list is read from its start."),
            401 => (SourceFailure.Unauthorized, $"The {There} does not accept this agent's token{said}. Sign the agent in again."),
            403 => (SourceFailure.Unauthorized, $"The {There} does not allow this to this agent{said}. Ask a manager of the office to check the agent in the Console; if it is no agent of that office any more, sign it in again."),
            404 when problem is null => (SourceFailure.Unavailable, $"The {There} has no portal ({Path(response)} is not found). Check the address in the agent's settings, and that a Synqup Console runs there."),
            404 when problem.Is(PortalProblemTypes.NotAvailable) => (SourceFailure.Refused, $"The {There} does not give this any more ({Path(response)}){said}. Nothing to do: it was removed there, or is not shared with this agent any more."),
            404 when problem.Is(PortalProblemTypes.AlreadyForwarded) => (SourceFailure.Refused, $"The {There} knows that this agent delivered this already ({Path(response)}){said}."),
            404 when problem.Is(PortalProblemTypes.InDoubt) => (SourceFailure.Refused, $"The {There} knows that the accounting package may have this already ({Path(response)}){said}."),
            404 => (SourceFailure.Refused, $"The {There} has no such thing ({Path(response)}){said}. Update the agent if it is older than the Console, and report this with the log if not."),
            407 => (SourceFailure.Unavailable, $"The proxy on the way to the {There} asks for a user and password. Enter them for the proxy in the agent's settings."),
            408 => (SourceFailure.Unavailable, $"The {There} waited too long for the request. Nothing to do unless it stays: then check the network."),
            409 when IsOr(problem, PortalProblemTypes.OtherInstance) => (SourceFailure.OtherInstance,
                $"Another machine works with this agent's identity at the {There}{said}. Stop the other one; or if this one is a copy, put a new enrolment key into its settings, which makes it an agent of its own."),
            410 when IsOr(problem, PortalProblemTypes.Replaced) => (SourceFailure.Replaced,
                $"The {There} gave this agent's work to another one{said}. Nothing more is fetched here; uninstall this agent once it has finished, or sign it in again."),
            413 => (SourceFailure.Refused, $"The {There} refused a request because it is too large{said}. If a proxy in between limits the size, raise its limit to at least 1 MiB."),
            429 => (SourceFailure.Unavailable, $"The {There} asked to slow down{said}. Nothing to do: it is asked again later."),
            >= 500 => (SourceFailure.Unavailable, $"The {There} has a fault of its own ({status}){said}. Nothing to do here: it is tried again; tell who runs the Console if it stays."),
            _ => (SourceFailure.Refused, $"The {There} refused the request ({status}, {Path(response)}){said}. Update the agent if it is older than the Console, and report this with the log if not."),
        };
    }

    private async Task<PortalProblem?> ReadProblemAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (response.IsSuccessStatusCode || response.Content.Headers.ContentType?.MediaType is not ("application/problem+json" or "application/json"))
            return null;
        using var limit = new CancellationTokenSource(connection.Timings.Answer, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            await response.Content.LoadIntoBufferAsync(LongestProblem, either.Token);
            var body = await response.Content.ReadAsStreamAsync(either.Token);
            return await JsonSerializer.DeserializeAsync(body, PortalJson.Default.PortalProblem, either.Token);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception exception) when (exception is OperationCanceledException or HttpRequestException or IOException or JsonException)
        {
            // The status alone says enough.
            return null;
        }
    }

    private static SourceException Unavailable(string sentence, Exception exception) => new(SourceFailure.Unavailable, sentence, exception);

    private static bool IsOr(PortalProblem? problem, string name) => problem?.Type is null or "about:blank" || problem.Is(name);

    private static string Said(PortalProblem? problem) =>
        (problem?.Detail ?? problem?.ErrorDescription ?? problem?.Title) is { Length: > 0 } text
            ? $" (it says: {(text.Length > LongestDetail ? text[..LongestDetail] + "…" : text).TrimEnd('.')})"
            : "";

    private static string? Path(HttpResponseMessage response) => response.RequestMessage?.RequestUri?.AbsolutePath;

    private static string Innermost(Exception exception) => Sentence.Ended(exception.GetBaseException().Message);

    private static string Describe(PortalConnection connection)
    {
        var console = $"Console of connection '{connection.Name}' at {connection.Address.GetLeftPart(UriPartial.Path).TrimEnd('/')}";
        return !connection.Address.IsLoopback && connection.Proxy?.GetProxy(connection.Address) is { } proxy ? $"{console} (through the proxy {proxy.Host}:{proxy.Port})" : console;
    }
}
