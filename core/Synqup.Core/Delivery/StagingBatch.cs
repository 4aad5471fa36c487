using System.Buffers;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using Synqup.Core.Ledger;
using Synqup.Core.Sources;

namespace Synqup.Core.Delivery;

/// <summary>
/// Sets of one root while their contents arrive. Nothing binds yet; dispose every batch, also a published one. What a disk does to
/// one document defers that document, and the others go on.
/// </summary>
internal sealed partial class StagingBatch : IPartReceiver, IAsyncDisposable
{
    // Most documents fit, so that a file is one read, one hash and one write.
    private const int BufferSize = 128 * 1024;

    private readonly RootSession _session;
    private readonly ILogger _logger;
    private readonly Dictionary<(string Document, long Delivery, string Part), List<(StagedSet Set, StagedPart File)>> _awaited = [];
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly byte[] _buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
    private bool _flushed;
    private bool _disposed;

    /// <summary>Watching begins before the first byte is written, so that an error of any of them is seen.</summary>
    internal StagingBatch(RootSession session, string configurationVersion, IReadOnlyList<SetPlan> plans, ILogger logger)
    {
        (_session, _logger, ConfigurationVersion) = (session, logger, configurationVersion);
        session.Entered();
        var requests = new List<PartRequest>(plans.Count);
        Sets = [.. plans.Select(p => Take(p, requests))];
        Requests = requests;
        try
        {
            session.VerifyMarker();
            Volume = session.Platform.WatchVolume(session.Layout.Own);
        }
        catch (Exception e) when (DiskFailures.IsDisk(e))
        {
            session.Doubt();
            HasFailedOnDisk = true;
            FailAll(DiskFailures.Sentence(e, session.Layout.Root));
        }
    }

    /// <summary>What to fetch into this batch, in the order of the sets.</summary>
    public IReadOnlyList<PartRequest> Requests { get; }

    internal string ConfigurationVersion { get; }

    internal IReadOnlyList<StagedSet> Sets { get; }

    internal IVolumeFlush? Volume { get; }

    internal RootSession Session => _session;

    /// <summary>Whether a disk failed a set: then it may be the root that failed.</summary>
    internal bool HasFailedOnDisk { get; private set; }

    /// <inheritdoc/>
    public async Task ReceiveAsync(PartRequest part, Stream content, CancellationToken cancellationToken)
    {
        if (!_awaited.TryGetValue((part.DocumentId, part.DeliveryNumber, part.Part), out var targets))
            return;
        var open = targets.Where(t => t.Set.Failure is null && !t.File.IsComplete).ToList();
        if (open.Count == 0)
            return;
        try
        {
            await CopyAsync(open, part, content, cancellationToken);
        }
        catch
        {
            // The connection broke, or a stop: this content may come again from its start, and the next one is hashed by itself.
            _hash.GetHashAndReset();
            foreach (var (set, file) in open)
                Remove(set, file);
            throw;
        }
    }

    /// <inheritdoc/>
    public Task UnavailableAsync(PartRequest part, string reason, Absence absence, CancellationToken cancellationToken)
    {
        if (_awaited.TryGetValue((part.DocumentId, part.DeliveryNumber, part.Part), out var targets))
        {
            foreach (var (set, _) in targets.Where(t => !t.File.IsComplete))
            {
                if (absence == Absence.AlreadyForwarded)
                    Fail(set, Remedy.OldLedger(set.Plan.Document.Id), SetEnding.Quarantined, Obstacle.AlreadyForwarded);
                else if (absence == Absence.InDoubt)
                    Fail(set, Remedy.InDoubt(set.Plan.Document.Id), SetEnding.Quarantined, Obstacle.InDoubt);
                else
                    Fail(set, reason, absence == Absence.Withdrawn ? SetEnding.Withdrawn : SetEnding.Deferred);
            }
        }
        return Task.CompletedTask;
    }

