using System.Net.Http.Json;
using System.Text.Json;
using Synqup.Console.Tests.Running;

namespace Synqup.Console.Tests.Hosting;

/// <summary>Holds <c>/openapi/v1.json</c> to portal-api.md, address by address.</summary>
internal sealed class ApiDescriptionTests
{
    private const string Problem = "application/problem+json";

    // What any address may answer: it was called by plain HTTP or cannot be read, too often, or failed here.
    private static readonly string[] Always = ["400", "429", "500", "503"];

    // In order: who may call, what is read (? for what may be left out), the body, the answers with their headers, and the refusals beside those of every address.
    [TestCase("POST /api/v1/agents", "enrolmentKey", "", "application/json AgentRegistration", "201 application/json AgentCredentials", "401 413 415")]
    [TestCase("GET /api/v1/agents", "openid synqup.office", "", "", "200 application/json AgentList", "401 403")]
    [TestCase("PUT /api/v1/agents/self", "openid synqup.agent", "header Synqup-Instance", "application/json Heartbeat", "200 application/json HeartbeatAnswer", "401 403 409 410 413 415")]
    [TestCase("POST /api/v1/agents/self/secret", "openid synqup.agent", "header Synqup-Instance", "", "200 application/json AgentCredentials", "401 403 409 410")]
    [TestCase("GET /api/v1/configuration", "openid synqup.agent", "header Synqup-Instance, header If-None-Match?", "", "200 application/json AgentConfiguration ETag, 304 ETag", "401 403 409 410")]
    [TestCase("GET /api/v1/documents", "openid synqup.agent", "query after?, query limit?, query wait?, header Synqup-Instance", "", "200 application/json DocumentPage", "401 403 409 410")]
    [TestCase("GET /api/v1/deliveries", "openid synqup.agent", "query after?, query limit?, header Synqup-Instance", "", "200 application/json DeliveredPage", "401 403 409 410")]
    [TestCase("GET /api/v1/documents/{id}/parts/{part}", "openid synqup.agent or openid synqup.office", "path id, path part, query delivery?, header Synqup-Instance?, header Range?, header If-Range?, header If-None-Match?", "", "200 */* binary ETag, 206 */* binary ETag, 304 ETag, 416", "401 403 404 409 410")]
    [TestCase("POST /api/v1/documents/bundle", "openid synqup.agent", "header Synqup-Instance", "application/json BundleRequest", "200 application/x-tar Stream", "401 403 409 410 413 415")]
    [TestCase("POST /api/v1/acknowledgements", "openid synqup.agent", "header Synqup-Instance", "application/json AcknowledgementBatch", "200 application/json AcknowledgementResults", "401 403 409 413 415")]
    [TestCase("POST /api/v1/documents/{id}/redelivery", "openid synqup.agent", "path id, header Synqup-Instance", "application/json RedeliveryRequest", "200 application/json RedeliveryAnswer", "401 403 404 409 410 413 415")]
    [TestCase("POST /api/v1/diagnostics", "openid synqup.agent", "header Synqup-Instance", "*/* Stream", "201 application/json DiagnosticsReceipt", "401 403 409 413")]
    [TestCase("GET /api/v1/configurations", "openid synqup.office", "", "", "200 application/json ConfigurationList", "401 403")]
    [TestCase("POST /api/v1/configurations", "openid synqup.office", "", "application/json ConfigurationBody", "201 application/json ConfigurationView", "401 403 413 415")]
    [TestCase("GET /api/v1/configurations/{id}", "openid synqup.office", "path id", "", "200 application/json ConfigurationView", "401 403 404")]
    [TestCase("PUT /api/v1/configurations/{id}", "openid synqup.office", "path id", "application/json ConfigurationBody", "200 application/json ConfigurationView", "401 403 404 413 415")]
    [TestCase("DELETE /api/v1/configurations/{id}", "openid synqup.office", "path id", "", "204", "401 403 404 409")]
    [TestCase("GET /api/v1/enterprises", "openid synqup.office", "query vat?, query enterpriseNumber?, query name?, query after?, query limit?", "", "200 application/json EnterpriseList", "401 403")]
    [TestCase("POST /api/v1/enterprises", "openid synqup.office", "", "application/json EnterpriseBody", "201 application/json EnterpriseView", "401 403 409 413 415")]
    [TestCase("GET /api/v1/enterprises/{id}", "openid synqup.office", "path id", "", "200 application/json EnterpriseView", "401 403 404")]
    [TestCase("PUT /api/v1/enterprises/{id}", "openid synqup.office", "path id", "application/json EnterpriseBody", "200 application/json EnterpriseView", "401 403 404 409 413 415")]
    [TestCase("DELETE /api/v1/enterprises/{id}", "openid synqup.office", "path id", "", "204", "401 403 404 409")]
    [TestCase("POST /api/v1/enterprises/{id}/documents", "openid synqup.office", "path id", "multipart/form-data UploadForm", "200 application/json UploadAnswer, 201 application/json UploadAnswer", "401 403 404 413 415 422")]
    [TestCase("POST /api/v1/documents/inspect", "openid synqup.office", "", "multipart/form-data InspectionForm", "200 application/json Inspections", "401 403 413 415 422")]
    [TestCase("GET /api/v1/office/documents", "openid synqup.office", "query state?, query enterpriseId?, query after?, query limit?", "", "200 application/json OfficeDocumentPage", "401 403")]
    [TestCase("GET /api/v1/office/documents/counts", "openid synqup.office", "query enterpriseId?", "", "200 application/json DocumentCounts", "401 403")]
    [TestCase("GET /api/v1/office/documents/{id}", "openid synqup.office", "path id", "", "200 application/json OfficeDocument", "401 403 404")]
    [TestCase("POST /api/v1/redeliveries", "openid synqup.office", "", "application/json RedeliverySelection", "200 application/json RedeliveryAnswers", "401 403 404 413 415")]
    [TestCase("GET /api/v1/agents/{id}", "openid synqup.office", "path id", "", "200 application/json AgentView", "401 403 404")]
    [TestCase("DELETE /api/v1/agents/{id}", "openid synqup.office", "path id", "", "204", "401 403 404")]
    [TestCase("PUT /api/v1/agents/{id}/replacement", "openid synqup.office", "path id", "application/json ReplacementBody", "200 application/json AgentView", "401 403 404 413 415")]
    [TestCase("POST /api/v1/agents/{id}/gone", "openid synqup.office", "path id", "", "200 application/json AgentView", "401 403 404")]
    [TestCase("GET /api/v1/agents/{id}/diagnostics", "openid synqup.office", "path id", "", "200 application/json DiagnosticsList", "401 403 404")]
    [TestCase("GET /api/v1/agents/{id}/diagnostics/{bundle}", "openid synqup.office", "path id, path bundle, header Range?, header If-Range?, header If-None-Match?", "", "200 */* binary ETag, 206 */* binary ETag, 304 ETag, 416", "401 403 404")]
    [TestCase("GET /api/v1/enrolment-keys", "openid synqup.office", "", "", "200 application/json EnrolmentKeyList", "401 403")]
    [TestCase("POST /api/v1/enrolment-keys", "openid synqup.office", "", "application/json EnrolmentKeyBody", "201 application/json NewEnrolmentKey", "401 403 413 415")]
    [TestCase("DELETE /api/v1/enrolment-keys/{id}", "openid synqup.office", "path id", "", "204", "401 403 404")]
    public async Task An_address_is_described_as_in_the_design(string address, string openedBy, string reads, string body, string answers, string refusals)
    {
        var operation = (await OperationsAsync())[address];
        var responses = operation.GetProperty("responses").EnumerateObject().OrderBy(response => response.Name, StringComparer.Ordinal).ToList();
        var refused = responses.Where(response => Content(response.Value).Contains($"{Problem} ProblemDetails")).Select(response => response.Name).ToList();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(string.Join(" or ", operation.GetProperty("security").EnumerateArray().SelectMany(way => way.EnumerateObject()).Select(Opens)), Is.EqualTo(openedBy));
            Assert.That(string.Join(", ", Items(operation, "parameters").Select(Reads)), Is.EqualTo(reads));
            Assert.That(operation.TryGetProperty("requestBody", out var sent) ? string.Join(", ", Content(sent)) : "", Is.EqualTo(body));
            Assert.That(string.Join(", ", responses.Where(response => !refused.Contains(response.Name)).Select(Answers)), Is.EqualTo(answers));
            Assert.That(refused, Is.EquivalentTo(Always.Concat(refusals.Split(' ', StringSplitOptions.RemoveEmptyEntries))));
        }
    }

    [Test]
    public async Task Every_described_address_is_in_the_table()
    {
        var table = typeof(ApiDescriptionTests).GetMethod(nameof(An_address_is_described_as_in_the_design))!
            .GetCustomAttributes(typeof(TestCaseAttribute), inherit: false).Select(row => ((TestCaseAttribute)row).Arguments[0]);

        Assert.That((await OperationsAsync()).Keys, Is.EquivalentTo(table));
    }

    [TestCase("WireDocumentKind", "", "purchaseInvoice purchaseCreditNote salesInvoice salesCreditNote statement other")]
    [TestCase("AcknowledgementOutcome", "", "forwarded error pickedUp")]
    [TestCase("AcknowledgementStatus", "", "accepted alreadyKnown superseded unknown notAssigned invalid")]
    [TestCase("DocumentState", "", "toBeFetched error forwarded pickedUp")]
    [TestCase("MissingFolder", "", "create report")]
    [TestCase("NameTaken", "", "nextName quarantine")]
    [TestCase("AccountingPackageConfiguration", "identifier", "vat cbe")]
    [TestCase("ConfigurationBody", "identifier", "vat cbe")]
    [TestCase("UploadForm", "direction", "purchase sale")]
    [TestCase("UploadForm", "kind", "purchaseInvoice purchaseCreditNote salesInvoice salesCreditNote other")]
    public async Task An_enumeration_has_its_values(string schema, string property, string values)
    {
        var described = (await DescriptionAsync()).GetProperty("components").GetProperty("schemas").GetProperty(schema);
        if (property.Length > 0)
            described = described.GetProperty("properties").GetProperty(property);

        Assert.That(string.Join(' ', Items(described, "enum")), Is.EqualTo(values));
    }

    [TestCase("DocumentDescription", "id, sequence, deliveryNumber, enterpriseId, kind, parts", "number, issueDate, dueDate, currency, total, supplier, customer, account, statementNumber, year, holder")]
    [TestCase("BundleItem", "id, parts", "deliveryNumber")]
    [TestCase("PartDescription", "name, mediaType, size, sha256", "embeddedIn")]
    [TestCase("Acknowledgement", "documentId, deliveryNumber, outcome, at, files", "reason")]
    [TestCase("AccountingPackageConfiguration", "id, name, agentId, package, paths, identifier", "options, missingFolder, nameTaken")]
    [TestCase("ConfigurationPaths", "", "purchases, sales, statements, documents")]
    [TestCase("CustomerDescription", "enterpriseId, name, configurationId, from", "vat, enterpriseNumber, accountingFileId")]
    [TestCase("UploadForm", "file", "direction, kind, number, issueDate")]
    public async Task A_record_says_what_may_be_left_out(string schema, string required, string optional)
    {
        var described = (await DescriptionAsync()).GetProperty("components").GetProperty("schemas").GetProperty(schema);
        var needed = Items(described, "required").Select(name => name.GetString()!).ToList();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(string.Join(", ", needed), Is.EqualTo(required));
            Assert.That(string.Join(", ", described.GetProperty("properties").EnumerateObject().Select(property => property.Name).Except(needed)), Is.EqualTo(optional));
        }
    }

    private static async Task<JsonElement> DescriptionAsync()
    {
        await using var console = await RunningConsole.StartAsync();
        using var client = console.Client();
        return await client.GetFromJsonAsync<JsonElement>("openapi/v1.json");
    }

    private static async Task<Dictionary<string, JsonElement>> OperationsAsync() => (await DescriptionAsync()).GetProperty("paths").EnumerateObject()
        .SelectMany(path => path.Value.EnumerateObject().Select(operation => ($"{operation.Name.ToUpperInvariant()} {path.Name}", operation.Value)))
        .ToDictionary();

    private static List<JsonElement> Items(JsonElement owner, string name) => owner.TryGetProperty(name, out var items) ? [.. items.EnumerateArray()] : [];

    private static string Opens(JsonProperty scheme) => string.Join(' ', scheme.Value.EnumerateArray().Select(scope => scope.GetString()).Prepend(scheme.Name));

    private static string Reads(JsonElement parameter) =>
        $"{parameter.GetProperty("in")} {parameter.GetProperty("name")}{(parameter.TryGetProperty("required", out var required) && required.GetBoolean() ? "" : "?")}";

    private static string Answers(JsonProperty response) => string.Join(' ', Content(response.Value).Prepend(response.Name)
        .Concat(response.Value.TryGetProperty("headers", out var headers) ? headers.EnumerateObject().Select(header => header.Name) : []));

    private static List<string> Content(JsonElement message) =>
        message.TryGetProperty("content", out var content) ? [.. content.EnumerateObject().Select(media => $"{media.Name} {Shape(media.Value.GetProperty("schema"))}")] : [];

    private static string? Shape(JsonElement schema) =>
        schema.TryGetProperty("$ref", out var reference) ? reference.GetString()!.Split('/')[^1] : schema.GetProperty("format").GetString();
}
