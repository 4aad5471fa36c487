namespace Synqup.Core.Delivery;

/// <summary>What a person must see after a start although documents travel again.</summary>
internal sealed class RecoveryProblems(RootIdentity identity)
{
    private const int UnseenAlarm = 10;

    private readonly List<RootProblem> _found = [];
    private int _undone;

    public IReadOnlyList<RootProblem> Found => _undone == 0 ? _found : [.. _found, new("root.renameUndone", IsAlarm: true,
        $"{Documents(_undone)} delivered to \"{identity.Shown}\" came back into the agent's own folders: its storage lost what it had confirmed.",
        "Check the file server (write cache, recent restore or failover). Then look at each of these documents in the quarantine.")];

    public void Unseen(int count)
    {
        if (count > 0)
        {
            _found.Add(new("root.unseen", IsAlarm: count > UnseenAlarm,
                $"{Documents(count)} in \"{identity.Shown}\" count as delivered although their files are gone: the accounting package took them before the agent could look.",
                "Look whether the accounting package has them. If not, have the office deliver them again from the Console."));
        }
    }

    public void Waits(IReadOnlyList<WaitingSet> waiting)
    {
        if (waiting.Count > 0)
        {
            _found.Add(new("root.waiting", IsAlarm: true,
                $"{Documents(waiting.Count)} in \"{identity.Shown}\" wait: {waiting[0].Cause}",
                "They go on by themselves once the folder can be read."));
        }
    }

    public void Undone(int count) => _undone += count;

    private static string Documents(int count) => count == 1 ? "1 document" : $"{count} documents";
}
