namespace Synqup.Core.Health;

/// <summary>
/// The problems that are open now: of the agent itself and, on a board of its own for each, of its connections. Every place that stops
/// waiting for something raises one and clears it when it goes on.
/// </summary>
internal sealed class HealthBoard(TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<(string Code, string Place), HealthProblem> _problems = [];
    private readonly Dictionary<string, HealthBoard> _connections = new(StringComparer.Ordinal);
    private HealthBoard? _agent;

    /// <summary>Raised after every change, also of a connection's board, on the thread that made it.</summary>
    public event Action? Changed;

    /// <summary>The open problems, those of connections too, errors first, then the oldest first.</summary>
    public IReadOnlyList<HealthProblem> Problems
    {
        get
        {
            IReadOnlyList<HealthBoard> connections;
            lock (_lock)
                connections = [.. _connections.Values];
            return Sorted([.. Own, .. connections.SelectMany(c => c.Own)]);
        }
    }

    /// <summary>What a connection's portal may know: the problems of that connection and of the agent itself, and of no other office.</summary>
    public IReadOnlyList<HealthProblem> Reported => Sorted([.. Own, .. _agent?.Own ?? []]);

    private IReadOnlyList<HealthProblem> Own
    {
        get
        {
            lock (_lock)
                return [.. _problems.Values];
        }
    }

    /// <summary>The board of one connection; the same one for the same name.</summary>
    public HealthBoard Of(string connection)
    {
        lock (_lock)
        {
            if (_connections.TryGetValue(connection, out var known))
                return known;
            var board = new HealthBoard(time) { _agent = this };
            board.Changed += () => Changed?.Invoke();
            return _connections[connection] = board;
        }
    }

    /// <summary>Opens a problem, or renews its text; the moment since when it is open stays.</summary>
    public void Raise(string code, string place, HealthSeverity severity, string message, string remedy)
    {
        lock (_lock)
        {
            var since = _problems.TryGetValue((code, place), out var open) ? open.Since : time.GetUtcNow();
            var problem = new HealthProblem(code, place, severity, message, remedy, since);
            if (problem == open)
                return;
            _problems[(code, place)] = problem;
        }
        Changed?.Invoke();
    }

    /// <summary>Closes a problem; nothing happens when it is not open.</summary>
    /// <returns>Whether it was open.</returns>
    public bool Clear(string code, string place)
    {
        bool removed;
        lock (_lock)
            removed = _problems.Remove((code, place));
        if (removed)
            Changed?.Invoke();
        return removed;
    }

    /// <summary>Replaces the problems of one code of one connection: those that are not in <paramref name="current"/> are closed.</summary>
    /// <param name="scope">The connection; its problems have places that begin with it.</param>
    /// <param name="current">Of several with one name, the first speaks for all.</param>
    public void Replace(string code, string scope, IEnumerable<(string Name, HealthSeverity Severity, string Message, string Remedy)> current)
    {
        var prefix = scope + ": ";
        var now = current.DistinctBy(c => c.Name).ToDictionary(c => prefix + c.Name);
        foreach (var open in Problems.Where(p => p.Code == code && p.Place.StartsWith(prefix, StringComparison.Ordinal) && !now.ContainsKey(p.Place)))
            Clear(code, open.Place);
        foreach (var (place, (_, severity, message, remedy)) in now)
            Raise(code, place, severity, message, remedy);
    }

    private static IReadOnlyList<HealthProblem> Sorted(IEnumerable<HealthProblem> problems) =>
        [.. problems.OrderByDescending(p => p.Severity).ThenBy(p => p.Since).ThenBy(p => p.Code, StringComparer.Ordinal)];
}
