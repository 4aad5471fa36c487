using System.Text.Json;
using Synqup.Core.Configuration;
using Synqup.Core.Routing;
using Synqup.Core.Sources.Portal;
using Synqup.Core.Tests.Configuration;

namespace Synqup.Core.Tests.Routing;

internal sealed class RoutingTableTests
{
    private const string Peeters = "BE0202239951";
    private const string Janssens = "BE0403019261";

    [Test]
    public void A_document_goes_to_the_folder_of_its_customer()
    {
        var routed = (Routed)Route(Table(Customer("c1", "Peeters", Peeters)), Invoice("c1"));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(routed.Root, Is.EqualTo("/srv/import"));
            Assert.That(routed.Plan.Files.Single().Path.ToString(), Is.EqualTo($"/srv/import/{Peeters}/in/d1.xml"));
        }
    }

    [Test]
    public void A_customer_who_is_not_linked_has_no_route() =>
        Assert.That(Problem(Table(Customer("c1", "Peeters", Peeters)), Invoice("c2")), Does.Contain("not linked"));

    [Test]
    public void A_missing_plugin_is_named_with_its_configuration()
    {
        var table = Table([Customer("c1", "Peeters", Peeters)], Configuration(package: "octopus"));

        Assert.That(Problem(table, Invoice("c1")), Does.Contain("\"Test office\"").And.Contain("octopus"));
    }

    [TestCase("refuse", "Configuration \"Test office\" cannot be used: The option \"pdf\" is not for us. Correct it in the Console.", TestName = "A_configuration_that_the_plugin_refuses_is_corrected_in_the_Console")]
    [TestCase("throw", "Configuration \"Test office\" cannot be used: The plugin \"test\" failed on its settings: InvalidOperationException: boom. Tell the plugin's author.",
        TestName = "A_plugin_that_fails_on_its_settings_is_for_its_author")]
    public void A_configuration_that_cannot_be_used_says_who_mends_it(string options, string problem)
    {
        var table = Table([Customer("c1", "Peeters", Peeters)], Configuration() with { Options = JsonSerializer.SerializeToElement(options) });

        Assert.That(Problem(table, Invoice("c1")), Is.EqualTo(problem));
    }

    [Test]
    public void A_path_that_cannot_be_parsed_concerns_its_own_configuration_only()
    {
        var table = Table(
            [Customer("c1", "Peeters", Peeters), Customer("c2", "Janssens", Janssens, configuration: "k2")],
            Configuration(purchases: "import\\[enterprise_identifier]"), Configuration(id: "k2"));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(Problem(table, Invoice("c1")), Does.Contain("import\\[enterprise_identifier]"));
            Assert.That(Route(table, Invoice("c2")), Is.InstanceOf<Routed>());
        }
    }

    [Test]
    public void A_variable_without_a_value_is_named()
    {
        var table = Table([Customer("c1", "Peeters", Peeters)], Configuration(purchases: "/srv/import/[accounting_file_id]/in"));

        Assert.That(Problem(table, Invoice("c1")), Does.Contain("[accounting_file_id]"));
    }

    [Test]
    public void A_broken_configuration_is_no_problem_of_each_of_its_customers() =>
        Assert.That(Table([Customer("c1", "Peeters", Peeters)], Configuration(package: "octopus")).CustomerProblems(), Is.Empty);

    [Test]
    public void A_kind_without_a_path_has_no_route() =>
        Assert.That(Problem(Table(Customer("c1", "Peeters", Peeters)), Invoice("c1") with { Kind = WireDocumentKind.Statement }), Does.Contain("bank statements"));

    [Test]
    public void Two_customers_whose_folders_differ_only_in_case_are_both_refused()
    {
        var table = Table(
            [Customer("c1", "Peeters", null), Customer("c2", "PEETERS", null), Customer("c3", "Janssens", null)],
            Configuration(purchases: "/srv/import/[enterprise_name]/in"));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(Problem(table, Invoice("c1")), Does.Contain("\"Peeters\"").And.Contain("\"PEETERS\""));
            Assert.That(Problem(table, Invoice("c2")), Does.Contain("\"Peeters\"").And.Contain("\"PEETERS\""));
            Assert.That(Route(table, Invoice("c3")), Is.InstanceOf<Routed>());
        }
    }

    [TestCase("/srv/import")]
    [TestCase("/SRV/Import", TestName = "Two_connections_whose_folders_differ_only_in_case_after_path_mapping_are_refused")]
    public void Two_connections_whose_folders_meet_after_path_mapping_are_refused(string there)
    {
        var owners = new FolderOwners();
        var mappings = PathMappingsTests.Read([], isWindows: false, (@"K:", "/srv/import"), (@"\\server\winbooks", there));
        var first = Build("one", owners, mappings, Customer("c1", "Peeters", Peeters), Configuration(purchases: @"K:\[enterprise_identifier]\in"));
        Assert.That(Route(first, Invoice("c1")), Is.InstanceOf<Routed>(), "alone it is fine");

        var second = Build("two", owners, mappings, Customer("x9", "Peeters Jan", Peeters), Configuration(purchases: @"\\server\winbooks\[enterprise_identifier]\in"));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(Problem(first, Invoice("c1")), Does.Contain("Peeters Jan"));
            Assert.That(Problem(second, Invoice("x9")), Does.Contain("\"Peeters\""));
            Assert.That(first.CustomerProblems().Single().Sentence, Is.EqualTo(Problem(first, Invoice("c1"))), "known without a document too");
            Assert.That(first.CustomerProblems().Single().SharedFolder, Is.EqualTo(second.CustomerProblems().Single().SharedFolder).IgnoreCase);
        }
    }

    [TestCase(true, @"C:\Data\[enterprise_identifier]\in", @"C:\Data\BE0202239951\in")]
    [TestCase(true, @"C:\Data\[enterprise_identifier]\in", @"C:\Data\BE0202239951\[enterprise_name]")]
    [TestCase(true, @"C:\[enterprise_identifier]\in", @"C:\BE0202239951\in")]
    [TestCase(true, @"\\server\share\[enterprise_identifier]\in", @"\\server\share\BE0202239951\in")]
    [TestCase(false, "/Data/[enterprise_identifier]/in", "/Data/BE0202239951/[enterprise_name]")]
    [TestCase(false, "/[enterprise_identifier]/in", "/BE0202239951/in")]
    public void A_folder_is_the_same_wherever_its_root_ends(bool isWindows, string one, string other)
    {
        var configuration = new AgentConfiguration(
            [Package("k1", one), Package("k2", other)],
            [new("c1", "Peeters", "BE0202239951", null, null, "k1", DateTimeOffset.UnixEpoch), new("c2", "in", "BE0403019261", null, null, "k2", DateTimeOffset.UnixEpoch)], "v1");

        var table = RoutingTable.Build("office", configuration, new TestCatalog(), PathMappingsTests.Read([], isWindows), new FolderOwners());

        Assert.That(new[] { "c1", "c2" }.Select(customer => Route(table, Invoice(customer))), Is.All.InstanceOf<Unroutable>());

        static AccountingPackageConfiguration Package(string id, string path) => new(id, id, "agent", "test", new ConfigurationPaths(path, null, null, null), "vat", null);
    }

    [Test]
    public void Two_connections_that_show_one_path_and_reach_different_folders_are_both_routed()
    {
        var owners = new FolderOwners();
        var here = PathMappingsTests.Read([], isWindows: false, (@"K:\", "/mnt/one"));
        var there = PathMappingsTests.Read([], isWindows: false, (@"K:\", "/mnt/two"));
        var configuration = Configuration(purchases: @"K:\[enterprise_identifier]\in");

        var first = Build("one", owners, here, Customer("c1", "Peeters", Peeters), configuration);
        var second = Build("two", owners, there, Customer("x9", "Peeters Jan", Peeters), configuration);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(Route(first, Invoice("c1")), Is.InstanceOf<Routed>());
            Assert.That(Route(second, Invoice("x9")), Is.InstanceOf<Routed>());
        }
    }

    [Test]
    public void Customers_of_a_path_without_variables_share_it_on_purpose()
    {
        var table = Table([Customer("c1", "Peeters", Peeters), Customer("c2", "Janssens", Janssens)], Configuration(purchases: "/srv/import"));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(Route(table, Invoice("c1")), Is.InstanceOf<Routed>());
            Assert.That(Route(table, Invoice("c2")), Is.InstanceOf<Routed>());
        }
    }

    [TestCase(WireDocumentKind.PurchaseInvoice, Janssens, null, false, TestName = "A_purchase_addressed_to_somebody_else_is_kept_out")]
    [TestCase(WireDocumentKind.PurchaseInvoice, Peeters, Janssens, true, TestName = "A_purchase_from_anybody_is_let_in")]
    [TestCase(WireDocumentKind.PurchaseInvoice, null, null, true, TestName = "A_purchase_without_the_customers_number_is_let_in")]
    [TestCase(WireDocumentKind.SalesInvoice, null, Janssens, false, TestName = "A_sale_of_somebody_else_is_kept_out")]
    [TestCase(WireDocumentKind.SalesCreditNote, Janssens, Peeters, true, TestName = "A_credit_note_of_the_customer_is_let_in")]
    public void Parties_are_checked(WireDocumentKind kind, string? customer, string? supplier, bool routed)
    {
        var document = Invoice("c1") with
        {
            Kind = kind,
            Customer = customer is null ? null : new("Buyer", customer, customer[2..]),
            Supplier = supplier is null ? null : new("Seller", supplier, supplier[2..]),
        };

        var result = Route(Table(Customer("c1", "Peeters", Peeters)), document);

        if (routed)
            Assert.That(result, Is.InstanceOf<Routed>());
        else
            Assert.That(((Unroutable)result).Reason, Does.Contain(Janssens[2..]).And.Contain("Peeters"));
    }

    [Test]
    public void A_plugin_that_throws_on_one_document_is_said_and_harms_no_other()
    {
        var table = Table(Customer("c1", "Peeters", Peeters));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(Problem(table, Invoice("c1") with { Number = "throw" }), Does.Contain("\"test\"").And.Contain("boom"));
            Assert.That(Problem(table, Invoice("c1") with { Number = "null" }), Does.Contain("no plan"));
            Assert.That(Route(table, Invoice("c1") with { Number = "reject" }), Is.EqualTo(new Refused("Not this one.")));
            Assert.That(Problem(table, Invoice("c1") with { Number = "stray" }), Does.Contain("outside the document's folder").And.Contain("BE0413518172"));
            Assert.That(Problem(table, Invoice("c1") with { Number = "part" }), Does.Contain("\"nothing\""));
            Assert.That(Route(table, Invoice("c1")), Is.InstanceOf<Routed>());
        }
    }

    private static RoutingResult Route(RoutingTable table, DocumentDescription document) => table.Route(document);

    private static string Problem(RoutingTable table, DocumentDescription document) =>
        table.Route(document) is Unroutable unroutable ? unroutable.Reason : throw new AssertionException("It was routed.");

    private static RoutingTable Table(params CustomerDescription[] customers) => Table(customers, Configuration());

    private static RoutingTable Table(CustomerDescription[] customers, params AccountingPackageConfiguration[] configurations) =>
        RoutingTable.Build("office", new AgentConfiguration(configurations, customers, "v1"), new TestCatalog(), PathMappings.None, new FolderOwners());

    private static RoutingTable Build(string source, FolderOwners owners, PathMappings mappings, CustomerDescription customer, AccountingPackageConfiguration configuration) =>
        RoutingTable.Build(source, new AgentConfiguration([configuration], [customer], "v1"), new TestCatalog(), mappings, owners);

    private static AccountingPackageConfiguration Configuration(string id = "k1", string package = "test", string purchases = "/srv/import/[enterprise_identifier]/in") =>
        new(id, "Test office", "agent", package, new ConfigurationPaths(purchases, null, null, null), "vat", null);

    private static CustomerDescription Customer(string id, string name, string? vat, string configuration = "k1") =>
        new(id, name, vat, vat?[2..], null, configuration, DateTimeOffset.UnixEpoch);

    private static DocumentDescription Invoice(string enterprise) => new()
    {
        Id = "d1",
        Sequence = 1,
        DeliveryNumber = 1,
        EnterpriseId = enterprise,
        Kind = WireDocumentKind.PurchaseInvoice,
        Number = "2026/1",
        Parts = [new PartDescription("ubl", "application/xml", 3, new string('a', 64))],
    };
}
