using Spectre.Console;
using Synqup.Core.Health;
using Synqup.Demo.Programs;
using Synqup.Demo.Sources;

namespace Synqup.Demo.Flow;

/// <summary>The main job, from nothing to documents in their folders.</summary>
internal sealed class DemoRun(DemoOptions options, TimeProvider time)
{
    private readonly DemoScreen _screen = DemoScreen.For(options);

    /// <returns>0 when every document is delivered and acknowledged, else 1.</returns>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var folders = DemoFolders.Create(options.Output);
        try
        {
            var exitCode = await RunAsync(folders, cancellationToken);
            if (exitCode == 0)
                folders.RemoveTemporaryData();
            return exitCode;
        }
#pragma warning disable CA1031 // Ctrl-C ends the child programs too, and what they say then is nobody's problem.
        catch (Exception) when (cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            folders.RemoveTemporaryData();
            throw new OperationCanceledException(cancellationToken);
        }
    }

    private async Task<int> RunAsync(DemoFolders folders, CancellationToken cancellationToken)
    {
        await using var office = await DemoOffice.OpenAsync(folders, time, step => _screen.Say(step + " …"), cancellationToken);
        try
        {
            var exitCode = await DeliverAsync(office, folders, cancellationToken);
            if (!options.Once)
            {
                Invite(office);
                await new LiveDeliveries(office, _screen, time).FollowAsync(cancellationToken);
            }

            return exitCode;
        }
        catch (HttpRequestException exception)
        {
            throw office.WhyUnreachable(exception);
        }
    }

    private async Task<int> DeliverAsync(DemoOffice office, DemoFolders folders, CancellationToken cancellationToken)
    {
        var resolved = new ResolvedSources(office.Client, options);
        var (documents, count) = await SourcesAsync(resolved, cancellationToken);
        var uploads = new Uploads(office.Client, office.Configurations);
        var start = time.GetTimestamp();
        var isSettled = await _screen.WithProgressAsync(count, (uploaded, delivered) => TransferAsync(office, uploads, documents, uploaded, delivered, cancellationToken));
        var seconds = time.GetElapsedTime(start).TotalSeconds;

        var verified = await new Verification(office.Client).CheckAsync(uploads.Uploaded, cancellationToken);
        var report = Report(verified, [.. resolved.Refused, .. uploads.Refused], seconds, folders.Output);
        _screen.Summary(report, verified);
        _screen.Folders(folders.Output);
        if (options.Json)
            Console.Out.WriteLine(report.ToJson());
        if (!report.IsComplete)
            Complain(office, folders, verified, isSettled);
        return report.IsComplete ? 0 : 1;
    }

    private async Task<(IEnumerable<SourceDocument> Documents, int Count)> SourcesAsync(ResolvedSources resolved, CancellationToken cancellationToken)
    {
        if (options.Documents is null)
            return (GeneratedDocuments.Make(options.Count), options.Count);
        var documents = await resolved.ReadAsync(options.Documents, cancellationToken);
        return (documents, documents.Count);
    }

    /// <summary>Uploads while the agent already delivers what is there.</summary>
    private async Task<bool> TransferAsync(
        DemoOffice office, Uploads uploads, IEnumerable<SourceDocument> documents, ProgressTask uploaded, ProgressTask delivered, CancellationToken cancellationToken)
    {
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        int? expected = null;
        var watch = new DeliveryWatch(office.Client, office.MustLiveAsync, time).WaitAsync(() => expected, counts => delivered.Value = counts.Acknowledged, both.Token);
        var upload = Task.Run(() => uploads.UploadAsync(documents, taken => uploaded.Increment(taken), both.Token), both.Token);
        try
        {
            // The watch ends first only when a program has ended, or nothing moves any more.
            await await Task.WhenAny(upload, watch);
            await upload;
            delivered.MaxValue = Math.Max(1, (expected = uploads.Uploaded.DistinctBy(one => one.Id).Count()).Value);
            return await watch;
        }
        finally
        {
            await both.CancelAsync();
        }
    }

    private static DemoReport Report(IReadOnlyList<VerifiedDocument> verified, IReadOnlyList<RefusedSource> refused, double seconds, string output) => new(
        verified.Count,
        verified.Count(one => one.IsDelivered),
        verified.Count(one => one.IsDelivered && one.IsAcknowledged),
        Math.Round(seconds, 3),
        output,
        [.. verified.Where(one => one.IsDelivered).Select(one => new DeliveredSource(
            one.Uploaded.Source.Name, [.. one.Paths.Select(path => Path.GetRelativePath(output, path).Replace('\\', '/'))], one.Uploaded.Sha256))],
        refused);

    private static void Complain(DemoOffice office, DemoFolders folders, IReadOnlyList<VerifiedDocument> verified, bool isSettled)
    {
        if (!isSettled)
            Console.Error.WriteLine($"Nothing was delivered or acknowledged for {DeliveryWatch.Patience.TotalSeconds:0} s, so the rest is given up.");
        foreach (var missing in DemoScreen.Missing(verified).DefaultIfEmpty("No document was delivered: the Console took none."))
            Console.Error.WriteLine(ShownText.Of(missing));
        Console.Error.WriteLine($"The agent said last:{Environment.NewLine}{office.AgentSaid}");
        Console.Error.WriteLine($"What Console and agent know is kept in {folders.Data}; ask the agent with '{BuiltPrograms.Agent} status --settings {office.Installation.SettingsFile}'.");
    }

    private void Invite(DemoOffice office)
    {
        var address = office.Address;
        _screen.Say($"""

            Its API:      {address}openapi/v1.json (what the Console can be asked)
            Sign-in:      {address}.well-known/openid-configuration (where tokens come from)
            The agent:    {BuiltPrograms.Agent} status --settings {office.Installation.SettingsFile}
            Upload more:  TOKEN=$(curl -s {address}connect/token -d grant_type=client_credentials -d scope=synqup.office -d client_id={office.Credentials.ClientId} -d client_secret={office.Credentials.ClientSecret} | sed 's/.*"access_token": *"\([^"]*\).*/\1/')
                          curl -H "Authorization: Bearer $TOKEN" {address}api/v1/enterprises
                          curl -H "Authorization: Bearer $TOKEN" -F file=@invoice.xml {address}api/v1/enterprises/ID/documents

            What is uploaded from now on is delivered too. An agent or a Console that is killed (kill -9 {office.AgentProcess} or {office.ConsoleProcess}) is started again. Ctrl-C ends everything.
            """);
    }
}
