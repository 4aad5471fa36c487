using System.Net;
using System.Net.Http.Json;
using System.Text;
using Synqup.Console.Intake;
using Synqup.Console.OfficeSide;
using Synqup.Console.Tests.Running;
using Synqup.Core.Routing;
using Synqup.Core.Sources.Portal;

namespace Synqup.Console.Tests.Intake;

internal sealed class UploadTests
{
    private static readonly byte[] Large = [.. Some.Pdf, .. new byte[100]];

    [TestCase(Some.SupplierVat, WireDocumentKind.SalesInvoice, "Invoice")]
    [TestCase(Some.CustomerVat, WireDocumentKind.PurchaseInvoice, "Invoice")]
    [TestCase(Some.SupplierVat, WireDocumentKind.SalesCreditNote, "CreditNote")]
    [TestCase(Some.CustomerVat, WireDocumentKind.PurchaseCreditNote, "CreditNote")]
    public async Task Purchase_or_sale_is_told_by_which_party_the_customer_is(string vat, WireDocumentKind kind, string root)
    {
        await using var console = await RunningConsole.StartAsync();
        var office = await console.OfficeAsync();
        var customer = await office.CustomerAsync(null, vat);

        var answer = await (await office.SendAsync(customer, ("a.xml", Some.Ubl(root: root)))).ReadAsync<UploadAnswer>();

        Assert.That(answer.Items.Single().Kind, Is.EqualTo(kind));
    }

    [TestCase("BE0403019261", null, "neither", TestName = "Neither party")]
    [TestCase(Some.CustomerVat, "sale", "purchase", TestName = "The stated direction contradicts the document")]
    public async Task An_unclear_direction_is_refused(string vat, string? direction, string reason)
    {
        await using var console = await RunningConsole.StartAsync();
        var office = await console.OfficeAsync();
        var customer = await office.CustomerAsync(null, vat);

        var problem = await office.SendWithAsync(customer, direction is null ? [] : new() { ["direction"] = direction }, ("a.xml", Some.Ubl())).ProblemAsync();

        using (Assert.EnterMultipleScope())
        {
            Assert.That((problem.Status, problem.Name), Is.EqualTo((422, "filesRefused")));
            Assert.That(problem.Detail, Does.Contain("'a.xml'").And.Contain(reason).And.Contain("direction"));
        }
    }

