using System.CommandLine;
using Microsoft.Extensions.DependencyInjection;
using Synqup.Core.Configuration;
using Synqup.Core.Health;
using Synqup.Core.Ledger;
using Synqup.Core.Routing;
using Synqup.Core.Sources.Portal;
using Synqup.Host.Agent;

namespace Synqup.Host.Commands;

/// <summary><c>synqup preview</c>: where documents would go and what they would be called; nothing is written.</summary>
internal static class PreviewCommand
{
    private const int ShownCustomers = 3;

    private static readonly Argument<string?> Configuration = new("configuration") { Description = "Only this accounting package configuration, by a part of its name.", Arity = ArgumentArity.ZeroOrOne };
    private static readonly Option<string?> Customer = new("--customer") { Description = "For this customer: a part of the name, or the VAT, enterprise or dossier number. Default: the first three.", HelpName = "TEXT" };
    private static readonly Option<string?> DocumentId = new("--document") { Description = "For this document, as 'synqup history --json' names it, instead of samples.", HelpName = "ID" };

    public static SynqupCommand Create() => SynqupCommand.Create(
        "preview",
        "Shows the folder and the file names that documents would get, for each accounting package configuration.",
        [Configuration, Customer, DocumentId],
        ["synqup preview", "synqup preview Winbooks --customer Peeters", "synqup preview --document 01JG7Z3K9M --json"],
        ExecuteAsync);

    private static async Task<CommandResult> ExecuteAsync(ParseResult parse, CancellationToken cancellationToken)
    {
        var settings = SettingsFile.Read(parse);
        DataFolder.RequireReadable(settings);
        await using var services = new ServiceCollection().AddAgent(settings, ConsoleLog.None, Patience.Short).BuildServiceProvider();
        var id = parse.GetValue(DocumentId);
        var isKnown = false;
        var previews = new List<ConfigurationPreview>();
        var others = new List<OtherConfiguration>();
        var known = new List<AgentConfiguration>();
        foreach (var connection in settings.Connections)
        {
            var got = await PortalConfiguration.GetAsync(services, connection.Name, cancellationToken);
            if (got.Value is null) throw CommandFailure.From(got.Failure!)!;
            var document = id is null ? null : await FindAsync(settings, connection.Name, id, cancellationToken);
            isKnown |= document is not null;
            known.Add(got.Value);
            foreach (var (preview, isAsked) in Previews(connection.Name, got, document, parse, services, settings))
            {
                if (isAsked) previews.Add(preview);
                else if (preview.Problem is { } problem) others.Add(new(preview.Name, problem));
            }
        }

        if (id is not null) return PreviewResult.OfDocument(id, isKnown, previews) with { Others = others };
        return (previews.Count > 0 ? PreviewResult.Of(previews) : PreviewResult.OfNothing(Nothing(parse, known))) with { Others = others };
    }

    private static async Task<DocumentDescription?> FindAsync(AgentSettings settings, string connection, string id, CancellationToken cancellationToken)
    {
        var path = ConnectionFiles.Ledger(settings, connection);
        if (!File.Exists(path)) return null;
        using var queries = await LedgerQueries.OpenAsync(path, cancellationToken);
        return await queries.DocumentAsync(connection, id, cancellationToken) is [var newest, ..] ? newest.Entry.Document : null;
    }

    /// <summary>Why nothing is shown, and what could have been meant.</summary>
    private static string Nothing(ParseResult parse, List<AgentConfiguration> known)
    {
        var names = known.SelectMany(one => one.Configurations).Select(one => one.Name).ToList();
        if (names.Count == 0) return "The Console names this agent in no accounting package configuration yet.";
        if (parse.GetValue(Configuration) is { } configuration && !names.Exists(name => IsNamed(name, configuration)))
            return $"No accounting package configuration matches \"{configuration}\". There is: {Sentence.Ended(CustomerSearch.Nearest(names, configuration))}";
        var customers = known.SelectMany(one => one.Customers).Select(one => one.Name).ToList();
        return customers.Count == 0 ? "The configurations have no customers yet: they are linked in the Console."
            : $"No customer of what was asked for matches \"{parse.GetValue(Customer)}\". There is: {Sentence.Ended(CustomerSearch.Nearest(customers, parse.GetValue(Customer) ?? ""))}";
    }

    private static IEnumerable<(ConfigurationPreview Preview, bool IsAsked)> Previews(
        string connection, PortalConfiguration got, DocumentDescription? document, ParseResult parse, IServiceProvider services, AgentSettings settings)
    {
        var configuration = WithSamples(got.Value!);
        var table = RoutingTable.Build(connection, configuration, services.GetRequiredService<IPluginCatalog>(), settings.PathMappings, services.GetRequiredService<FolderOwners>());
        foreach (var destination in table.Destinations.OrderBy(one => one.Configuration.Name, StringComparer.Ordinal))
        {
            var customers = configuration.Customers.Where(one => one.ConfigurationId == destination.Configuration.Id).ToList();
            if (parse.GetValue(Customer) is { } text) customers = [.. CustomerSearch.Find(customers, text)];
            if (document is not null) customers.RemoveAll(one => one.EnterpriseId != document.EnterpriseId);
            // Nobody who asks for one customer is told that another one's configuration is broken as if it were theirs.
            var isAsked = Wanted(destination, parse) && (customers.Count > 0 || (parse.GetValue(Customer) is null && document is null));
            var documents = parse.GetValue(DocumentId) is null
                ? customers.Take(ShownCustomers).SelectMany(one => SampleDocuments.For(one).Where(sample => HasFolder(destination, sample.Kind)).Select(sample => (one, sample)))
                : document is null ? [] : customers.Select(one => (one, document));
            yield return (new ConfigurationPreview(
                connection, destination.Configuration.Name, destination.Configuration.Package, got.Failure is not null, destination.Problem,
                destination.Problem is null ? [.. documents.Select(one => DocumentPreview.Of(one.one.Name, one.Item2, table.Route(one.Item2)))] : []), isAsked);
        }
    }

    // A configuration without customers is being set up: that is when somebody looks.
    private static AgentConfiguration WithSamples(AgentConfiguration configuration) => configuration with
    {
        Customers = [.. configuration.Customers, .. configuration.Configurations.Where(one => configuration.Customers.All(customer => customer.ConfigurationId != one.Id))
            .Select(one => SampleDocuments.Customer(one.Id) with { EnterpriseId = $"sample-{one.Id}" })],
    };

    private static bool Wanted(ConfiguredDestination destination, ParseResult parse) =>
        parse.GetValue(Configuration) is not { } text || IsNamed(destination.Configuration.Name, text);

    private static bool IsNamed(string name, string text) => name.Contains(text, StringComparison.OrdinalIgnoreCase);

    private static bool HasFolder(ConfiguredDestination destination, WireDocumentKind kind)
    {
        var paths = destination.Configuration.Paths;
        return (kind switch
        {
            WireDocumentKind.PurchaseInvoice => paths.Purchases,
            WireDocumentKind.SalesInvoice => paths.Sales ?? paths.Purchases,
            WireDocumentKind.Statement => paths.Statements,
            _ => paths.Documents,
        }) is not null;
    }
}
