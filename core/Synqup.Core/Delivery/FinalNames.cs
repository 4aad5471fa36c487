namespace Synqup.Core.Delivery;

/// <summary>
/// The final names that sets hold which are publishing, or quarantined with a staged file: nobody else gets one of them, though
/// no file may show it yet. Names that differ only in case are the same.
/// </summary>
internal sealed class FinalNames
{
    private readonly HashSet<string> _held = new(StringComparer.OrdinalIgnoreCase);

    public bool IsHeld(string relative, string name) => _held.Contains(Key(relative, name));

    public void Hold(BoundSet set) => _held.UnionWith(Keys(set));

    public void Free(BoundSet set) => _held.ExceptWith(Keys(set));

    private static IEnumerable<string> Keys(BoundSet set) => set.Record.Files.Select(f => Key(f.Folder, f.FinalName));

    private static string Key(string relative, string name) => relative + "/" + name;
}
