using Synqup.Core.Ledger;

namespace Synqup.Core.Delivery;

/// <summary>A batch whose manifest is durable, as the manifest says now.</summary>
/// <param name="volume">Watched since before its files were written, where they were written by this process; null where file by file is flushed.</param>
internal sealed class BoundBatch(BatchRecord record, IVolumeFlush? volume)
{
    public BatchRecord Record { get; private set; } = record;

    public IVolumeFlush? Volume => volume;

    public long Number => Record.Number;

    /// <summary>Replaces what the batch says of some sets.</summary>
    public void Replace(IEnumerable<SetRecord> sets)
    {
        var changed = sets.ToDictionary(SetKey.Of);
        Record = Record with { Sets = [.. Record.Sets.Select(s => changed.GetValueOrDefault(SetKey.Of(s)) ?? s)] };
    }

    public void Remove(IEnumerable<SetRecord> sets)
    {
        var gone = sets.Select(SetKey.Of).ToHashSet();
        Record = Record with { Sets = [.. Record.Sets.Where(s => !gone.Contains(SetKey.Of(s)))] };
    }
}
