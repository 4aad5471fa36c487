namespace Synqup.Core.Delivery;

/// <summary>Why a root cannot be used, in one wording wherever it is found out.</summary>
internal sealed class RootStandings(RootIdentity identity)
{
    private readonly RootLayout _layout = new(identity.Path);

    public RootStanding Missing() => new(
        RootState.Missing,
        $"\"{identity.Shown}\" is not there{(identity.Path == identity.Shown ? "" : $" (for the agent it is {identity.Path})")}.",
        $"Check the path in the configuration and the connection to its share. If the folder is yet to be made, make it or say: {Order("--create-root")}");

    /// <summary>Like <see cref="Missing"/>, of a root that was used before: making it would hide that its share or volume is away.</summary>
    public RootStanding Gone() => new(
        RootState.Missing,
        $"\"{identity.Shown}\" was used before and is not there now{(identity.Path == identity.Shown ? "" : $" (for the agent it is {identity.Path})")}: its share or volume is not connected, or the folder was removed.",
        $"Connect the share or mount the volume; the agent goes on by itself. Only if the folder was removed on purpose, make it again: {Order("--create-root")}");

    public RootStanding Unmarked() => new(
        RootState.Unmarked,
        $"\"{identity.Shown}\" is empty and was never used: it may be the place of a volume that is not mounted.",
        $"Mount the volume. If this is the right folder, say: {Order("--use")}");

    public RootStanding NotMarkedYet() => new(
        RootState.NotMarkedYet,
        $"\"{identity.Shown}\" has no marker yet.",
        "The running agent marks it when it opens it. Run 'synqup check' again in a minute.");

    public RootStanding MarkerLost() => new(
        RootState.MarkerLost,
        $"\"{identity.Shown}\" was used before and has no marker ({_layout.Marker}) now: its share or volume is not connected, or its .synqup folder was removed.",
        $"Connect the share or mount the volume; the agent goes on by itself. If this is the right folder all the same, say: {Order("--use")}");

    /// <summary>The marker of this very agent, and not the one with which the root was opened.</summary>
    public RootStanding MarkedAnew() => new(
        RootState.MarkedAnew,
        $"\"{identity.Shown}\" has another marker of this agent ({_layout.Marker}) than when it was opened: it was marked anew, or another share or volume is connected there.",
        "The agent opens it anew by itself. If nobody marked it, look whether the right share or volume is connected.");

    public RootStanding Foreign(RootMarker marker) => identity.SharedWith(marker.Agent) is { } connection ? Shared(connection) : new(
        RootState.ForeignMarker,
        $"\"{identity.Shown}\" belongs to another agent ({marker.Agent} of {marker.Office}).",
        $"Two agents must not deliver into one folder. If this agent replaces that one, confirm it in the Console or say: {Order("--adopt")}");

    private RootStanding Shared(string connection) => new(
        RootState.ForeignMarker,
        $"\"{identity.Shown}\" is the root of the connection {connection} of this same agent already, and now of {identity.Source} too.",
        "Two offices must not deliver into one folder. Give the accounting package configurations of one of them another folder in the Console.");

    public RootStanding Copied(string original) => new(
        RootState.Copied,
        $"\"{identity.Shown}\" is a copy of {original}: both are there, with one marker ({_layout.Marker}).",
        $"Let one of the two be the root. If documents are to come here too, remove the copied folder {_layout.Own} and say: {Order("--use")}");

    public RootStanding Locked() => new(
        RootState.Locked,
        $"\"{identity.Shown}\" is in use by another process of Synqup, or by this one under another path of the same folder.",
        "Stop the other process, or give all accounting package configurations the same path to this folder; this agent goes on by itself.");

    /// <summary>Like <see cref="Locked"/>, for a person who says that this agent takes over.</summary>
    public RootStanding LockedBy(RootMarker marker) => new(
        RootState.Locked,
        $"\"{identity.Shown}\" is still in use by the agent that is to be taken over from ({marker.Agent} of {marker.Office}).",
        $"It leaves by itself within a minute after the Console has given its accounting package configuration to this agent; or stop it. Then say it again: {Order("--adopt")}");

    public RootStanding Hanging(TimeSpan since) => new(
        RootState.Hanging,
        $"\"{identity.Shown}\" does not answer: a call of the system has not returned for {since.TotalSeconds:0} seconds.",
        "Check the disk, or the server and the network of the share; the agent goes on by itself as soon as it answers.");

    public RootStanding Failed(Exception e) => (e as StatedException)?.Root ?? new(
        RootState.Unreadable,
        e is InvalidDataException ? e.Message : DiskFailures.Sentence(e, identity.Shown),
        "The agent tries again by itself. If this lasts, check the disk, or the connection to the share.");

    /// <summary>To be typed as it is. Without a separator at the end, which some shells take for the escape of the quote.</summary>
    public static string Order(string option, string shown)
    {
        var folder = shown.TrimEnd('/', '\\');
        return $"synqup check {option} \"{(folder.Length == 0 ? shown : folder)}\"";
    }

    private string Order(string option) => Order(option, identity.Shown);
}
