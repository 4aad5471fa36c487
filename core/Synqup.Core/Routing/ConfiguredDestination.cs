using Synqup.Core.Configuration;
using Synqup.Core.Health;
using Synqup.Core.Sources.Portal;
using Synqup.Sdk;

namespace Synqup.Core.Routing;

/// <summary>One accounting package configuration with its plugin, ready to plan, or with the sentence that says why it is not.</summary>
internal sealed class ConfiguredDestination
{
    private readonly PathMappings _mappings;
    private readonly DestinationSettings? _settings;
    private readonly IDestination? _destination;

    private ConfiguredDestination(AccountingPackageConfiguration configuration, PathMappings mappings, DestinationSettings? settings, IDestination? destination, string? problem) =>
        (Configuration, _mappings, _settings, _destination, Problem) = (configuration, mappings, settings, destination, problem);

    public AccountingPackageConfiguration Configuration { get; }

    /// <summary>Why nothing of this configuration can be delivered, and what to do; null when it can.</summary>
    public string? Problem { get; }

    /// <summary>The folders that have to be there: each template's root once, as shown and as local path.</summary>
    public IEnumerable<(string Shown, LocalPath Local)> Roots =>
        Templates().Select(t => t.Root).Distinct(StringComparer.OrdinalIgnoreCase).Select(r => (r, _mappings.Resolve(r)));

    public static ConfiguredDestination Create(AccountingPackageConfiguration configuration, IPluginCatalog plugins, PathMappings mappings)
    {
        DestinationSettings? settings = null;
        try
        {
            settings = new DestinationSettings
            {
                Paths = Paths(configuration),
                Identifier = configuration.Identifier == "cbe" ? IdentifierForm.Cbe : IdentifierForm.Vat,
                Options = configuration.Options,
            };
            if (!plugins.TryFind(configuration.Package, out var plugin, out var missing))
                return new(configuration, mappings, settings, null, $"Configuration \"{configuration.Name}\": {missing}");
            return new(configuration, mappings, settings, plugin.Create(settings), null);
        }
        catch (InvalidSettingsException e)
        {
            return new(configuration, mappings, settings, null, $"Configuration \"{configuration.Name}\" cannot be used: {Sentence.Ended(e.Message)} Correct it in the Console.");
        }
#pragma warning disable CA1031 // A plugin is somebody else's code: whatever it throws concerns its own configuration only.
        catch (Exception e)
#pragma warning restore CA1031
        {
            return new(configuration, mappings, settings, null, $"Configuration \"{configuration.Name}\" cannot be used: {Failed(configuration, "on its settings", e)}");
        }
    }

    /// <summary>The folder of a document.</summary>
    public FolderPlace FolderFor(Document document) =>
        Place(_settings!.FolderFor(document), _settings.Paths.For(document.Kind)?.Variables.Count > 0);

    /// <summary>Every folder that documents of an enterprise can go to.</summary>
    public IEnumerable<FolderPlace> FoldersFor(Enterprise enterprise) =>
        Templates().Select(t => Place(t.Expand(enterprise, _settings!.Identifier), t.Variables.Count > 0)).Where(p => p.Problem is null);

    /// <summary>Why an enterprise's documents have no folder; null when they have. The same field is mostly missing in all paths, so the first one speaks for all.</summary>
    public string? FolderProblem(Enterprise enterprise) => Templates().Select(t => t.Expand(enterprise, _settings!.Identifier).Problem).FirstOrDefault(p => p is not null);

    /// <summary>Asks the plugin for names and checks that they stay in the folder.</summary>
    public RoutingResult Plan(Document document, FolderPlace place, CustomerDescription customer)
    {
        DeliveryPlan plan;
        try
        {
            plan = _destination!.Plan(document) ?? throw new InvalidOperationException("It returned no plan.");
        }
#pragma warning disable CA1031 // As above: one document that a plugin stumbles over holds up no other.
        catch (Exception e)
#pragma warning restore CA1031
        {
            return new Unroutable(Failed(Configuration, "on this document", e));
        }
        if (plan.IsRejected)
            return new Refused(plan.Rejection);
        if (plan.Files.FirstOrDefault(f => !f.Path.Folder.Equals(place.Folder)) is { } stray)
            return new Unroutable($"The plugin \"{Configuration.Package}\" planned a file in {stray.Path.Folder}, outside the document's folder {place.ShownFolder}. Tell the plugin's author.");
        if (plan.Files.FirstOrDefault(f => !f.IsDone && document.Parts.All(p => p.Name != f.Part)) is { } unknown)
            return new Unroutable($"The plugin \"{Configuration.Package}\" planned the part \"{unknown.Part}\", which the document does not have. Tell the plugin's author.");
        return new Routed(place.LocalRoot, place.Folder!.Root, plan, Configuration, customer);
    }

    private static string Failed(AccountingPackageConfiguration configuration, string on, Exception e) =>
        $"The plugin \"{configuration.Package}\" failed {on}: {e.GetType().Name}: {Sentence.Ended(e.Message)} Tell the plugin's author.";

    private FolderPlace Place(FolderResult result, bool hasVariables)
    {
        if (!result.IsFolder)
            return FolderPlace.None($"Configuration \"{Configuration.Name}\": {result.Problem}");
        var root = _mappings.Resolve(result.Folder.Root);
        return root.Problem is { } problem
            ? FolderPlace.None($"Configuration \"{Configuration.Name}\": {problem}")
            : new FolderPlace(result.Folder, root.Path!, hasVariables, null);
    }

    private IEnumerable<PathTemplate> Templates() =>
        _settings is null ? [] : new[] { _settings.Paths.Purchases, _settings.Paths.Sales, _settings.Paths.Statements, _settings.Paths.Documents }.OfType<PathTemplate>();

    private static DestinationPaths Paths(AccountingPackageConfiguration configuration) => new()
    {
        Purchases = Parse("purchases", configuration.Paths.Purchases),
        Sales = Parse("sales", configuration.Paths.Sales),
        Statements = Parse("statements", configuration.Paths.Statements),
        Documents = Parse("documents", configuration.Paths.Documents),
    };

    private static PathTemplate? Parse(string kind, string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
            return null;
        return PathTemplate.TryParse(text, out var template, out var problem) ? template : throw new InvalidSettingsException($"Its path for {kind}: {problem}");
    }
}
