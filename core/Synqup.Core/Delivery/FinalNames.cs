namespace Synqup.Core.Delivery;

/// <summary>
/// The final names that sets hold which are publishing, or quarantined with a staged file: nobody else gets one of them, though
/// no file may show it yet. Names that differ only in case are the same.
/// </summary>
internal sealed class FinalNames
{
    private readonly Dictionary<string, SetKey> _holders = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether another document holds the name. A further delivery of the same one takes its place, and so its name.</summary>
    public bool IsHeld(string relative, string name, SetKey by) =>
        _holders.TryGetValue(Key(relative, name), out var holder) && (holder.Source, holder.DocumentId) != (by.Source, by.DocumentId);

    public void Hold(BoundSet set)
    {
        foreach (var key in Keys(set))
            _holders[key] = SetKey.Of(set.Record);
    }

    public void Free(BoundSet set)
    {
        foreach (var key in Keys(set))
        {
            if (_holders.TryGetValue(key, out var holder) && holder == SetKey.Of(set.Record))
                _holders.Remove(key);
        }
    }

    private static IEnumerable<string> Keys(BoundSet set) => set.Record.Files.Select(f => Key(f.Folder, f.FinalName));

    private static string Key(string relative, string name) => relative + "/" + name;
}
