using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Http;
using Synqup.Core.Sources;
using Synqup.Core.Sources.Portal;

namespace Synqup.Core.Tests.Sources.Portal;

internal sealed class CallTests : PortalFixture
{
    [Test]
    public async Task Every_call_carries_a_token_and_the_same_instance()
    {
        var source = Source();
        Server.On(PortalServer.Documents, Answer.Json("""{"items":[],"next":0}"""));
        var answer = await source.HeartbeatAsync(Beat, default);
        await source.ListAsync(null, 10, TimeSpan.Zero, default);

        Assert.That(answer, Is.EqualTo(new HeartbeatAnswer("Janssens", 60)));
        var calls = Server.To(PortalServer.Calls).Concat(Server.To(PortalServer.Documents)).ToArray();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(calls.Select(call => call.Headers["Authorization"]), Is.All.EqualTo("Bearer token-1"));
            Assert.That(Server.Requests.Select(call => call.Headers[PortalHeaders.Instance]).Distinct().Single(), Has.Length.EqualTo(32));
            Assert.That(calls[0].Body, Does.Contain("\"operatingSystem\":\"Debian\""));
        }
    }

    [Test]
    public async Task A_refused_token_is_renewed_once_and_the_call_sent_again()
    {
        Server.On(PortalServer.Calls, Answer.Status(401), Answer.Json("""{"officeName":"Janssens","intervalSeconds":60}"""));
        await Source().HeartbeatAsync(Beat, default);
        Assert.That(Server.To(PortalServer.Calls).Select(call => call.Headers["Authorization"]), Is.EqualTo(["Bearer token-1", "Bearer token-2"]));
        Assert.That(Server.To(PortalServer.Calls).Select(call => call.Body).Distinct().Count(), Is.EqualTo(1));
    }

    [Test]
    public async Task A_token_that_is_refused_again_and_again_does_not_become_a_storm()
    {
        Server.On(PortalServer.Calls, Answer.Status(401));
        var source = Source();
        for (var call = 0; call < 3; call++)
            Assert.That((await Failure(() => source.HeartbeatAsync(Beat, default))).Failure, Is.EqualTo(SourceFailure.Unauthorized));
        Assert.That(Server.To(PortalServer.Calls), Has.Count.EqualTo(4), "one renewal, then each call once");
        Assert.That(Server.To(PortalServer.Token), Has.Count.EqualTo(2));
    }

    [TestCase(400, "unknownSequence", SourceFailure.UnknownSequence, "from its start")]
    [TestCase(400, "invalidRequest", SourceFailure.Refused, "refused")]
    [TestCase(401, "other", SourceFailure.Unauthorized, "Sign the agent in again")]
    [TestCase(403, "other", SourceFailure.Unauthorized, "manager")]
    [TestCase(404, "unknownDocument", SourceFailure.Refused, "report this")]
    [TestCase(404, "notAvailable", SourceFailure.Refused, "it was removed there")]
    [TestCase(404, "alreadyForwarded", SourceFailure.Refused, "delivered this already")]
    [TestCase(409, "otherInstance", SourceFailure.OtherInstance, "Another machine")]
    [TestCase(409, "openDelivery", SourceFailure.Refused, "refused")]
    [TestCase(410, "replaced", SourceFailure.Replaced, "another one")]
    [TestCase(413, "tooLarge", SourceFailure.Refused, "too large")]
    [TestCase(429, "slowDown", SourceFailure.Unavailable, "slow down")]
    [TestCase(500, "bug", SourceFailure.Unavailable, "fault of its own")]
    [TestCase(501, "bug", SourceFailure.Unavailable, "fault of its own")]
    [TestCase(503, "busy", SourceFailure.Unavailable, "fault of its own")]
    public async Task A_problem_says_what_where_and_what_to_do(int status, string type, SourceFailure expected, string sentence)
    {
        Server.On(PortalServer.Documents, Answer.Problem(status, type, "because of the test"));
        var failure = await Failure(() => Source().ListAsync(7, 10, TimeSpan.Zero, default));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(failure.Failure, Is.EqualTo(expected));
            Assert.That(failure.Status, Is.EqualTo(status));
            Assert.That(failure.Message, Does.Contain(sentence).And.Contain("'janssens'"));
        }
    }

    [TestCase(409, SourceFailure.OtherInstance)]
    [TestCase(410, SourceFailure.Replaced)]
    [TestCase(404, SourceFailure.Unavailable)]
    public async Task A_bare_status_is_understood(int status, SourceFailure expected)
    {
        Server.On(PortalServer.Calls, Answer.Status(status));
        Assert.That((await Failure(() => Source().HeartbeatAsync(Beat, default))).Failure, Is.EqualTo(expected));
    }

    [Test]
    public async Task A_call_that_failed_for_the_moment_is_sent_again_unchanged()
    {
        Server.On(PortalServer.Calls, Answer.Status(503), Answer.Reset(), Answer.Json("""{"officeName":"Janssens","intervalSeconds":60}"""));
        await Source().HeartbeatAsync(Beat, default);
        var calls = Server.To(PortalServer.Calls);
        Assert.That(calls, Has.Count.EqualTo(3));
        Assert.That(calls.Select(call => call.Body).Distinct().Count(), Is.EqualTo(1));
    }

    [Test]
    public async Task A_call_that_fails_on_and_on_is_given_up()
    {
        Server.On(PortalServer.Calls, Answer.Status(500));
        Assert.That((await Failure(() => Source().HeartbeatAsync(Beat, default))).Failure, Is.EqualTo(SourceFailure.Unavailable));
        Assert.That(Server.To(PortalServer.Calls), Has.Count.EqualTo(1 + Quick.Retries));
    }

    [TestCase(429, false)]
    [TestCase(503, true)]
    public async Task Retry_After_is_waited_for_in_both_its_forms(int status, bool asDate)
    {
        var time = new SkippingTime(TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(25));
        var value = asDate ? time.GetUtcNow().AddSeconds(24).ToString("R") : "24";
        Server.On(PortalServer.Calls, Answer.Status(status, retryAfter: value), Answer.Json("""{"officeName":"Janssens","intervalSeconds":60}"""));
        await Source(time: time).HeartbeatAsync(Beat, default);
        Assert.That(time.Skipped, Has.Count.EqualTo(1));
        Assert.That(Server.To(PortalServer.Calls), Has.Count.EqualTo(2));
    }

    [Test]
    public async Task A_long_Retry_After_is_handed_to_the_caller_at_once()
    {
        Server.On(PortalServer.Calls, Answer.Status(503, retryAfter: "3600"));
        var failure = await Failure(() => Source().HeartbeatAsync(Beat, default));
        Assert.That(failure.RetryAfter, Is.EqualTo(TimeSpan.FromHours(1)));
        Assert.That(Server.To(PortalServer.Calls), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task While_nothing_is_sent_the_real_cause_is_still_said()
    {
        var source = Source(Quick with { Retries = 1, BreakAfter = 2 });
        await Server.DisposeAsync();
        await Failure(() => source.HeartbeatAsync(Beat, default));

        var broken = await Failure(() => source.HeartbeatAsync(Beat, default));

        Assert.That(broken.RetryAfter, Is.EqualTo(Quick.Break));
        Assert.That(broken.Message, Does.Contain("refused the connection"));
    }

    [Test]
    public async Task While_everything_fails_nothing_is_sent_for_a_moment()
    {
        Server.On(PortalServer.Calls, Answer.Status(500));
        var source = Source(Quick with { Retries = 1, BreakAfter = 4 });
        for (var call = 0; call < 2; call++)
            await Failure(() => source.HeartbeatAsync(Beat, default));
        var broken = await Failure(() => source.HeartbeatAsync(Beat, default));
        Assert.That(broken.Message, Does.Contain("fault of its own"));
        Assert.That(broken.RetryAfter, Is.EqualTo(Quick.Break));
        Assert.That(Server.To(PortalServer.Calls), Has.Count.EqualTo(4));
    }

    [Test]
    public async Task A_web_page_instead_of_data_points_at_the_network()
    {
        Server.On(PortalServer.Calls, Answer.Html());
        var failure = await Failure(() => Source().HeartbeatAsync(Beat, default));
        Assert.That(failure.Failure, Is.EqualTo(SourceFailure.Unavailable));
        Assert.That(failure.Message, Does.Contain("text/html").And.Contain("browser"));
    }

    [TestCase("{\"officeName\":")]
    [TestCase("[]")]
    [TestCase("{\"officeName\":null,\"intervalSeconds\":60}")]
    public async Task Data_that_cannot_be_read_is_a_failure_of_the_source(string json)
    {
        Server.On(PortalServer.Calls, Answer.Json(json));
        var failure = await Failure(() => Source().HeartbeatAsync(Beat, default));
        Assert.That(failure.Failure, Is.EqualTo(SourceFailure.Unavailable));
        Assert.That(failure.Message, Does.Contain("cannot be read"));
    }

    [Test]
    public async Task An_answer_that_breaks_off_is_asked_for_again()
    {
        Server.On(
            PortalServer.Calls,
            async context =>
            {
                context.Response.ContentType = "application/json";
                context.Response.ContentLength = 1000;
                await context.Response.WriteAsync("{\"officeName\":");
                await context.Response.Body.FlushAsync();
                context.Abort();
            },
            Answer.Json("""{"officeName":"Janssens","intervalSeconds":60,"more":{"a":[1]}}"""));
        Assert.That((await Source().HeartbeatAsync(Beat, default)).OfficeName, Is.EqualTo("Janssens"));
    }

    [Test]
    public async Task A_Console_that_does_not_answer_is_a_failure_and_no_cancellation()
    {
        Server.On(PortalServer.Calls, Answer.Never());
        var failure = await Failure(() => Source(Quick with { Answer = TimeSpan.FromMilliseconds(1500), Retries = 1 }).HeartbeatAsync(Beat, default));
        Assert.That(failure.Failure, Is.EqualTo(SourceFailure.Unavailable));
        Assert.That(failure.Message, Does.Contain("in time"));
        Assert.That(Server.To(PortalServer.Calls), Has.Count.EqualTo(2));
    }

    [Test]
    public async Task The_callers_cancellation_is_a_cancellation()
    {
        using var stop = new CancellationTokenSource();
        Server.On(PortalServer.Calls, async context =>
        {
            await stop.CancelAsync();
            await Answer.Never()(context);
        });
        var source = Source();
        await Assert.ThatAsync(() => source.HeartbeatAsync(Beat, stop.Token), Throws.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public async Task Nothing_is_sent_where_a_redirect_points()
    {
        await using var elsewhere = await PortalServer.StartAsync();
        Server.On(PortalServer.Calls, Answer.Status(307, location: new Uri(elsewhere.Address, PortalServer.Calls).ToString()));
        var failure = await Failure(() => Source().HeartbeatAsync(Beat, default));
        Assert.That(failure.Failure, Is.EqualTo(SourceFailure.Unavailable));
        Assert.That(failure.Message, Does.Contain("redirects to").And.Contain(elsewhere.Address.Authority));
        Assert.That(elsewhere.Requests, Is.Empty);
    }

    [Test]
    public async Task A_closed_port_says_that_nothing_listens_there()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        var failure = await Failure(() => Source(address: new Uri($"http://127.0.0.1:{port}")).HeartbeatAsync(Beat, default));
        Assert.That(failure.Message, Does.Contain("refused the connection").And.Contain($"{port}"));
    }

    [Test]
    public async Task A_name_that_nobody_knows_points_at_the_address()
    {
        var failure = await Failure(() => Source(Quick with { Retries = 1 }, address: new Uri("https://console.invalid")).HeartbeatAsync(Beat, default));
        Assert.That(failure.Failure, Is.EqualTo(SourceFailure.Unavailable));
        Assert.That(failure.Message, Does.Contain("cannot be resolved").And.Contain("console.invalid"));
    }

    [Test]
    public async Task A_proxy_that_refuses_is_named()
    {
        Server.On("", Answer.Status(407));
        var failure = await Failure(() => Source(address: new Uri("https://console.example"), proxy: new WebProxy(Server.Address)).HeartbeatAsync(Beat, default));
        Assert.That(failure.Failure, Is.EqualTo(SourceFailure.Unavailable));
        Assert.That(failure.Message, Does.Contain($"through the proxy {Server.Address.Authority}").And.Contain("407").And.Contain("agent's settings"));
        Assert.That(Server.Requests, Has.Count.EqualTo(1), "asking again does not help");
    }

    [Test]
    public async Task A_Console_on_this_machine_is_reached_without_the_proxy()
    {
        await using var proxy = await PortalServer.StartAsync();
        await Source(proxy: new WebProxy(proxy.Address)).HeartbeatAsync(Beat, default);
        Assert.That(proxy.Requests, Is.Empty);
    }

    [Test]
    public async Task A_certificate_that_nobody_vouches_for_is_refused_at_once()
    {
        await using var secure = await PortalServer.StartAsync(secure: true);
        var failure = await Failure(() => Source(address: secure.Address).HeartbeatAsync(Beat, default));
        Assert.That(failure.Failure, Is.EqualTo(SourceFailure.Unavailable));
        Assert.That(failure.Message, Does.Contain("No trusted connection").And.Contain("certificate"));
        Assert.That(secure.Requests, Is.Empty);
    }

    [Test]
    public async Task An_unchanged_configuration_is_not_sent_again()
    {
        Server.On(PortalServer.Configuration, Answer.Json("""{"configurations":[],"customers":[]}""", etag: "\"v1\""), Answer.Status(304));
        var source = Source();
        var first = await source.GetConfigurationAsync(null, default);
        var second = await source.GetConfigurationAsync(first!.ETag, default);
        Assert.That(first.ETag, Is.EqualTo("\"v1\""));
        Assert.That(second, Is.Null);
        var calls = Server.To(PortalServer.Configuration);
        Assert.That(calls[0].Headers.ContainsKey("If-None-Match"), Is.False);
        Assert.That(calls[1].Headers["If-None-Match"], Is.EqualTo("\"v1\""));
    }

    [Test]
    public async Task A_configuration_without_its_lists_is_a_failure()
    {
        Server.On(PortalServer.Configuration, Answer.Json("{}", etag: "\"v1\""));
        Assert.That((await Failure(() => Source().GetConfigurationAsync(null, default))).Message, Does.Contain("cannot be read"));
    }

    [Test]
    public async Task A_listing_names_its_position_only_when_there_is_one()
    {
        Server.On(PortalServer.Documents, Answer.Json("""{"items":[],"next":9}"""));
        var source = Source();
        await source.ListAsync(null, 5000, TimeSpan.Zero, default);
        await source.ListAsync(8, 100, TimeSpan.FromMinutes(5), default);
        Assert.That(Server.To(PortalServer.Documents).Select(call => call.Query), Is.EqualTo(["?limit=1000&wait=0", "?after=8&limit=100&wait=60"]));
    }

    [Test]
    public async Task A_long_poll_may_take_as_long_as_it_waits_and_a_margin()
    {
        var time = new SkippingTime(TimeSpan.FromDays(1), TimeSpan.FromDays(1));
        Server.On(PortalServer.Documents, Answer.Json("""{"items":[],"next":9}"""));
        await Source(Quick with { Answer = TimeSpan.FromSeconds(17) }, time).ListAsync(8, 100, TimeSpan.FromSeconds(60), default);
        Assert.That(time.Waits, Does.Contain(TimeSpan.FromSeconds(77)));
    }

    [Test]
    public async Task A_document_of_a_kind_from_the_future_does_not_hold_up_its_page()
    {
        Server.On(PortalServer.Documents, Answer.Json("""{"items":[{"id":"d1","sequence":1,"deliveryNumber":1,"enterpriseId":"e1","kind":"payslip","parts":[]},{"id":"d2","sequence":2,"deliveryNumber":1,"enterpriseId":"e1","kind":"salesCreditNote","parts":[],"issueDate":"2026-03-01"}],"next":2}"""));
        var page = await Source().ListAsync(null, 10, TimeSpan.Zero, default);
        Assert.That(page.Items.Select(item => item.Kind), Is.EqualTo([WireDocumentKind.Other, WireDocumentKind.SalesCreditNote]));
    }

    [Test]
    public async Task Compressed_data_is_understood()
    {
        Server.On(PortalServer.Calls, async context =>
        {
            context.Response.ContentType = "application/json";
            context.Response.Headers.ContentEncoding = "gzip";
            await using var gzip = new GZipStream(context.Response.Body, CompressionLevel.Fastest);
            await gzip.WriteAsync("""{"officeName":"Janssens","intervalSeconds":60}"""u8.ToArray());
        });
        Assert.That((await Source().HeartbeatAsync(Beat, default)).OfficeName, Is.EqualTo("Janssens"));
    }

    [Test]
    public async Task A_redelivery_names_what_it_replaces()
    {
        Server.On("/api/v1/documents/d1/redelivery", Answer.Json("""{"documentId":"d1","deliveryNumber":3}"""));
        var answer = await Source().RedeliverAsync("d1", 2, default);
        Assert.That(answer, Is.EqualTo(new RedeliveryAnswer("d1", 3)));
        Assert.That(Server.To("/api/v1/documents/d1/redelivery").Single().Body, Is.EqualTo("""{"replaces":2}"""));
    }
}
