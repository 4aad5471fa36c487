using System.CommandLine;
using Microsoft.Extensions.DependencyInjection;
using Synqup.Core.Configuration;
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
        foreach (var connection in settings.Connections)
        {
            var got = await PortalConfiguration.GetAsync(services, connection.Name, cancellationToken);
            if (got.Value is null) throw CommandFailure.From(got.Failure!)!;
            var document = id is null ? null : await FindAsync(settings, connection.Name, id, cancellationToken);
            isKnown |= document is not null;
            previews.AddRange(Previews(connection.Name, got, document, parse, services, settings));
        }

        return id is null ? PreviewResult.Of(previews) : PreviewResult.OfDocument(id, isKnown, previews);
    }

    private static async Task<DocumentDescription?> FindAsync(AgentSettings settings, string connection, string id, CancellationToken cancellationToken)
    {
        var path = ConnectionFiles.Ledger(settings, connection);
        if (!File.Exists(path)) return null;
        using var queries = await LedgerQueries.OpenAsync(path, cancellationToken);
        return await queries.DocumentAsync(connection, id, cancellationToken) is [var newest, ..] ? newest.Entry.Document : null;
    }

    private static IEnumerable<ConfigurationPreview> Previews(
        string connection, PortalConfiguration got, DocumentDescription? document, ParseResult parse, IServiceProvider services, AgentSettings settings)
    {
        var configuration = WithSamples(got.Value!);
        var table = RoutingTable.Build(connection, configuration, services.GetRequiredService<IPluginCatalog>(), settings.PathMappings, services.GetRequiredService<FolderOwners>());
        foreach (var destination in table.Destinations.Where(one => Wanted(one, parse)).OrderBy(one => one.Configuration.Name, StringComparer.Ordinal))
        {
            var customers = configuration.Customers.Where(one => one.ConfigurationId == destination.Configuration.Id).ToList();
            if (parse.GetValue(Customer) is { } text) customers = [.. CustomerSearch.Find(customers, text)];
            var documents = parse.GetValue(DocumentId) is null
                ? customers.Take(ShownCustomers).SelectMany(one => SampleDocuments.For(one).Where(sample => HasFolder(destination, sample.Kind)).Select(sample => (one, sample)))
                : customers.Where(one => one.EnterpriseId == document?.EnterpriseId).Select(one => (one, document!));
            yield return new ConfigurationPreview(
                connection, destination.Configuration.Name, destination.Configuration.Package, got.Failure is not null, destination.Problem,
                destination.Problem is null ? [.. documents.Select(one => DocumentPreview.Of(one.one.Name, one.Item2, table.Route(one.Item2)))] : []);
        }
    }

    // A configuration without customers is being set up: that is when somebody looks.
    private static AgentConfiguration WithSamples(AgentConfiguration configuration) => configuration with
    {
        Customers = [.. configuration.Customers, .. configuration.Configurations.Where(one => configuration.Customers.All(customer => customer.ConfigurationId != one.Id))
            .Select(one => SampleDocuments.Customer(one.Id) with { EnterpriseId = $"sample-{one.Id}" })],
    };

    private static bool Wanted(ConfiguredDestination destination, ParseResult parse) =>
        parse.GetValue(Configuration) is not { } text || destination.Configuration.Name.Contains(text, StringComparison.OrdinalIgnoreCase);

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
