using Synqup.Chaos.Disk;
using Synqup.Chaos.Running;

namespace Synqup.Chaos.Worlds;

internal enum Habit
{
    /// <summary>Takes a file while the agent is still about it.</summary>
    AtOnce,

    /// <summary>Looks every few minutes.</summary>
    Late,

    /// <summary>Opens a file, reads it for a while, and then takes it.</summary>
    Slowly,

    Never,
}

/// <summary>The accounting packages that read the folders. What they took they have for sure: they flush their own books.</summary>
internal sealed class Importer(World world, Chance chance, IReadOnlyDictionary<string, Habit> habits)
{
    private readonly List<(string Path, FileNode File)> _seen = [];

    public int Takes { get; private set; }

    public void Sees(string path, FileNode file)
    {
        switch (Of(path))
        {
            case Habit.AtOnce:
                _seen.Add((path, file));
                break;
            case Habit.Late:
                world.Clock.Ring(chance.UpTo(TimeSpan.FromMinutes(5)), () => Take(path, file));
                break;
            case Habit.Slowly:
                world.Clock.Ring(chance.UpTo(TimeSpan.FromSeconds(30)), () => Hold(path, file));
                break;
        }
    }

    /// <summary>Between any two calls of the agent.</summary>
    public void Meanwhile()
    {
        if (_seen.Count == 0 || !chance.Of(0.2))
            return;
        var index = chance.Below(_seen.Count);
        var (path, file) = _seen[index];
        _seen[index] = _seen[^1];
        _seen.RemoveAt(_seen.Count - 1);
        Take(path, file);
    }

    public void Take(string path, FileNode file)
    {
        var volume = world.Volume(path);
        if (volume.Find(path) != file || file.Holder is not null)
            return;
        world.Trace.Note("taken", path);
        Takes++;
        volume.Set(path, null);
        volume.FlushName(path);
        world.Witness.Taken(path, file);
    }

    private Habit Of(string path) => habits[habits.Keys.First(k => path.StartsWith(k, StringComparison.Ordinal))];

    private void Hold(string path, FileNode file)
    {
        if (world.Volume(path).Find(path) != file || file.Holder is not null)
            return;
        file.Holder = this;
        world.Clock.Ring(chance.UpTo(TimeSpan.FromSeconds(90)), () =>
        {
            if (file.Holder != this)
                return;
            file.Holder = null;
            Take(path, file);
        });
    }
}
