namespace QuantDsl.Testing.Generation;

/// <summary>What a generated series measures: only like is compared with like.</summary>
public enum ValueKind
{
    Price,
    Distance,

    /// <summary>An oscillator from 0 to 100.</summary>
    Oscillator,

    /// <summary>Anything that is compared with plain numbers.</summary>
    Free,
    Volume,
}
