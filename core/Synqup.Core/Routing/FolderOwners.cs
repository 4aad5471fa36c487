using System.Collections.Immutable;

namespace Synqup.Core.Routing;

/// <summary>Who owns a folder: one customer of one connection.</summary>
internal readonly record struct FolderOwner(string Source, string EnterpriseId, string Name);

/// <summary>
/// Which customers' documents go into which folder, over all configurations and connections of the agent: a folder that two
/// customers would share is a dossier in which documents of the other land.
/// </summary>
internal sealed class FolderOwners
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, TaskCompletionSource> _watching = [];
    private ImmutableDictionary<string, ImmutableArray<(string Folder, FolderOwner Owner)>> _claims = ImmutableDictionary<string, ImmutableArray<(string, FolderOwner)>>.Empty;
    private Dictionary<string, ImmutableArray<FolderOwner>> _owners = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Replaces what one connection's configuration says.</summary>
    /// <param name="claims">Local folders, after path mapping, of templates with variables.</param>
    public void Claim(string source, IEnumerable<(string Folder, FolderOwner Owner)> claims)
    {
        List<TaskCompletionSource> others;
        lock (_lock)
        {
            others = [.. _watching.Where(one => one.Key != source).Select(one => one.Value)];
            foreach (var name in _watching.Keys.Where(name => name != source).ToList())
                _watching.Remove(name);
            _claims = _claims.SetItem(source, [.. claims]);
            _owners = _claims.Values.SelectMany(c => c)
                .GroupBy(c => c.Folder, c => c.Owner, StringComparer.OrdinalIgnoreCase)
                .ToDictionary(g => g.Key, g => g.Distinct().ToImmutableArray(), StringComparer.OrdinalIgnoreCase);
        }
        foreach (var other in others)
            other.TrySetResult();
    }

    /// <summary>Completes when another connection's folders change after this call.</summary>
    public Task ChangedByOthers(string source)
    {
        lock (_lock)
        {
            if (!_watching.TryGetValue(source, out var watching))
                _watching.Add(source, watching = OwnOrder.NewCompletion());
            return watching.Task;
        }
    }

    /// <summary>Another customer whose documents would go into the same folder; null when there is none.</summary>
    public FolderOwner? Other(string folder, FolderOwner owner)
    {
        if (!_owners.TryGetValue(folder, out var owners))
            return null;
        foreach (var candidate in owners)
        {
            if (candidate.Source != owner.Source || candidate.EnterpriseId != owner.EnterpriseId)
                return candidate;
        }
        return null;
    }
}
