namespace QuantDsl.Research.Events;

/// <summary>Named values of one signal, in the order they are added. Reused: it belongs to the log that asks.</summary>
public sealed class SignalValues
{
    private readonly List<(string Name, double Value)> _values = [];

    public int Count => _values.Count;

    public (string Name, double Value) this[int index] => _values[index];

    /// <summary>Adds a value; one of a name that is there already is the same value and is left out.</summary>
    public void Add(string name, double value)
    {
        foreach (var (known, _) in _values)
            if (known == name) return;
        _values.Add((name, value));
    }

    internal void Clear() => _values.Clear();
}
