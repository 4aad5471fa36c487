using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Synqup.Core.Configuration;
using Synqup.Core.Sources;
using Synqup.Core.Sources.Portal;
using Synqup.Core.Sources.Portal.Limits;

namespace Synqup.Core.Tests.Sources.Portal;

/// <summary>A fresh Console, a fresh data folder and a source that is connected to it, for each case.</summary>
internal abstract class PortalFixture
{
    private readonly List<ServiceProvider> _providers = [];
    private string _folder = "";

    protected PortalServer Server { get; private set; } = null!;

    protected string DataFolder => _folder;

    protected static Heartbeat Beat { get; } = new("1.0", "Debian", "instance", [], [], null, false);

    /// <summary>Short waits, so that a test that tries again does not wait.</summary>
    protected static PortalTimings Quick { get; } = new() { FirstDelay = TimeSpan.FromMilliseconds(1), BreakAfter = 100 };

    [SetUp]
    public async Task Start()
    {
        _folder = Directory.CreateTempSubdirectory("synqup-portal-").FullName;
        Server = await PortalServer.StartAsync();
    }

    [TearDown]
    public async Task Stop()
    {
        foreach (var provider in _providers)
            await provider.DisposeAsync();
        await Server.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    protected IDocumentSource Source(PortalTimings? timings = null, TimeProvider? time = null, string? key = "key-1", Uri? address = null, IWebProxy? proxy = null, IReadOnlyList<LimitWindow>? limits = null)
    {
        var services = new ServiceCollection();
        services.AddSingleton(time ?? TimeProvider.System);
        services.AddSingleton<ISecretProtection, Reversed>();
        services.AddSingleton(provider => new TrafficLimits(limits ?? [], provider.GetRequiredService<TimeProvider>()));
        services.AddPortal(new PortalConnection("janssens", address ?? Server.Address, _folder) { Timings = timings ?? Quick, EnrolmentKey = key, AgentName = "Server 1", Proxy = proxy });
        var provider = services.BuildServiceProvider();
        _providers.Add(provider);
        return provider.GetRequiredKeyedService<IDocumentSource>("janssens");
    }

    protected static async Task<SourceException> Failure(Func<Task> call) => (await Assert.ThrowsAsync<SourceException>(() => call()))!;
}

/// <summary>Not a protection, but what was not unprotected cannot be read.</summary>
internal sealed class Reversed : ISecretProtection
{
    public byte[] Protect(byte[] secret) => [.. secret.Reverse()];

    public byte[] Unprotect(byte[] protectedSecret) => [.. protectedSecret.Reverse()];
}
