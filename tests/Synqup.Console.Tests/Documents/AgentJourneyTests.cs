using System.Formats.Tar;
using System.Net;
using System.Net.Http.Headers;
using Synqup.Console.Intake;
using Synqup.Console.OfficeSide;
using Synqup.Console.Tests.Running;
using Synqup.Core.Sources.Portal;

namespace Synqup.Console.Tests.Documents;

internal sealed class AgentJourneyTests
{
    [Test]
    public async Task A_document_travels_from_upload_to_forwarded()
    {
        await using var console = await RunningConsole.StartAsync();
        var office = await console.OfficeAsync();
        var (agent, configuration, customer) = await office.LinkedCustomerAsync();
        var bytes = Some.Ubl(attachments: Some.Attachment(Some.Pdf));

        var upload = (await (await office.SendAsync(customer, ("invoice.xml", bytes))).ReadAsync<Synqup.Console.Intake.UploadAnswer>()).Items.Single();
        var settings = await (await agent.Http.GetAsync("api/v1/configuration")).ReadAsync<AgentConfiguration>();
        var listed = (await agent.ListAsync()).Items.Single();
        using var bundle = await agent.BundleAsync(new BundleItem(listed.Id, ["ubl", "pdf"]));
        var entries = await EntriesAsync(bundle);
        var answer = await agent.AcknowledgeAsync(listed.Id, listed.DeliveryNumber, AcknowledgementOutcome.Forwarded);
        var seen = await office.GetAsync<OfficeDocument>($"office/documents/{upload.Id}");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(settings.Configurations.Single().Id, Is.EqualTo(configuration.Id));
            Assert.That(settings.Customers.Single(), Has.Property("EnterpriseId").EqualTo(customer.Id).And.Property("ConfigurationId").EqualTo(configuration.Id));
            Assert.That(listed.Id, Is.EqualTo(upload.Id));
            Assert.That(listed, Has.Property("Kind").EqualTo(WireDocumentKind.PurchaseInvoice).And.Property("Number").EqualTo("2026/1").And.Property("Total").EqualTo("121.00").And.Property("DeliveryNumber").EqualTo(1));
            Assert.That(listed.DueDate, Is.EqualTo(new DateOnly(2026, 3, 31)));
            Assert.That(listed.Supplier, Is.EqualTo(new PartyDescription("Leverancier NV", Some.SupplierVat, "0477472701")));
            Assert.That(entries.Select(entry => entry.Name), Is.EqualTo(new[] { $"{listed.Id}/ubl", $"{listed.Id}/pdf" }));
            Assert.That(entries[0].Content, Is.EqualTo(bytes));
            Assert.That(entries[1].Content, Is.EqualTo(Some.Pdf));
            Assert.That(answer.Status, Is.EqualTo(AcknowledgementStatus.Accepted));
            Assert.That(seen.State, Is.EqualTo(Data.DocumentState.Forwarded));
            Assert.That(seen.Acknowledgements!.Single().Files.Single().Path, Is.EqualTo("/srv/x.xml"));
        }
    }

    [Test]
    public async Task A_bundle_keeps_the_order_asked_and_says_what_is_not_available()
    {
        await using var console = await RunningConsole.StartAsync();
        var office = await console.OfficeAsync();
        var (agent, _, customer) = await office.LinkedCustomerAsync();
        var first = await office.UploadAsync(customer, "1");
        var second = await office.UploadAsync(customer, "2");

        using var bundle = await agent.BundleAsync(new(second.Id, ["ubl"]), new("nowhere/../x", ["ubl"]), new(first.Id, ["ubl"]), new(first.Id, ["pdf"]));
        var entries = await EntriesAsync(bundle);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(bundle.Content.Headers.ContentType!.MediaType, Is.EqualTo("application/x-tar"));
            Assert.That(entries.Select(entry => entry.Name), Is.EqualTo(new[] { $"{second.Id}/ubl", "nowhere____x/.problem", $"{first.Id}/ubl", $"{first.Id}/.problem" }));
            Assert.That(System.Text.Encoding.UTF8.GetString(entries[1].Content), Does.Contain("urn:synqup:problem:notAvailable"));
        }
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task A_content_that_was_lost_is_said_in_its_place_and_breaks_off_no_other(bool emptied)
    {
        await using var console = await RunningConsole.StartAsync();
        var office = await console.OfficeAsync();
        var (agent, _, customer) = await office.LinkedCustomerAsync();
        // The same content is stored once for all cases that share the Console.
        var lost = await office.UploadAsync(customer, $"lost {emptied}");
        var kept = await office.UploadAsync(customer, $"kept {emptied}");
        var sha256 = (await agent.ListAsync()).Items.Single(item => item.Id == lost.Id).Parts.Single(part => part.Name == "ubl").Sha256;
        var stored = Path.Combine(console.Data.Content, sha256[..2], sha256);
        if (emptied)
            await File.WriteAllBytesAsync(stored, []);
        else
            File.Delete(stored);

        using var bundle = await agent.BundleAsync(new(lost.Id, ["ubl"]), new(kept.Id, ["ubl"]));
        var entries = await EntriesAsync(bundle);
        var single = await agent.Http.GetAsync($"api/v1/documents/{lost.Id}/parts/ubl").ProblemAsync();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(entries.Select(entry => entry.Name), Is.EqualTo(new[] { $"{lost.Id}/.problem", $"{kept.Id}/ubl" }));
            Assert.That(System.Text.Encoding.UTF8.GetString(entries[0].Content), Does.Contain("urn:synqup:problem:contentLost"));
            Assert.That((single.Status, single.Name), Is.EqualTo((500, "contentLost")));
        }
    }

    [TestCase(0)]
    [TestCase(1)]
    public async Task Uploading_a_document_again_repairs_its_damaged_content(int sameLength)
    {
        await using var console = await RunningConsole.StartAsync();
        var office = await console.OfficeAsync();
        var (agent, _, customer) = await office.LinkedCustomerAsync();
        var number = $"damaged {sameLength}";
        var upload = await office.UploadAsync(customer, number);
        var stored = Path.Combine(console.Data.Content, upload.Sha256[..2], upload.Sha256);
        await File.WriteAllBytesAsync(stored, new byte[sameLength * Some.Ubl(number).Length]);

        var again = await office.UploadAsync(customer, number);

        using (Assert.EnterMultipleScope())
        {
            Assert.That((again.Id, again.Status), Is.EqualTo((upload.Id, UploadStatus.Existing)));
            Assert.That(await agent.Http.GetByteArrayAsync($"api/v1/documents/{upload.Id}/parts/ubl"), Is.EqualTo(Some.Ubl(number)));
        }
    }

    [Test]
    public async Task What_was_forwarded_is_given_again_only_as_a_new_delivery()
    {
        await using var console = await RunningConsole.StartAsync();
        var (agent, upload) = await ForwardedAsync(console);

        using var bundle = await agent.BundleAsync(new BundleItem(upload.Id, ["ubl"]));
        var entries = await EntriesAsync(bundle);
        var single = await agent.Http.GetAsync($"api/v1/documents/{upload.Id}/parts/ubl").ProblemAsync();
        await agent.RedeliverAsync(upload.Id, 1);
        using var again = await agent.Http.GetAsync($"api/v1/documents/{upload.Id}/parts/ubl");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(entries.Select(entry => entry.Name), Is.EqualTo([$"{upload.Id}/.problem"]));
            Assert.That(System.Text.Encoding.UTF8.GetString(entries[0].Content), Does.Contain("urn:synqup:problem:alreadyForwarded"));
            Assert.That((single.Status, single.Name), Is.EqualTo((404, "alreadyForwarded")));
            Assert.That(again.IsSuccessStatusCode, Is.True);
        }
    }

    [Test]
    public async Task What_an_agent_could_not_tell_of_whether_it_was_imported_is_given_again_only_as_a_new_delivery()
    {
        await using var console = await RunningConsole.StartAsync();
        var office = await console.OfficeAsync();
        var (agent, _, customer) = await office.LinkedCustomerAsync();
        var (doubtful, failed) = (await office.UploadAsync(customer, "1"), await office.UploadAsync(customer, "2"));
        await agent.ListAsync();
        await agent.AcknowledgeAsync(new Acknowledgement(doubtful.Id, 1, AcknowledgementOutcome.Error, DateTimeOffset.UnixEpoch, [new("/srv/x.xml", 1, "aa")], "possibly imported"));
        await agent.AcknowledgeAsync(failed.Id, 1, AcknowledgementOutcome.Error, "the folder is away");

        var refused = await agent.Http.GetAsync($"api/v1/documents/{doubtful.Id}/parts/ubl?delivery=1").ProblemAsync();
        using var bundle = await agent.BundleAsync(new(doubtful.Id, ["ubl"], 1), new(failed.Id, ["ubl"], 1));
        var entries = await EntriesAsync(bundle);
        await agent.RedeliverAsync(doubtful.Id, 1);
        using var again = await agent.Http.GetAsync($"api/v1/documents/{doubtful.Id}/parts/ubl?delivery=2");

        using (Assert.EnterMultipleScope())
        {
            Assert.That((refused.Status, refused.Name), Is.EqualTo((404, "inDoubt")));
            Assert.That(entries.Select(entry => entry.Name), Is.EqualTo([$"{doubtful.Id}/.problem", $"{failed.Id}/ubl"]));
            Assert.That(again.IsSuccessStatusCode, Is.True);
        }
    }

    [Test]
    public async Task Of_a_document_that_was_delivered_again_only_the_newest_delivery_is_given()
    {
        await using var console = await RunningConsole.StartAsync();
        var (agent, upload) = await ForwardedAsync(console);
        await agent.RedeliverAsync(upload.Id, 1);

        using var bundle = await agent.BundleAsync(new(upload.Id, ["ubl"], 1), new(upload.Id, ["ubl"], 2), new(upload.Id, ["ubl"], 3));
        var entries = await EntriesAsync(bundle);
        var replaced = await agent.Http.GetAsync($"api/v1/documents/{upload.Id}/parts/ubl?delivery=1").ProblemAsync();
        using var current = await agent.Http.GetAsync($"api/v1/documents/{upload.Id}/parts/ubl?delivery=2");
        await agent.AcknowledgeAsync(upload.Id, 2, AcknowledgementOutcome.Forwarded);
        var forwarded = await agent.Http.GetAsync($"api/v1/documents/{upload.Id}/parts/ubl?delivery=1").ProblemAsync();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(entries.Select(entry => entry.Name), Is.EqualTo([$"{upload.Id}/.problem", $"{upload.Id}/ubl", $"{upload.Id}/.problem"]));
            Assert.That(System.Text.Encoding.UTF8.GetString(entries[0].Content), Does.Contain("urn:synqup:problem:notAvailable").And.Contain("delivery 2 is"));
            Assert.That((replaced.Status, replaced.Name), Is.EqualTo((404, "notAvailable")));
            Assert.That(current.IsSuccessStatusCode, Is.True);
            Assert.That(forwarded.Name, Is.EqualTo("alreadyForwarded"), "it was delivered, whichever delivery an old ledger knows");
        }
    }

    [Test]
    public async Task An_item_without_parts_asks_only_whether_the_delivery_is_offered()
    {
        await using var console = await RunningConsole.StartAsync();
        var office = await console.OfficeAsync();
        var (agent, _, customer) = await office.LinkedCustomerAsync();
        var (first, replaced) = (await office.UploadAsync(customer, "1"), await office.UploadAsync(customer, "2"));
        await agent.RedeliverAsync(replaced.Id, 1);

        using var bundle = await agent.BundleAsync(new(first.Id, [], 1), new(replaced.Id, [], 1), new(replaced.Id, [], 2), new("nowhere", [], 1));
        var entries = await EntriesAsync(bundle);

        Assert.That(entries.Select(entry => entry.Name), Is.EqualTo([$"{replaced.Id}/.problem", "nowhere/.problem"]));
    }

    [Test]
    public async Task A_bundle_of_more_than_a_thousand_documents_is_refused()
    {
        await using var console = await RunningConsole.StartAsync();
        var agent = await (await console.OfficeAsync()).EnrolAsync();

        var problem = await agent.BundleAsync([.. Enumerable.Repeat(new BundleItem("x", ["ubl"]), 1001)]).ProblemAsync();

        Assert.That((problem.Status, problem.Name), Is.EqualTo((413, "tooLarge")));
    }

    [Test]
    public async Task A_bundle_of_more_than_64_mebibytes_is_refused()
    {
        await using var console = await RunningConsole.StartAsync();
        var office = await console.OfficeAsync();
        var (agent, _, customer) = await office.LinkedCustomerAsync();
        var large = new byte[33 << 20];
        Some.Pdf.CopyTo(large, 0);
        var fields = new Dictionary<string, string> { ["kind"] = "purchaseInvoice", ["number"] = "1", ["issueDate"] = "2026-01-01" };
        var id = (await (await office.SendWithAsync(customer, fields, ("large.pdf", large))).ReadAsync<Synqup.Console.Intake.UploadAnswer>()).Items.Single().Id;

        var problem = await agent.BundleAsync(new(id, ["pdf"]), new(id, ["pdf"])).ProblemAsync();

        Assert.That((problem.Status, problem.Name), Is.EqualTo((413, "tooLarge")));
    }

    [Test]
    public async Task A_part_is_sent_in_ranges_with_a_strong_tag()
    {
        await using var console = await RunningConsole.StartAsync();
        var office = await console.OfficeAsync();
        var (agent, _, customer) = await office.LinkedCustomerAsync();
        var bytes = Some.Ubl();
        var upload = await office.UploadAsync(customer);

        using var whole = await agent.Http.GetAsync($"api/v1/documents/{upload.Id}/parts/ubl");
        using var range = new HttpRequestMessage(HttpMethod.Get, $"api/v1/documents/{upload.Id}/parts/ubl") { Headers = { Range = new(10, 19), IfRange = new RangeConditionHeaderValue($"\"{upload.Sha256}\"") } };
        using var part = await agent.Http.SendAsync(range);
        using var stale = new HttpRequestMessage(HttpMethod.Get, $"api/v1/documents/{upload.Id}/parts/ubl") { Headers = { Range = new(10, 19), IfRange = new RangeConditionHeaderValue("\"other\"") } };
        using var again = await agent.Http.SendAsync(stale);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(whole.Headers.ETag, Is.EqualTo(new EntityTagHeaderValue($"\"{upload.Sha256}\"")));
            Assert.That(whole.Content.Headers.ContentLength, Is.EqualTo(bytes.Length));
            Assert.That(await whole.Content.ReadAsByteArrayAsync(), Is.EqualTo(bytes));
            Assert.That(part.StatusCode, Is.EqualTo(HttpStatusCode.PartialContent));
            Assert.That(await part.Content.ReadAsByteArrayAsync(), Is.EqualTo(bytes[10..20]));
            Assert.That(again.StatusCode, Is.EqualTo(HttpStatusCode.OK), "another content: from the start");
        }
    }

    [Test]
    public async Task The_configuration_is_not_sent_again_while_it_is_the_same()
    {
        await using var console = await RunningConsole.StartAsync();
        var office = await console.OfficeAsync();
        var (agent, _, customer) = await office.LinkedCustomerAsync();

        using var first = await agent.Http.GetAsync("api/v1/configuration");
        using var same = await IfNoneMatchAsync(agent, first.Headers.ETag!);
        await office.PutAsync<EnterpriseView>($"enterprises/{customer.Id}", new { name = "Other", configurationId = customer.ConfigurationId });
        using var changed = await IfNoneMatchAsync(agent, first.Headers.ETag!);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(first.Headers.ETag!.IsWeak, Is.False);
            Assert.That(same.StatusCode, Is.EqualTo(HttpStatusCode.NotModified));
            Assert.That(changed.StatusCode, Is.EqualTo(HttpStatusCode.OK));
            Assert.That(changed.Headers.ETag, Is.Not.EqualTo(first.Headers.ETag));
        }
    }

    [Test]
    public async Task A_heartbeat_is_answered_and_shown_to_the_office()
    {
        await using var console = await RunningConsole.AloneAsync(new() { HeartbeatSeconds = 7 });
        var office = await console.OfficeAsync("Kantoor Één");
        var agent = await office.EnrolAsync();

        var answer = await (await agent.HeartbeatAsync()).ReadAsync<HeartbeatAnswer>();
        var seen = (await office.GetAsync<AgentList>("agents")).Items.Single();

        using (Assert.EnterMultipleScope())
        {
            Assert.That((answer.OfficeName, answer.IntervalSeconds), Is.EqualTo(("Kantoor Één", 7)));
            Assert.That(seen.LastSeenAt, Is.Not.Null);
            Assert.That(seen.Heartbeat!.Value.GetProperty("operatingSystem").GetString(), Is.EqualTo("Linux"));
        }
    }

    [Test]
    public async Task Diagnostics_reach_the_office_as_they_were_sent()
    {
        await using var console = await RunningConsole.StartAsync();
        var office = await console.OfficeAsync();
        var agent = await office.EnrolAsync();
        byte[] bytes = [.. Enumerable.Range(0, 3 << 20).Select(i => (byte)i)];

        using var sent = await agent.Http.PostAsync("api/v1/diagnostics", new ByteArrayContent(bytes) { Headers = { ContentType = new("application/zip") } });
        var listed = (await office.GetAsync<DiagnosticsList>($"agents/{agent.Id}/diagnostics")).Items.Single();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(sent.StatusCode, Is.EqualTo(HttpStatusCode.Created));
            Assert.That(await office.Http.GetByteArrayAsync($"api/v1/agents/{agent.Id}/diagnostics/{listed.Id}"), Is.EqualTo(bytes));
        }
    }

    private static async Task<(AgentProgram Agent, UploadItem Upload)> ForwardedAsync(RunningConsole console)
    {
        var office = await console.OfficeAsync();
        var (agent, _, customer) = await office.LinkedCustomerAsync();
        var upload = await office.UploadAsync(customer);
        await agent.ListAsync();
        await agent.AcknowledgeAsync(upload.Id, 1, AcknowledgementOutcome.Forwarded);
        return (agent, upload);
    }

    private static Task<HttpResponseMessage> IfNoneMatchAsync(AgentProgram agent, EntityTagHeaderValue tag)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, "api/v1/configuration");
        request.Headers.IfNoneMatch.Add(tag);
        return agent.Http.SendAsync(request);
    }

    private static async Task<List<(string Name, byte[] Content)>> EntriesAsync(HttpResponseMessage bundle)
    {
        var entries = new List<(string, byte[])>();
        await using var reader = new TarReader(await bundle.EnsureSuccessStatusCode().Content.ReadAsStreamAsync());
        while (await reader.GetNextEntryAsync(copyData: true) is { } entry)
        {
            using var content = new MemoryStream();
            if (entry.DataStream is { } data)
                await data.CopyToAsync(content);
            entries.Add((entry.Name, content.ToArray()));
        }

        return entries;
    }
}
