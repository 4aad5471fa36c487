namespace Synqup.Benchmarks;

/// <summary>Seeds, then lets every program deliver the same documents in interleaved rounds.</summary>
internal sealed class BenchmarkRun(BenchmarkOptions options, Action<string> say)
{
    private string Target => Path.Combine(options.Work, "target");

    public async Task<IReadOnlyList<Measurement>> RunAsync(CancellationToken cancellationToken)
    {
        Empty(options.Work);
        say("Making the documents");
        var corpus = Corpus.Make(Path.Combine(options.Work, "corpus"), options);
        say("Uploading them to a Console");
        var office = await SeededOffice.MakeAsync(options.Work, Target, corpus, cancellationToken);

        using var server = ChildProcess.Start(Environment.ProcessPath!, ["serve", corpus.Folder], redirect: true);
        try
        {
            var address = new Uri(await server.StandardOutput.ReadLineAsync(cancellationToken) ?? throw new BenchmarkException("The static server did not start."));
            IContender[] contenders =
            [
                new AgentContender(options, office),
                new RcloneContender(address),
                new CurlContender(address, corpus, Path.Combine(options.Work, "curl.config")),
                new LimitContender(corpus),
            ];
            return await RoundsAsync(contenders, corpus, cancellationToken);
        }
        finally
        {
            server.Kill();
            await server.WaitForExitAsync(CancellationToken.None);
        }
    }

    private async Task<IReadOnlyList<Measurement>> RoundsAsync(IContender[] contenders, Corpus corpus, CancellationToken cancellationToken)
    {
        var measurements = new List<Measurement>();
        for (var round = 1; round <= options.Rounds; round++)
        {
            // Another one begins each time, so that none always follows the same one.
            foreach (var contender in contenders.Skip(round % contenders.Length).Concat(contenders.Take(round % contenders.Length)))
            {
                PutAside(Target);
                Directory.CreateDirectory(Target);
                Linux.FlushEverything();
                var (use, delivery) = await contender.DeliverAsync(Target, cancellationToken);
                corpus.Verify(contender.Name, Target);
                var measured = Measurement.From(round, contender.Name, options.Documents, use, delivery);
                measurements.Add(measured);
                say(FormattableString.Invariant($"Round {round} of {options.Rounds}: {contender.Name} {measured.DocumentsPerSecond:N0} documents/s"));
            }
        }

        Empty(options.Work);
        return measurements;
    }

    /// <summary>
    /// Out of the way, and deleted with everything else at the end: for minutes after a deletion ext4 steps over each inode that was
    /// freed, which makes every file that the next program creates cost more than it would on anybody's server.
    /// </summary>
    internal static void PutAside(string folder)
    {
        if (Directory.Exists(folder))
        {
            var past = Directory.CreateDirectory(Path.Combine(Path.GetDirectoryName(folder)!, "past"));
            Directory.Move(folder, Path.Combine(past.FullName, Guid.NewGuid().ToString("N")));
        }
    }

    private static void Empty(string folder)
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }

        Directory.CreateDirectory(folder);
    }
}
