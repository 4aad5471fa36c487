using System.Collections.Frozen;
using Synqup.Core.Configuration;
using Synqup.Core.Sources.Portal;
using Synqup.Sdk;

namespace Synqup.Core.Routing;

/// <summary>
/// Document → customer → accounting package configuration → destination, for one connection and one version of its
/// configuration. Pure once built: the same document gives the same result until the configuration changes.
/// </summary>
internal sealed class RoutingTable
{
    /// <summary>Every customer of a folder without variables shares it on purpose, but nobody else may own it.</summary>
    private static readonly FolderOwner Everybody = new("", "", "a configuration without variables");

    private readonly string _source;
    private readonly FolderOwners _owners;
    private readonly FrozenDictionary<string, (CustomerDescription Customer, Enterprise Enterprise)> _customers;
    private readonly FrozenDictionary<string, ConfiguredDestination> _destinations;

    private RoutingTable(string source, string version, FolderOwners owners,
        FrozenDictionary<string, (CustomerDescription, Enterprise)> customers, FrozenDictionary<string, ConfiguredDestination> destinations) =>
        (_source, Version, _owners, _customers, _destinations) = (source, version, owners, customers, destinations);

    /// <summary>The ETag of the configuration from which it was built.</summary>
    public string Version { get; }

    public IReadOnlyCollection<ConfiguredDestination> Destinations => _destinations.Values;

    public IEnumerable<CustomerDescription> Customers => _customers.Values.Select(c => c.Customer);

    /// <summary>Builds the table and claims its folders in <paramref name="owners"/>.</summary>
    public static RoutingTable Build(string source, AgentConfiguration configuration, IPluginCatalog plugins, PathMappings mappings, FolderOwners owners)
    {
        var destinations = configuration.Configurations
            .Select(c => ConfiguredDestination.Create(c, plugins, mappings))
            .ToFrozenDictionary(d => d.Configuration.Id);
        var customers = configuration.Customers.ToFrozenDictionary(c => c.EnterpriseId, c => (c, c.ToEnterprise()));
        var table = new RoutingTable(source, configuration.ETag, owners, customers, destinations);
        owners.Claim(source, table.Claims());
        return table;
    }

    public RoutingResult Route(DocumentDescription description)
    {
        if (!_customers.TryGetValue(description.EnterpriseId, out var entry))
            return new Unroutable("Its customer is not linked to an accounting package configuration of this agent. Link the customer in the Console.");

        var (customer, enterprise) = entry;
        if (!_destinations.TryGetValue(customer.ConfigurationId, out var destination))
            return new Unroutable(NotDelivered(customer).Sentence);
        if (destination.Problem is { } problem)
            return new Unroutable(problem);

        var document = description.ToDocument(enterprise);
        if (PartyCheck.Problem(document) is { } wrongParty)
            return new Unroutable(wrongParty);

        var place = destination.FolderFor(document);
        if (place.Problem is { } noFolder)
            return new Unroutable(noFolder);
        if (Conflict(place, customer) is { } conflict)
            return new Unroutable(conflict.Sentence);

        return destination.Plan(document, place, customer);
    }

    /// <summary>
    /// Why documents of a customer have no place to go, known before one comes. Complete once every connection has claimed its folders;
    /// what is wrong with a whole configuration is not repeated for its customers.
    /// </summary>
    public IEnumerable<CustomerProblem> CustomerProblems()
    {
        foreach (var (customer, enterprise) in _customers.Values.OrderBy(c => c.Customer.Name, StringComparer.Ordinal))
        {
            if (!_destinations.TryGetValue(customer.ConfigurationId, out var destination))
            {
                yield return NotDelivered(customer);
                continue;
            }
            if (destination.Problem is not null)
                continue;
            if (destination.FolderProblem(enterprise) is { } noFolder)
                yield return new(customer.Name, noFolder, "Its documents wait, the others travel.");
            foreach (var place in destination.FoldersFor(enterprise))
            {
                if (Conflict(place, customer) is { } conflict)
                    yield return conflict;
            }
        }
    }

    private static CustomerProblem NotDelivered(CustomerDescription customer) => new(
        customer.Name, $"The customer \"{customer.Name}\" uses a configuration that this agent does not deliver.", "Choose another one on the customer card in the Console.");

    private CustomerProblem? Conflict(FolderPlace place, CustomerDescription customer) =>
        _owners.Other(place.LocalFolder, Owner(place, customer)) is { } other
            ? new(place.ShownFolder,
                $"The folder {place.ShownFolder} would be shared by the customers \"{customer.Name}\" and \"{other.Name}\".",
                "Give the configuration's path a variable that tells them apart, or correct their customer cards in the Console.")
            { SharedFolder = place.LocalFolder }
            : null;

    private IEnumerable<(string, FolderOwner)> Claims()
    {
        foreach (var (customer, enterprise) in _customers.Values)
        {
            if (!_destinations.TryGetValue(customer.ConfigurationId, out var destination) || destination.Problem is not null)
                continue;
            foreach (var place in destination.FoldersFor(enterprise))
                yield return (place.LocalFolder, Owner(place, customer));
        }
    }

    private FolderOwner Owner(FolderPlace place, CustomerDescription customer) =>
        place.HasVariables ? new FolderOwner(_source, customer.EnterpriseId, customer.Name) : Everybody;
}
