using QuantDsl.Runtime;

namespace QuantDsl.Backtest;

/// <summary>What differs between a long and a short position. The walk is specialised for each, so no bar asks which it is.</summary>
internal interface IDirection
{
    /// <summary>+1 or −1; multiplies price changes.</summary>
    static abstract double Sign { get; }

    /// <summary>The end of a bar's range on the losing side.</summary>
    static abstract double Adverse(double high, double low);

    /// <summary>The end of a bar's range on the winning side.</summary>
    static abstract double Favourable(double high, double low);

    /// <summary>True when a price has touched or passed a level on the losing side; false for an undefined level.</summary>
    static abstract bool FallenTo(double price, double level);

    /// <summary>True when a price has touched or passed a level on the winning side.</summary>
    static abstract bool RisenTo(double price, double level);

    /// <summary>Of two protective levels the one that a losing price meets first.</summary>
    static abstract double NearerStop(double level, double other);

    /// <summary>Of two limits the one that a winning price meets first.</summary>
    static abstract double NearerLimit(double level, double other);

    /// <summary>How much worse than a fair price an entry at another is; what it is better is negative.</summary>
    static abstract double Worse(double price, double fair);

    /// <summary>A protective level moved onto the tick away from entry.</summary>
    static abstract double RoundStop(PriceGrid grid, double level);

    /// <summary>A target moved onto the tick away from entry.</summary>
    static abstract double RoundTarget(PriceGrid grid, double level);

    static abstract bool Exits(CompiledStrategy strategy, int bar, in PositionView position);

    /// <summary>Whether the opposite side would be entered.</summary>
    static abstract bool Reverses(CompiledStrategy strategy, int bar);
}

internal readonly struct LongDirection : IDirection
{
    public static double Sign => 1;

    public static double Adverse(double high, double low) => low;

    public static double Favourable(double high, double low) => high;

    public static bool FallenTo(double price, double level) => price <= level;

    public static bool RisenTo(double price, double level) => price >= level;

    public static double NearerStop(double level, double other) => level > other ? level : other;

    public static double NearerLimit(double level, double other) => level < other ? level : other;

    public static double Worse(double price, double fair) => price - fair;

    public static double RoundStop(PriceGrid grid, double level) => grid.Down(level);

    public static double RoundTarget(PriceGrid grid, double level) => grid.Up(level);

    public static bool Exits(CompiledStrategy strategy, int bar, in PositionView position) => strategy.ExitLong(bar, position);

    public static bool Reverses(CompiledStrategy strategy, int bar) => strategy.EnterShort(bar);
}

internal readonly struct ShortDirection : IDirection
{
    public static double Sign => -1;

    public static double Adverse(double high, double low) => high;

    public static double Favourable(double high, double low) => low;

    public static bool FallenTo(double price, double level) => price >= level;

    public static bool RisenTo(double price, double level) => price <= level;

    public static double NearerStop(double level, double other) => level < other ? level : other;

    public static double NearerLimit(double level, double other) => level > other ? level : other;

    public static double Worse(double price, double fair) => fair - price;

    public static double RoundStop(PriceGrid grid, double level) => grid.Up(level);

    public static double RoundTarget(PriceGrid grid, double level) => grid.Down(level);

    public static bool Exits(CompiledStrategy strategy, int bar, in PositionView position) => strategy.ExitShort(bar, position);

    public static bool Reverses(CompiledStrategy strategy, int bar) => strategy.EnterLong(bar);
}