    /// <summary>Makes what arrived durable. A part that did not arrive defers its set; a volume that could not be flushed defers them all.</summary>
    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        await Task.Yield();
        cancellationToken.ThrowIfCancellationRequested();
        if (_flushed)
            return;
        _flushed = true;
        foreach (var set in Sets.Where(s => s.Failure is null && s.Files.Any(f => !f.IsComplete && !f.IsDone)))
            Fail(set, "The content did not arrive.");
        foreach (var set in Sets.Where(s => s.Failure is null && s.Files[^1].IsDone))
            Write(set, set.Files[^1]);
        try
        {
            foreach (var (set, cause) in await new StagingFlush(_session, Volume).RunAsync([.. Sets.Where(s => s.Failure is null)]))
                Fail(set, cause);
        }
        catch (Exception e) when (DiskFailures.IsDisk(e))
        {
            _session.Doubt();
            HasFailedOnDisk = true;
            FailAll($"What was written could not be made durable and is written anew. {DiskFailures.Sentence(e, _session.Layout.Root)}");
        }
    }

    /// <summary>Removes what was staged and binds nothing.</summary>
    public ValueTask DisposeAsync()
    {
        if (_disposed)
            return ValueTask.CompletedTask;
        _disposed = true;
        foreach (var set in Sets.Where(s => !s.IsBound))
            RemoveAll(set);
        Volume?.Dispose();
        _hash.Dispose();
        ArrayPool<byte>.Shared.Return(_buffer);
        _session.Left();
        return ValueTask.CompletedTask;
    }

    /// <summary>Takes a set out of the batch and removes what was staged for it.</summary>
    internal void Drop(StagedSet set)
    {
        set.Fail("Dropped.");
        RemoveAll(set);
    }

    private StagedSet Take(SetPlan plan, List<PartRequest> requests)
    {
        var files = new StagedPart[plan.Plan.Files.Count];
        var set = new StagedSet(plan, StagedSet.RelativeOf(plan.Plan)) { Files = files };
        for (var i = 0; i < files.Length; i++)
        {
            var name = plan.Plan.Files[i].Part;
            if (plan.Plan.Files[i].IsDone)
            {
                files[i] = StagedPart.Done();
                continue;
            }
            var part = plan.Document.Parts.FirstOrDefault(p => p.Name == name)
                ?? throw new ArgumentException($"The plan of document {plan.Document.Id} has a file of the part \"{name}\", which the document does not have.", nameof(plan));
            files[i] = new StagedPart(part);
            var key = (plan.Document.Id, plan.Document.DeliveryNumber, name);
            if (_awaited.TryGetValue(key, out var awaited))
            {
                awaited.Add((set, files[i]));
                continue;
            }
            _awaited.Add(key, [(set, files[i])]);
            requests.Add(new PartRequest(plan.Document.Id, plan.Document.DeliveryNumber, name, part.Size, part.Sha256));
        }
        return set;
    }

    private async Task CopyAsync(List<(StagedSet Set, StagedPart File)> targets, PartRequest part, Stream content, CancellationToken cancellationToken)
    {
        var size = 0L;
        var hash = "";
        for (var first = true; ; first = false)
        {
            var filled = await FillAsync(content, cancellationToken);
            size += filled;
            var isLast = filled < BufferSize || size > part.Size;
            foreach (var (set, file) in targets)
                Write(set, file, _buffer.AsSpan(0, filled), first);
            if (isLast)
            {
                hash = Finish(filled, first);
                break;
            }
            _hash.AppendData(_buffer, 0, filled);
        }
        foreach (var (set, file) in targets)
            Complete(set, file, size, hash);
    }

    private async ValueTask<int> FillAsync(Stream content, CancellationToken cancellationToken)
    {
        var filled = 0;
        while (filled < BufferSize)
        {
            var read = await content.ReadAsync(_buffer.AsMemory(filled, BufferSize - filled), cancellationToken);
            if (read == 0)
                break;
            filled += read;
        }
        return filled;
    }

    private string Finish(int filled, bool isWhole)
    {
        if (isWhole)
            return Convert.ToHexStringLower(SHA256.HashData(_buffer.AsSpan(0, filled)));
        _hash.AppendData(_buffer, 0, filled);
        return Convert.ToHexStringLower(_hash.GetHashAndReset());
    }

    /// <summary>A done file, once all that it announces is here.</summary>
    private void Write(StagedSet set, StagedPart done)
    {
        Write(set, done, [], first: true);
        Complete(set, done, done.Part.Size, done.Part.Sha256);
    }

    private void Write(StagedSet set, StagedPart file, ReadOnlySpan<byte> bytes, bool first)
    {
        if (set.Failure is not null)
            return;
        try
        {
            if (first)
                Create(set, file);
            file.Open!.Write(bytes);
        }
        catch (Exception e) when (DiskFailures.IsDisk(e))
        {
            Fail(set, e);
        }
    }

    private void Create(StagedSet set, StagedPart file)
    {
        if (set.Folder is null)
        {
            set.Folder = _session.Folders.Open(set.Relative, set.Plan.MayCreateFolder, out var created);
            if (created)
                FolderCreated(_logger, set.Folder.Path);
        }
        var name = _session.NextStagedName();
        file.Name = name;
        file.Open = _session.Platform.CreateFile(Path.Join(set.Folder.Staging, name));
    }

    private void Complete(StagedSet set, StagedPart file, long size, string hash)
    {
        if (set.Failure is not null)
            return;
        if (size != file.Part.Size || hash != file.Part.Sha256)
        {
            Fail(set, size > file.Part.Size
                ? $"The part \"{file.Part.Name}\" is longer than the {file.Part.Size} bytes that the source lists; it is fetched again."
                : $"The part \"{file.Part.Name}\" came with {size} bytes and the SHA-256 {hash}, where the source lists {file.Part.Size} bytes and {file.Part.Sha256}; it is fetched again.");
            return;
        }
        try
        {
            // One flush of the volume covers closed files too; otherwise the handle that wrote is the one that flushes.
            if (Volume is not null && _session.IsOnRootVolume(set.Folder!))
                file.Close();
            file.IsComplete = true;
        }
        catch (Exception e) when (DiskFailures.IsDisk(e))
        {
            Fail(set, e);
        }
    }

    private void Fail(StagedSet set, Exception e)
    {
        // A full disk or a missing right says nothing about the disk itself; anything unexpected does.
        if (e is StatedException { Root: not null } || (e is not StatedException && DiskFailures.Of(e) is DiskFailure.Other or DiskFailure.NotFound))
            _session.Doubt();
        HasFailedOnDisk |= e is not StatedException { Root: null };
        _session.Folders.Forget(set.Relative);
        Fail(set, DiskFailures.Sentence(e, _session.Layout.Folder(set.Relative)));
    }

    private void Fail(StagedSet set, string reason, SetEnding ending = SetEnding.Deferred, Obstacle obstacle = Obstacle.None)
    {
        set.Fail(reason, ending, obstacle);
        RemoveAll(set);
    }

    private void FailAll(string reason)
    {
        foreach (var set in Sets)
            Fail(set, reason);
    }

    private void RemoveAll(StagedSet set)
    {
        foreach (var file in set.Files)
            Remove(set, file);
    }

    private void Remove(StagedSet set, StagedPart file)
    {
        file.IsComplete = false;
        try
        {
            file.Close();
            if (file.Name is { } name && set.Folder is { } folder)
                _session.Platform.Delete(Path.Join(folder.Staging, name));
        }
        catch (Exception e) when (DiskFailures.IsDisk(e))
        {
            _session.Folders.Littered(set.Relative);
        }
        file.Name = null;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Created the folder {Folder} for a customer's first document; if its accounting package reads another one, correct the customer's dossier number")]
    private static partial void FolderCreated(ILogger logger, string folder);
}
