using System.Collections.Concurrent;

namespace Synqup.Chaos.Running;

/// <summary>All continuations of one process, on one thread: the next one is chosen by the seed. Ends without warning when the process is killed.</summary>
internal sealed class Turns(Chance chance, Trace trace) : TaskScheduler
{
    private readonly List<Task> _ready = [];
    private readonly int _thread = Environment.CurrentManagedThreadId;
    private readonly ConcurrentQueue<string> _strays = new();
    private bool _over;

    public bool HasNext => _ready.Count > 0;

    /// <summary>Where something went on on another thread: then a seed would not give the same run again.</summary>
    public string? Stray => _strays.TryPeek(out var stray) ? stray : null;

    public void RunNext()
    {
        var index = chance.Below(_ready.Count);
        trace.Note(index);
        var next = _ready[index];
        _ready[index] = _ready[^1];
        _ready.RemoveAt(_ready.Count - 1);
        TryExecuteTask(next);
    }

    public Task Start(Func<Task> begin) => Task.Factory.StartNew(begin, CancellationToken.None, TaskCreationOptions.None, this).Unwrap();

    public void Start(Action action) => Task.Factory.StartNew(action, CancellationToken.None, TaskCreationOptions.None, this);

    /// <summary>The process is gone: nothing of it goes on.</summary>
    public void End()
    {
        _over = true;
        _ready.Clear();
    }

    protected override void QueueTask(Task task)
    {
        if (_over)
            return;
        if (Environment.CurrentManagedThreadId != _thread)
            _strays.Enqueue($"{Describe(task)}\n{Environment.StackTrace}");
        else
            _ready.Add(task);
    }

    private static string Describe(Task task) => task.AsyncState is Delegate { Target: { } target } ? target.GetType().ToString() : task.ToString() + task.AsyncState;

    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => false;

    protected override IEnumerable<Task> GetScheduledTasks() => [.. _ready];
}
