using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;
using Synqup.Core.Sources;
using Synqup.Core.Sources.Portal;

namespace Synqup.Core.Tests.Sources.Portal;

internal sealed class SignInTests : PortalFixture
{
    [Test]
    public async Task An_enrolment_key_is_used_once_and_the_credentials_are_kept()
    {
        await Source(key: " key-1\n").HeartbeatAsync(Beat, default);
        await Source(key: null).HeartbeatAsync(Beat, default);

        var enrolment = Server.To(PortalServer.Agents).Single();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(enrolment.Headers["Authorization"], Is.EqualTo("Enrolment key-1"));
            Assert.That(enrolment.Body, Does.Contain("\"name\":\"Server 1\"").And.Contain(enrolment.Headers[PortalHeaders.Instance]));
            Assert.That(Server.To(PortalServer.Token).Select(request => request.Body), Is.All.EqualTo("grant_type=client_credentials&scope=synqup.agent&client_id=client&client_secret=secret"));
            Assert.That(Server.To(PortalServer.Token), Has.Count.EqualTo(2));
            Assert.That(Server.To(PortalServer.Calls).Select(request => request.Headers[PortalHeaders.Instance]).Distinct().Count(), Is.EqualTo(1));
        }
    }

    [Test]
    public async Task An_enrolment_whose_answer_is_lost_is_sent_again_as_the_same_agent()
    {
        Server.On(PortalServer.Agents, Answer.Reset(), Answer.Json("""{"agentId":"a1","clientId":"client","clientSecret":"secret"}"""));
        await Source().HeartbeatAsync(Beat, default);
        var enrolments = Server.To(PortalServer.Agents);
        Assert.That(enrolments, Has.Count.EqualTo(2));
        Assert.That(enrolments.Select(request => (request.Body, request.Headers["Authorization"])).Distinct().Count(), Is.EqualTo(1));
    }

    [TestCase("enrolmentKeyExpired", "has expired")]
    [TestCase("enrolmentKeyUsed", "broke off, remove the agent")]
    [TestCase("enrolmentKeyUnknown", "copied whole")]
    public async Task A_refused_key_says_what_to_do_about_it(string type, string sentence)
    {
        Server.On(PortalServer.Agents, Answer.Problem(401, type, "No."));
        var failure = await Failure(() => Source().HeartbeatAsync(Beat, default));
        Assert.That(failure.Failure, Is.EqualTo(SourceFailure.Unauthorized));
        Assert.That(failure.Message, Does.Contain(sentence).And.Not.Contain("key-1"));
        Assert.That(Server.To(PortalServer.Agents), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Without_key_and_credentials_a_person_is_asked_for()
    {
        var failure = await Failure(() => Source(key: null).HeartbeatAsync(Beat, default));
        Assert.That(failure.Failure, Is.EqualTo(SourceFailure.Unauthorized));
        Assert.That(failure.Message, Does.Contain("not signed in").And.Contain("enrolment key"));
        Assert.That(Server.Requests, Is.Empty);
    }

    [Test]
    public async Task An_agent_enrols_by_itself_once_its_Console_is_there()
    {
        Server.On(PortalServer.Agents, Answer.Status(503));
        var source = Source();
        await Failure(() => source.HeartbeatAsync(Beat, default));
        Server.On(PortalServer.Agents, Answer.Json("""{"agentId":"a1","clientId":"client","clientSecret":"secret"}"""));
        Assert.That((await source.HeartbeatAsync(Beat, default)).OfficeName, Is.EqualTo("Janssens"));
    }

    [Test]
    public async Task Credentials_are_never_sent_to_another_origin()
    {
        await using var elsewhere = await PortalServer.StartAsync();
        Server.On(PortalServer.Discovery, context => context.Response.WriteAsJsonAsync(new { token_endpoint = new Uri(elsewhere.Address, PortalServer.Token) }));
        var failure = await Failure(() => Source().HeartbeatAsync(Beat, default));
        Assert.That(failure.Message, Does.Contain(elsewhere.Address.Authority).And.Contain("only"));
        Assert.That(elsewhere.Requests, Is.Empty);
    }

    [Test]
    public async Task Revoked_credentials_need_a_person()
    {
        Server.On(PortalServer.Token, context =>
        {
            context.Response.StatusCode = 401;
            return context.Response.WriteAsJsonAsync(new { error = "invalid_client", error_description = "The client was removed." });
        });
        var failure = await Failure(() => Source().HeartbeatAsync(Beat, default));
        Assert.That(failure.Failure, Is.EqualTo(SourceFailure.Unauthorized));
        Assert.That(failure.Message, Does.Contain("revoked").And.Contain("The client was removed").And.Not.Contain("secret"));
        Assert.That(Server.To(PortalServer.Token), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Revoked_credentials_are_replaced_by_a_new_key_in_the_settings()
    {
        await Source(key: "key-1").HeartbeatAsync(Beat, default);
        Server.On(PortalServer.Agents, Answer.Json("""{"agentId":"a2","clientId":"other","clientSecret":"secret"}"""));
        Server.On(PortalServer.Token, async context =>
        {
            var known = Server.To(PortalServer.Token)[^1].Body.Contains("client_id=other", StringComparison.Ordinal);
            context.Response.StatusCode = known ? 200 : 401;
            await context.Response.WriteAsJsonAsync<object>(known ? new { access_token = "token-9", expires_in = 3600 } : new { error = "invalid_client" });
        });

        var same = await Failure(() => Source(key: "key-1").HeartbeatAsync(Beat, default));
        Assert.That(same.Failure, Is.EqualTo(SourceFailure.Unauthorized));
        await Source(key: "key-2").HeartbeatAsync(Beat, default);
        await Source(key: "key-2").HeartbeatAsync(Beat, default);

        Assert.That(Server.To(PortalServer.Agents).Select(request => request.Headers["Authorization"]), Is.EqualTo(["Enrolment key-1", "Enrolment key-2"]));
    }

    [Test]
    public async Task A_copied_machine_becomes_an_agent_of_its_own_by_a_new_key()
    {
        await Source(key: "key-1").HeartbeatAsync(Beat, default);
        Server.On(PortalServer.Calls, Answer.Problem(409, "otherInstance", "No."), Answer.Problem(409, "otherInstance", "No."), Answer.Json("""{"officeName":"Janssens","intervalSeconds":60}"""));
        Server.On(PortalServer.Agents, Answer.Json("""{"agentId":"a2","clientId":"other","clientSecret":"secret"}"""));

        var same = await Failure(() => Source(key: "key-1").HeartbeatAsync(Beat, default));
        Assert.That(same.Failure, Is.EqualTo(SourceFailure.OtherInstance));
        await Source(key: "key-2").HeartbeatAsync(Beat, default);

        Assert.That(Server.To(PortalServer.Agents), Has.Count.EqualTo(2));
        Assert.That(Server.To(PortalServer.Token)[^1].Body, Does.Contain("client_id=other"));
    }

    [Test]
    public async Task A_new_key_alone_does_not_give_up_an_identity_that_works()
    {
        await Source(key: "key-1").HeartbeatAsync(Beat, default);
        await Source(key: "key-2").HeartbeatAsync(Beat, default);
        Assert.That(Server.To(PortalServer.Agents), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task However_many_calls_wait_one_token_is_asked_for()
    {
        var waiting = new TaskCompletionSource();
        Server.On(PortalServer.Token, async context =>
        {
            await waiting.Task;
            await context.Response.WriteAsJsonAsync(new { access_token = "shared", expires_in = 3600 });
        });
        var source = Source();
        using var impatient = new CancellationTokenSource();
        var cancelled = source.HeartbeatAsync(Beat, impatient.Token);
        var calls = Enumerable.Range(0, 20).Select(_ => source.HeartbeatAsync(Beat, default)).ToArray();
        await impatient.CancelAsync();
        await Assert.ThatAsync(() => cancelled, Throws.InstanceOf<OperationCanceledException>());
        waiting.SetResult();
        await Task.WhenAll(calls);
        Assert.That(Server.To(PortalServer.Token), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_token_is_renewed_shortly_before_it_expires()
    {
        var time = new FakeTimeProvider();
        var source = Source(time: time);
        await source.HeartbeatAsync(Beat, default);
        time.Advance(TimeSpan.FromMinutes(58));
        await source.HeartbeatAsync(Beat, default);
        time.Advance(TimeSpan.FromSeconds(61));
        await source.HeartbeatAsync(Beat, default);
        Assert.That(Server.To(PortalServer.Calls).Select(request => request.Headers["Authorization"]), Is.EqualTo(["Bearer token-1", "Bearer token-1", "Bearer token-2"]));
    }

    [Test]
    public async Task Credentials_that_cannot_be_read_here_are_not_replaced_silently()
    {
        await Source().HeartbeatAsync(Beat, default);
        var file = Directory.GetFiles(Path.Combine(DataFolder, "credentials")).Single();
        await File.WriteAllTextAsync(file, "from another machine");
        var failure = await Failure(() => Source().HeartbeatAsync(Beat, default));
        Assert.That(failure.Failure, Is.EqualTo(SourceFailure.Unauthorized));
        Assert.That(failure.Message, Does.Contain(file).And.Contain("another machine"));
        Assert.That(Server.To(PortalServer.Agents), Has.Count.EqualTo(1));
    }
}
