namespace Synqup.Chaos.Worlds;

/// <summary>Goes through every combination of choices, also where a choice depends on those before it.</summary>
internal sealed class Odometer
{
    private readonly List<(int Chosen, int Count)> _wheels = [];
    private int _position;

    public int Choose(int count)
    {
        if (_position == _wheels.Count)
            _wheels.Add((0, count));
        return _wheels[_position++].Chosen;
    }

    /// <summary>Turns to the next combination.</summary>
    /// <returns>False when there was none left.</returns>
    public bool Next()
    {
        _position = 0;
        while (_wheels is [.., var (chosen, count)])
        {
            _wheels.RemoveAt(_wheels.Count - 1);
            if (chosen + 1 < count)
            {
                _wheels.Add((chosen + 1, count));
                return true;
            }
        }
        return false;
    }
}
