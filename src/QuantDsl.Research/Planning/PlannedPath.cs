namespace QuantDsl.Research.Planning;

/// <summary>How a part of a sweep is worked out, the cheapest first.</summary>
public enum PlannedPath
{
    /// <summary>The strategy or account has no such part.</summary>
    None,

    /// <summary>Once for the whole run, whatever the combination.</summary>
    Once,

    /// <summary>A column of numbers, once for the values of the parameters it reads.</summary>
    Columns,

    /// <summary>A set of bars, once for the values of the parameters it reads.</summary>
    Signals,

    /// <summary>By a class that the C# compiler makes, asked bar by bar.</summary>
    Class,

    /// <summary>At the events of a position alone: its entry, what ends it, and what is due while it is open.</summary>
    Jumps,

    /// <summary>At every bar of a position, of all combinations at once that entered together.</summary>
    Closes,

    /// <summary>At every bar of a position, of each combination by itself, inside the walk of groups.</summary>
    BarByBar,

    /// <summary>Only by the plain walk, which then takes the whole sweep.</summary>
    PlainWalk,
}
