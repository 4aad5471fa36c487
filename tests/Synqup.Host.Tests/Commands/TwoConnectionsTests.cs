using System.IO.Abstractions;
using System.Text.Json;
using Synqup.Core.Pipeline;
using Synqup.Core.Sources.Portal;
using Synqup.Host.Agent;

namespace Synqup.Host.Tests.Commands;

/// <summary>An agent of two offices whose customers would share a folder, while the portal of one is away.</summary>
[Platform(Exclude = "Win", Reason = "a signal of Unix")]
internal sealed class TwoConnectionsTests : WithPortal
{
    [SetUp]
    public void Connect()
    {
        Agent.WriteText(JsonSerializer.Serialize(new
        {
            connections = new[]
            {
                new { name = "answers", portal = Portal.Address, enrolmentKey = TestPortal.Key },
                new { name = "away", portal = "http://127.0.0.1:9", enrolmentKey = TestPortal.Key },
            },
            dataFolder = Agent.Data,
            pluginsFolder = Agent.Plugins,
        }));
        Keep("away", Portal.Configuration with { Customers = [Portal.Configuration.Customers[0] with { EnterpriseId = "e9", Name = "PEETERS N.V." }] });
        Portal.Documents = [new DocumentDescription { Id = "document-1", Sequence = 1, DeliveryNumber = 1, EnterpriseId = "e1", Kind = WireDocumentKind.PurchaseInvoice, Number = "V01/1", Parts = [new("ubl", "application/xml", 3, new string('a', 64))] }];
    }

    [Test]
    public async Task A_document_for_a_folder_of_both_waits_though_only_one_portal_has_answered_since_the_start()
    {
        Directory.CreateDirectory(Path.Combine(Agent.Root, "other"));
        using var service = SynqupProgram.Start(["run", "--settings", Agent.Settings], []);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        string? said;
        do said = await service.StandardOutput.ReadLineAsync(limit.Token);
        while (said?.Contains("V01/1", StringComparison.Ordinal) is false);
        SynqupProgram.Terminate(service);
        await service.WaitForExitAsync(limit.Token);

        Assert.That(said, Does.Contain("would be shared by the customers \"Peeters N.V.\" and \"PEETERS N.V.\""));
    }

    private void Keep(string connection, AgentConfiguration configuration)
    {
        var folder = Path.Combine(Agent.Data, "connections", connection);
        DataFolder.Create(folder);
        new ConfigurationCopy(new FileSystem(), folder).Write(configuration);
    }
}
