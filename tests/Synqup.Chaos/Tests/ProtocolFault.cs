using Synqup.Chaos.Disk;
using Synqup.Chaos.Worlds;
using Synqup.Core.Delivery;
using Synqup.Core.Ledger;

namespace Synqup.Chaos.Tests;

/// <summary>What would be wrong with the protocol of delivery.</summary>
internal enum ProtocolFault
{
    FilesNotFlushed,
    FoldersNotFlushed,
    AcknowledgedBeforePublished,
    RenamedBeforePublishing,
    OverwriteAllowed,
    ErrorTakenForGone,
}

/// <summary>Breaks one promise of the protocol, between the agent and its disk or ledger.</summary>
internal sealed class BrokenSeams(ProtocolFault fault) : Seams
{
    public override SimulatedPlatform Disk(IReadOnlyList<SimulatedVolume> volumes, string bootId, IDiskTouch touch) => new BrokenPlatform(fault, volumes, bootId, touch);

    public override IBatchLedger Ledger(IBatchLedger ledger) => fault switch
    {
        ProtocolFault.AcknowledgedBeforePublished => new HastyLedger(ledger),
        ProtocolFault.RenamedBeforePublishing => new LateLedger(ledger),
        _ => ledger,
    };

    private sealed class BrokenPlatform(ProtocolFault fault, IReadOnlyList<SimulatedVolume> volumes, string bootId, IDiskTouch touch) : SimulatedPlatform(volumes, bootId, touch)
    {
        public override bool IsThere(string path) => OrGone(() => base.IsThere(path), false);

        public override IReadOnlyList<string> FilesIn(string folder) => OrGone(() => base.FilesIn(folder), []);

        public override bool TryRename(string from, string to)
        {
            if (fault != ProtocolFault.OverwriteAllowed)
                return base.TryRename(from, to);
            Replace(from, to);
            return true;
        }

        public override void FlushFolder(string folder)
        {
            if (fault != ProtocolFault.FoldersNotFlushed)
                base.FlushFolder(folder);
        }

        protected override void Flush(SimulatedVolume volume)
        {
            if (fault != ProtocolFault.FilesNotFlushed)
                volume.FlushFiles();
            if (fault != ProtocolFault.FoldersNotFlushed)
                volume.FlushNames();
        }

        protected override void Flush(FileNode file)
        {
            if (fault != ProtocolFault.FilesNotFlushed)
                base.Flush(file);
        }

        private T OrGone<T>(Func<T> look, T gone)
        {
            try
            {
                return look();
            }
            catch (Exception e) when (fault == ProtocolFault.ErrorTakenForGone && DiskFailures.IsDisk(e))
            {
                return gone;
            }
        }
    }

    /// <summary>Calls a set delivered, so that the office is told, before its first rename.</summary>
    private sealed class HastyLedger(IBatchLedger inner) : PassedLedger(inner)
    {
        public override async Task<IReadOnlyList<SetRecord>> PublishingAsync(BatchRecord batch, CancellationToken cancellationToken)
        {
            var refused = await base.PublishingAsync(batch, cancellationToken);
            await SettleAsync([.. batch.Sets.Except(refused).Select(s => new SetOutcome(s.Source, s.DocumentId, s.DeliveryNumber, DeliveryState.Delivered, false, null, false))], cancellationToken);
            return refused;
        }
    }

    /// <summary>Commits that the renames of a batch may have happened once they have.</summary>
    private sealed class LateLedger(IBatchLedger inner) : PassedLedger(inner)
    {
        private readonly List<BatchRecord> _late = [];

        public override Task<IReadOnlyList<SetRecord>> PublishingAsync(BatchRecord batch, CancellationToken cancellationToken)
        {
            _late.Add(batch);
            return Task.FromResult<IReadOnlyList<SetRecord>>([]);
        }

        public override async Task SettleAsync(IReadOnlyList<SetOutcome> outcomes, CancellationToken cancellationToken)
        {
            foreach (var batch in _late)
                await base.PublishingAsync(batch, cancellationToken);
            _late.Clear();
            await base.SettleAsync(outcomes, cancellationToken);
        }
    }
}
