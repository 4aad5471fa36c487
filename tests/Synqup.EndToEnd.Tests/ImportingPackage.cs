using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace Synqup.EndToEnd.Tests;

/// <summary>A file as an accounting package found it.</summary>
internal sealed record ImportedFile(string Path, string Sha256);

/// <summary>
/// Does what an accounting package does at its fastest: reads each file and deletes it as soon as it appears. The system's
/// events wake it; it then looks itself, since events get lost and folders appear.
/// </summary>
internal sealed class ImportingPackage : IAsyncDisposable
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromMilliseconds(20);

    private readonly string _root;
    private readonly FileSystemWatcher _watcher;
    private readonly SemaphoreSlim _woken = new(0, 1);
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<ImportedFile> _imported = new();
    private readonly ConcurrentQueue<string> _violations = new();
    private readonly HashSet<string> _importedPdfs = [];
    private readonly Task _running;
    private TaskCompletionSource _next = New();

    public ImportingPackage(string root)
    {
        _root = root;
        _watcher = new FileSystemWatcher(root) { IncludeSubdirectories = true, InternalBufferSize = 64 * 1024, NotifyFilter = NotifyFilters.FileName | NotifyFilters.DirectoryName };
        _watcher.Created += (_, _) => Wake();
        _watcher.Renamed += (_, _) => Wake();
        _watcher.EnableRaisingEvents = true;
        _running = Task.Run(RunAsync);
    }

    public int Count => _imported.Count;

    /// <summary>Completes when it has seen so many files.</summary>
    public async Task SeenAsync(int count, CancellationToken cancellationToken)
    {
        for (var next = Volatile.Read(ref _next); Count < count; next = Volatile.Read(ref _next))
            await next.Task.WaitAsync(cancellationToken);
    }

    public IReadOnlyList<ImportedFile> Imported => [.. _imported];

    /// <summary>XML that was visible before the PDF of its set, and done files without what they announce.</summary>
    public IReadOnlyList<string> Violations => [.. _violations];

    /// <summary>How the done files end at which it takes a document; null where it takes each file as soon as it appears.</summary>
    public string? DoneEnding { get; init; }

    /// <summary>Whether a document of an accounting file is there that has a PDF of its own; told by the test.</summary>
    public required Func<string, bool> HasPdf { get; init; }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        _watcher.Dispose();
        _woken.Dispose();
        _stop.Dispose();
    }

    private void Wake()
    {
        try
        {
            _woken.Release();
        }
        catch (SemaphoreFullException)
        {
            // It is awake.
        }
    }

    private async Task RunAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            await _woken.WaitAsync(LongestWait);
            foreach (var path in Visible(_root))
            {
                if (DoneEnding is null)
                    Import(path);
                else if (path.EndsWith(DoneEnding, StringComparison.Ordinal))
                    ImportAt(path);
            }
        }
    }

    private void ImportAt(string done)
    {
        var files = Directory.GetFiles(Path.GetDirectoryName(done)!, Path.GetFileName(done)[..^DoneEnding!.Length] + ".*").Where(path => path != done).Order(StringComparer.Ordinal).ToList();
        if (files.Count == 0 || files[^1].EndsWith(".pdf", StringComparison.Ordinal) || new FileInfo(done).Length > 0)
            _violations.Enqueue(done);
        foreach (var path in files)
            Import(path);
        File.Delete(done);
    }

    private void Import(string path)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path)));
        if (path.EndsWith(".pdf", StringComparison.Ordinal))
            _importedPdfs.Add(path);
        // The PDF of a set is visible before its XML: whoever sees the XML has the PDF, or finds it.
        else if (HasPdf(hash) && Path.ChangeExtension(path, ".pdf") is var pdf && !_importedPdfs.Contains(pdf) && !File.Exists(pdf))
            _violations.Enqueue(path);
        File.Delete(path);
        _imported.Enqueue(new ImportedFile(path, hash));
        Interlocked.Exchange(ref _next, New()).SetResult();
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static IEnumerable<string> Visible(string folder)
    {
        foreach (var inner in Directory.EnumerateDirectories(folder))
        {
            if (Path.GetFileName(inner) == ".synqup")
                continue;
            foreach (var path in Visible(inner))
                yield return path;
        }

        foreach (var path in Directory.EnumerateFiles(folder))
            yield return path;
    }
}
