namespace Synqup.Core.Delivery;

/// <summary>What the configuration of this moment says of a staged set, asked just before it binds.</summary>
internal abstract record Rerouted
{
    /// <summary>As it was staged.</summary>
    public static Rerouted Same { get; } = new Unchanged();

    /// <summary>It is not to be delivered any more, or not now.</summary>
    public static Rerouted Drop(string reason) => new Dropped(reason);

    /// <summary>Other names (taken at once), or another folder or root (the set leaves the batch as <see cref="SetEnding.Restage"/>).</summary>
    public static Rerouted To(SetPlan plan) => new Changed(plan);

    internal sealed record Unchanged : Rerouted;

    internal sealed record Dropped(string Reason) : Rerouted;

    internal sealed record Changed(SetPlan Plan) : Rerouted;
}

/// <summary>Routes staged sets once more; one answer per set, in order.</summary>
internal delegate ValueTask<IReadOnlyList<Rerouted>> RouteAgain(IReadOnlyList<SetPlan> sets, CancellationToken cancellationToken);
