namespace Synqup.Host.Tests.Commands;

/// <summary>Whole commands of an agent whose settings name a portal that answers.</summary>
internal abstract class WithPortal : IAsyncDisposable
{
    private TestPortal? _portal;

    protected AgentFolder Agent { get; } = new();

    protected TestPortal Portal => _portal!;

    [SetUp]
    public async Task StartPortal()
    {
        _portal = await TestPortal.StartAsync();
        _portal.Configure(Agent.Root);
        Agent.Write(_portal.Address, TestPortal.Key);
    }

    public async ValueTask DisposeAsync()
    {
        if (_portal is not null) await _portal.DisposeAsync();
        Agent.Dispose();
    }

    /// <summary>Nothing answers any more where the portal was.</summary>
    protected async Task<string> CloseAsync()
    {
        var address = Portal.Address;
        await Portal.DisposeAsync();
        _portal = null;
        return address;
    }
}