    [Test]
    public async Task Both_parties_need_the_direction_too()
    {
        await using var console = await RunningConsole.StartAsync();
        var office = await console.OfficeAsync();
        var customer = await office.CustomerAsync(null);
        var itself = Some.Ubl(supplierVat: Some.CustomerVat);

        var unclear = await office.SendAsync(customer, ("a.xml", itself)).ProblemAsync();
        var sale = await (await office.SendWithAsync(customer, new() { ["direction"] = "sale" }, ("a.xml", itself))).ReadAsync<UploadAnswer>();
        var purchase = await (await office.SendWithAsync(customer, new() { ["direction"] = "purchase" }, ("a.xml", itself))).ReadAsync<UploadAnswer>();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(unclear.Detail, Does.Contain("both"));
            Assert.That((sale.Items.Single().Kind, purchase.Items.Single().Kind), Is.EqualTo((WireDocumentKind.SalesInvoice, WireDocumentKind.PurchaseInvoice)));
            Assert.That(purchase.Items.Single().Id, Is.Not.EqualTo(sale.Items.Single().Id), "the other direction is another document");
        }
    }

    [TestCase(null, TestName = "A customer without a number")]
    [TestCase(Some.CustomerVat, TestName = "The number on the document")]
    [TestCase("BE0403019261", TestName = "Another number")]
    public async Task An_upload_warns_of_another_number_exactly_when_the_agent_refuses_it(string? vat)
    {
        await using var console = await RunningConsole.StartAsync();
        var office = await console.OfficeAsync();
        var agent = await office.EnrolAsync();
        var configuration = await office.ConfigurationAsync(agent);
        var customer = await office.PostAsync<EnterpriseView>("enterprises", new { name = "Zonder Nummer", vat, configurationId = configuration.Id });

        var answer = await (await office.SendWithAsync(customer, new() { ["direction"] = "purchase" }, ("a.xml", Some.Ubl()))).ReadAsync<UploadAnswer>();
        var seen = await agent.Http.GetFromJsonAsync<AgentConfiguration>("api/v1/configuration", Wire.Json);
        var problem = PartyCheck.Problem((await agent.ListAsync()).Items.Single().ToDocument(seen!.Customers.Single().ToEnterprise()));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(answer.Items.Single().Warnings.Any(warning => warning.Contains("does not deliver", StringComparison.Ordinal)), Is.EqualTo(problem is not null));
            Assert.That(problem is not null, Is.EqualTo(vat == "BE0403019261"));
        }
    }

    [Test]
    public async Task The_same_bytes_again_are_the_same_document()
    {
        await using var console = await RunningConsole.StartAsync();
        var office = await console.OfficeAsync();
        var customer = await office.CustomerAsync(null);

        using var first = await office.SendAsync(customer, ("a.xml", Some.Ubl()), ("copy.xml", Some.Ubl()));
        var created = await first.Content.ReadAsStringAsync();
        using var again = await office.SendAsync(customer, ("b.xml", Some.Ubl()));
        var answer = await again.ReadAsync<UploadAnswer>();

        using (Assert.EnterMultipleScope())
        {
            Assert.That((first.StatusCode, again.StatusCode), Is.EqualTo((HttpStatusCode.Created, HttpStatusCode.OK)));
            Assert.That(answer.Items.Single().Status, Is.EqualTo(UploadStatus.Existing));
            Assert.That(created, Does.Contain(answer.Items.Single().Id));
            Assert.That((await office.GetAsync<DocumentCounts>("office/documents/counts")).ToBeFetched, Is.EqualTo(1));
        }
    }

    [Test]
    public async Task The_same_supplier_number_date_and_amount_is_a_warning()
    {
        await using var console = await RunningConsole.StartAsync();
        var office = await console.OfficeAsync();
        var (_, _, customer) = await office.LinkedCustomerAsync();
        await office.UploadAsync(customer, "7");

        var twin = await (await office.SendAsync(customer, ("b.xml", [.. Some.Ubl("7"), (byte)'\n']))).ReadAsync<UploadAnswer>();
        var other = await (await office.SendAsync(customer, ("c.xml", Some.Ubl("7", total: "5.00")))).ReadAsync<UploadAnswer>();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(twin.Items.Single().Status, Is.EqualTo(UploadStatus.Created));
            Assert.That(twin.Items.Single().Warnings, Has.Count.EqualTo(1));
            Assert.That(other.Items.Single().Warnings, Is.Empty);
        }
    }

    [Test]
    public async Task One_bad_file_keeps_the_whole_upload_out_and_every_bad_one_is_named()
    {
        await using var console = await RunningConsole.AloneAsync();
        var office = await console.OfficeAsync();
        var customer = await office.CustomerAsync(null);

        var problem = await office.SendAsync(customer, ("good.xml", Some.Ubl()), ("bad.xml", "<x"u8.ToArray()), ("cut.cod", Some.Coda()[..300]), ("what.bin", [1, 2, 3]), ("empty.xml", [])).ProblemAsync();

        using (Assert.EnterMultipleScope())
        {
            Assert.That((problem.Status, problem.Name), Is.EqualTo((422, "filesRefused")));
            Assert.That(problem.Body.GetProperty("files").EnumerateArray().Select(file => file.GetProperty("file").GetString()), Is.EqualTo(new[] { "bad.xml", "cut.cod", "what.bin", "empty.xml" }));
            Assert.That((await office.GetAsync<DocumentCounts>("office/documents/counts")).ToBeFetched, Is.Zero);
            Assert.That(Directory.EnumerateFiles(console.Data.Content, "*", SearchOption.AllDirectories), Is.Empty);
        }
    }

    [Test]
    public async Task A_pdf_with_the_base_name_of_an_xml_is_its_part()
    {
        await using var console = await RunningConsole.StartAsync();
        var office = await console.OfficeAsync();
        var customer = await office.CustomerAsync(null);

        var answer = await (await office.SendAsync(customer, ("INV-1.PDF", Large), ("inv-1.xml", Some.Ubl(attachments: Some.Attachment(Some.Pdf))))).ReadAsync<UploadAnswer>();
        var document = (await office.GetAsync<OfficeDocument>($"office/documents/{answer.Items.Single().Id}")).Document;

        using (Assert.EnterMultipleScope())
        {
            Assert.That(answer.Items.Single().Companion, Is.EqualTo("INV-1.PDF"));
            Assert.That(document.Parts.Select(part => (part.Name, part.Size, part.EmbeddedIn)).Skip(1), Is.EqualTo(new[] { ("pdf", (long)Large.Length, null), ("attachment-1", (long)Some.Pdf.Length, "ubl") }));
        }
    }

    [Test]
    public async Task A_pdf_alone_needs_what_it_does_not_say()
    {
        await using var console = await RunningConsole.StartAsync();
        var office = await console.OfficeAsync();
        var customer = await office.CustomerAsync(null);

        var bare = await office.SendAsync(customer, ("a.pdf", Some.Pdf)).ProblemAsync();
        var wrong = await office.SendWithAsync(customer, new() { ["kind"] = "statement", ["issueDate"] = "1-2-2026" }, ("a.pdf", Some.Pdf)).ProblemAsync();
        var kept = await (await office.SendWithAsync(customer, new() { ["kind"] = "other", ["number"] = "C-1", ["issueDate"] = "2026-02-01" }, ("a.pdf", Some.Pdf))).ReadAsync<UploadAnswer>();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(bare.Detail, Does.Contain("kind, number, issueDate"));
            Assert.That((wrong.Name, wrong.Body.GetProperty("errors").EnumerateObject().Select(error => error.Name).ToArray()), Is.EqualTo(("invalid", new[] { "kind", "issueDate" })));
            Assert.That(kept.Items.Single(), Has.Property("Kind").EqualTo(WireDocumentKind.Other).And.Property("Number").EqualTo("C-1"));
        }
    }

    [Test]
    public async Task A_statement_of_another_holder_is_refused()
    {
        await using var console = await RunningConsole.StartAsync();
        var office = await console.OfficeAsync();
        var customer = await office.CustomerAsync(null);

        var problem = await office.SendAsync(customer, ("a.cod", Some.Coda(enterprise: "0403019261"))).ProblemAsync();

        Assert.That(problem.Detail, Does.Contain("0403019261").And.Contain("0202239951"));
    }

    [Test]
    public async Task A_statement_is_described_with_account_number_year_and_holder()
    {
        await using var console = await RunningConsole.StartAsync();
        var office = await console.OfficeAsync();
        var customer = await office.CustomerAsync(null);

        var id = (await (await office.SendAsync(customer, ("a.cod", Some.Coda(counted: 9)))).ReadAsync<UploadAnswer>()).Items.Single();
        var document = (await office.GetAsync<OfficeDocument>($"office/documents/{id.Id}")).Document;

        using (Assert.EnterMultipleScope())
        {
            Assert.That(id.Warnings[0], Does.Contain("Record 9"));
            Assert.That((document.Kind, document.Account, document.StatementNumber, document.Year, document.Holder), Is.EqualTo((WireDocumentKind.Statement, "BE68539007547034", 16, 2026, "KLANT BV  CAFÉ")));
            Assert.That(document.Parts.Single().Name, Is.EqualTo("coda"));
        }
    }

    [TestCase("A\u001b[2J\nFORGED 12:00 INFO all good")]
    [TestCase("A\u202EB")]
    public async Task A_number_that_cannot_be_shown_as_it_is_is_refused_with_its_field(string number)
    {
        await using var console = await RunningConsole.StartAsync();
        var office = await console.OfficeAsync();
        var customer = await office.CustomerAsync(null);
        var fields = new Dictionary<string, string> { ["kind"] = "other", ["number"] = number, ["issueDate"] = "2026-01-31" };

        var problem = await office.SendWithAsync(customer, fields, ("a.pdf", Some.Pdf)).ProblemAsync();

        Assert.That((problem.Status, problem.Name), Is.EqualTo((400, "invalid")));
        Assert.That(problem.Body.GetProperty("errors").GetProperty("number")[0].GetString(), Does.Contain("control characters"));
    }

    [Test]
    public async Task Inspecting_answers_what_the_file_says_and_keeps_nothing()
    {
        await using var console = await RunningConsole.AloneAsync();
        var office = await console.OfficeAsync();

        var seen = await (await office.Http.PostAsync("api/v1/documents/inspect", Wire.Form([], ("a.xml", Some.Ubl("9", attachments: Some.Attachment(Some.Pdf))), ("b.cod", Some.Coda())))).ReadAsync<Inspections>();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(seen.Items[0], Has.Property("Number").EqualTo("9").And.Property("Format").EqualTo(FileFormat.Ubl).And.Property("CreditNote").EqualTo(false));
            Assert.That(seen.Items[0].Customer, Is.EqualTo(new PartyDescription("Klant BV", Some.CustomerVat, "0202239951")));
            Assert.That(seen.Items[0].Parts.Select(part => part.Name), Is.EqualTo(new[] { "ubl", "pdf" }));
            Assert.That(seen.Items[1], Has.Property("EnterpriseNumber").EqualTo("0202239951").And.Property("Holder").EqualTo("KLANT BV  CAFÉ"));
            Assert.That(Directory.EnumerateFiles(console.Data.Content, "*", SearchOption.AllDirectories), Is.Empty);
        }
    }

    [Test]
    public async Task A_thousand_files_are_one_upload_and_one_more_is_too_many()
    {
        await using var console = await RunningConsole.StartAsync();
        var office = await console.OfficeAsync();
        var (agent, _, customer) = await office.LinkedCustomerAsync();
        var files = Enumerable.Range(0, 1001).Select(i => ($"{i}.xml", Some.Ubl($"n{i}"))).ToArray();

        var problem = await office.SendAsync(customer, files).ProblemAsync();
        var answer = await (await office.SendAsync(customer, files[..1000])).ReadAsync<UploadAnswer>();
        var page = await agent.ListAsync("?limit=1000");

        using (Assert.EnterMultipleScope())
        {
            Assert.That((problem.Status, problem.Name), Is.EqualTo((413, "tooLarge")));
            Assert.That(answer.Items, Has.Count.EqualTo(1000));
            Assert.That(page.Items.Select(item => item.Id), Is.EqualTo(answer.Items.Select(item => item.Id)));
        }
    }

    [TestCase("text/plain", "hello", 415, "unsupportedMediaType")]
    [TestCase("multipart/form-data; boundary=x", "--x--", 400, "badRequest")]
    [TestCase("multipart/form-data; boundary=x", "no boundary at all", 400, "badRequest")]
    [TestCase("multipart/form-data", "", 415, "unsupportedMediaType")]
    public async Task What_is_no_upload_is_refused(string type, string body, int status, string name)
    {
        await using var console = await RunningConsole.StartAsync();
        var office = await console.OfficeAsync();
        var customer = await office.CustomerAsync(null);
        var content = new ByteArrayContent(Encoding.ASCII.GetBytes(body));
        content.Headers.TryAddWithoutValidation("Content-Type", type);

        var problem = await office.Http.PostAsync($"api/v1/enterprises/{customer.Id}/documents", content).ProblemAsync();

        Assert.That((problem.Status, problem.Name), Is.EqualTo((status, name)), problem.Detail);
    }
}
