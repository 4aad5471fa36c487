namespace Synqup.Chaos.Running;

/// <summary>Everything that is left to chance in a world comes from here, so that a seed gives the same world again.</summary>
internal sealed class Chance(int seed)
{
    // With a seed it is the same sequence on every system and version.
    private readonly Random _random = new(seed);

    /// <summary>From 0 to one less than <paramref name="count"/>.</summary>
    public int Below(int count) => count <= 1 ? 0 : _random.Next(count);

    public int Between(int least, int most) => least + Below(most - least + 1);

    public bool Of(double probability) => probability > 0 && _random.NextDouble() < probability;

    public T One<T>(IReadOnlyList<T> items) => items[Below(items.Count)];

    public TimeSpan UpTo(TimeSpan most) => most * _random.NextDouble();
}
