using Synqup.Core.Routing;
using Synqup.Sdk;

namespace Synqup.Core.Tests.Routing;

/// <summary>A catalogue with one plugin, which plans the UBL as one file and does something wrong where a document's number asks for it.</summary>
internal sealed class TestCatalog : IPluginCatalog
{
    private readonly TestPlugin _plugin = new();

    public IReadOnlyList<LoadedPlugin> Plugins => [new("test", "Test", "1.0", PluginState.Active, null, _plugin, "/plugins/test")];

    public bool TryFind(string key, out IDestinationPlugin plugin, out string problem)
    {
        (plugin, problem) = (_plugin, $"The plugin \"{key}\" is not installed.");
        return key == "test";
    }

    private sealed record NoOptions;

    private sealed class TestPlugin : IDestinationPlugin
    {
        public PluginDescriptor Descriptor { get; } = new() { Key = "test", DisplayName = "Test", DefaultPaths = new DestinationPaths(), OptionsType = typeof(NoOptions) };

        public IDestination Create(DestinationSettings settings) => settings.Options?.GetString() switch
        {
            "throw" => throw new InvalidOperationException("boom"),
            "refuse" => throw new InvalidSettingsException("The option \"pdf\" is not for us"),
            _ => new TestDestination(settings),
        };
    }

    private sealed class TestDestination(DestinationSettings settings) : IDestination
    {
        public DeliveryPlan Plan(Document document) => document.Number switch
        {
            "throw" => throw new InvalidOperationException("boom"),
            "null" => null!,
            "reject" => DeliveryPlan.Reject("Not this one."),
            "stray" => DeliveryPlan.Deliver(new PlannedFile("ubl", new DeliveryPath(Elsewhere(document), FileName.Parse($"{document.Id}.xml")))),
            "part" => DeliveryPlan.Deliver(new PlannedFile("nothing", Path(document))),
            _ => DeliveryPlan.Deliver(new PlannedFile("ubl", Path(document))),
        };

        /// <summary>The folder of another customer.</summary>
        private DeliveryFolder Elsewhere(Document document) =>
            settings.FolderFor(document with { Enterprise = document.Enterprise with { Vat = "BE0413518172" } }).Folder!;

        private DeliveryPath Path(Document document) => new(settings.FolderFor(document).Folder!, FileName.Parse($"{document.Id}.xml"));
    }
}
