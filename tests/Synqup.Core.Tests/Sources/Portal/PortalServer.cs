using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Synqup.Core.Tests.Sources.Portal;

/// <summary>A Console that answers as a test tells it, on a real socket. Signing in works unless a test says otherwise.</summary>
internal sealed class PortalServer : IAsyncDisposable
{
    public const string Calls = "/api/v1/agents/self";
    public const string Token = "/connect/token";
    public const string Discovery = "/.well-known/openid-configuration";
    public const string Agents = "/api/v1/agents";
    public const string Configuration = "/api/v1/configuration";
    public const string Documents = "/api/v1/documents";
    public const string Bundle = "/api/v1/documents/bundle";
    public const string Acknowledgements = "/api/v1/acknowledgements";

    private readonly WebApplication _application;
    private readonly ConcurrentDictionary<string, Answers> _answers = new();
    private int _tokens;

    private PortalServer(WebApplication application) => _application = application;

    public Uri Address { get; private set; } = new("http://localhost");

    public ConcurrentQueue<Received> Requests { get; } = new();

    public static async Task<PortalServer> StartAsync(bool secure = false)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MinResponseDataRate = null;
            kestrel.Listen(IPAddress.Loopback, 0, listen =>
            {
                if (secure)
                    listen.UseHttps(SelfSigned());
            });
        });
        builder.WebHost.UseKestrelHttpsConfiguration();
        var application = builder.Build();
        var server = new PortalServer(application);
        application.Run(server.AnswerAsync);
        await application.StartAsync();
        var address = application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        server.Address = new Uri(address);

        server.On(Discovery, context => context.Response.WriteAsJsonAsync(new { token_endpoint = new Uri(server.Address, Token) }));
        server.On(Token, context => context.Response.WriteAsJsonAsync(new { access_token = $"token-{Interlocked.Increment(ref server._tokens)}", expires_in = 3600 }));
        server.On(Agents, context => context.Response.WriteAsJsonAsync(new { agentId = "a1", clientId = "client", clientSecret = "secret" }));
        server.On(Calls, Answer.Json("""{"officeName":"Janssens","intervalSeconds":60}"""));
        return server;
    }

    /// <summary>The first call gets the first answer and so on; the last one goes on for ever.</summary>
    public void On(string path, params RequestDelegate[] answers) => _answers[path] = new Answers(answers);

    public IReadOnlyList<Received> To(string path) => [.. Requests.Where(request => request.Path == path)];

    public async ValueTask DisposeAsync()
    {
        // What hangs on purpose must not hold up the end.
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await _application.StopAsync(now.Token);
        await _application.DisposeAsync();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body, Encoding.UTF8);
        Requests.Enqueue(new Received(context.Request.Path, context.Request.QueryString.ToString(), context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString()), await reader.ReadToEndAsync()));
        if (!_answers.TryGetValue(context.Request.Path, out var answers))
            await Answer.Problem(404, "notFound", "There is no such thing.")(context);
        else
            await answers.Next()(context);
    }

    private static X509Certificate2 SelfSigned()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null);
    }

    private sealed class Answers(RequestDelegate[] answers)
    {
        private int _calls;

        public RequestDelegate Next() => answers[Math.Min(Interlocked.Increment(ref _calls), answers.Length) - 1];
    }
}

internal sealed record Received(string Path, string Query, IReadOnlyDictionary<string, string> Headers, string Body);
