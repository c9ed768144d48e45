using QuantDsl.Runtime;

namespace QuantDsl.Backtest;

/// <summary>How the quantity of an entry is found (RULES X6). Chosen by flag or risk file, never by the strategy. Quantities are in base
/// asset, money is in quote currency; caps, the regime's factor, the drawdown's factor and the lot come afterwards.</summary>
public abstract record Sizing
{
    /// <summary>True where the formula divides by the distance to the initial stop.</summary>
    public virtual bool NeedsStop => false;

    /// <summary>The quantity before factors, caps and lot. NaN where an input is undefined or does not move at all; 0 or less where the
    /// past says not to trade; infinite where the stop stands at the fill.</summary>
    internal abstract double QuantityOf(in SizingBasis basis);

    /// <summary>The column of primary bars whose value at the signal bar is <see cref="SizingBasis.Series"/>; null for none.</summary>
    public virtual Column? SeriesOf(MarketColumns columns) => null;

    /// <summary>The first number that is out of its range, with its name and what it has to be; null when all are inside.</summary>
    internal abstract (string Name, double Value, string Needs)? OutOfRange();

    /// <summary>Margin is a fraction of cash: <c>quantity = fraction × cash × leverage ÷ fill</c>.</summary>
    public sealed record EquityFraction(double Fraction) : Sizing
    {
        internal override double QuantityOf(in SizingBasis basis) => Fraction * basis.Cash * basis.Leverage / basis.Fill;

        internal override (string, double, string)? OutOfRange() => Positive("equity_fraction", Fraction);
    }

    /// <summary>Always the same quantity, in base asset.</summary>
    public sealed record FixedQuantity(double Quantity) : Sizing
    {
        internal override double QuantityOf(in SizingBasis basis) => Quantity;

        internal override (string, double, string)? OutOfRange() => Positive("fixed_quantity", Quantity);
    }

    /// <summary>Always the same value: <c>quantity = notional ÷ fill</c>.</summary>
    public sealed record FixedNotional(double Notional) : Sizing
    {
        internal override double QuantityOf(in SizingBasis basis) => Notional / basis.Fill;

        internal override (string, double, string)? OutOfRange() => Positive("fixed_notional", Notional);
    }

    /// <summary>A loss at the initial stop costs this fraction of cash: <c>quantity = cash × risk ÷ |fill − stop|</c>.</summary>
    /// <remarks>Vince (1990), Portfolio Management Formulas, Wiley: fixed fractional trading.</remarks>
    public sealed record FixedFractional(double Risk) : Sizing
    {
        public override bool NeedsStop => true;

        internal override double QuantityOf(in SizingBasis basis) => basis.Cash * Risk / Math.Abs(basis.Fill - basis.Stop);

        internal override (string, double, string)? OutOfRange() => Positive("fixed_fractional", Risk);
    }

    /// <summary>A move of some average true ranges against the position costs this fraction of cash:
    /// <c>quantity = cash × risk ÷ (multiple × ATR of the signal bar)</c>.</summary>
    /// <param name="Risk">Fraction of cash.</param>
    /// <param name="Multiple">Average true ranges; above 0.</param>
    /// <param name="Period">Of Wilder's ATR over the primary bars, 1 to 500.</param>
    /// <remarks>Wilder (1978), New Concepts in Technical Trading Systems, for the range; Faith (2003), The Original Turtle Trading Rules, for
    /// the size. Undefined until the range is: the first <c>Period</c> bars.</remarks>
    public sealed record Atr(double Risk, double Multiple, int Period = Atr.DefaultPeriod) : Sizing
    {
        public const int DefaultPeriod = 14, MaxPeriod = 500;

        public override Column SeriesOf(MarketColumns columns) => columns.Primary.AverageTrueRange(Period);

        // A market that did not move has no range to measure a loss by.
        internal override double QuantityOf(in SizingBasis basis) => basis.Series > 0 ? basis.Cash * Risk / (Multiple * basis.Series) : double.NaN;

        internal override (string, double, string)? OutOfRange() =>
            Positive("atr risk", Risk) ?? Positive("atr multiple", Multiple) ?? Whole("atr period", Period, 1, MaxPeriod);
    }

    /// <summary>A share of the Kelly fraction of the run's own past: <c>notional = fraction × f* × equity</c>, <c>f* = W − (1 − W) ÷ R</c>.</summary>
    /// <param name="Fraction">Share of the full Kelly fraction that is used; 0.5 is half Kelly.</param>
    /// <param name="MinTrades">Closed trades before f* is believed; until then the size is that of <see cref="EquityFraction"/>.</param>
    /// <param name="InitialFraction">The margin until then, as a fraction of cash.</param>
    /// <remarks>Kelly (1956), A New Interpretation of Information Rate, Bell System Technical Journal 35(4); W and R as <see cref="PastTrades"/>
    /// has them, from trades closed at or before the fill, of this run alone. f* of 0 or less is no trade.</remarks>
    public sealed record Kelly(double Fraction, int MinTrades = Kelly.DefaultMinTrades, double InitialFraction = Kelly.DefaultInitialFraction) : Sizing
    {
        public const int DefaultMinTrades = 30;

        public const double DefaultFraction = 0.5, DefaultInitialFraction = 0.1;

        internal override double QuantityOf(in SizingBasis basis) => basis.Past.Count < MinTrades
            ? InitialFraction * basis.Cash * basis.Leverage / basis.Fill
            : Fraction * basis.Past.KellyFraction * basis.Cash / basis.Fill;

        internal override (string, double, string)? OutOfRange() =>
            Positive("kelly fraction", Fraction) ?? Whole("kelly minimum of trades", MinTrades, 1, int.MaxValue) ?? Positive("kelly initial fraction", InitialFraction);
    }

    /// <summary>A position whose value is expected to vary by a share of the equity in a year:
    /// <c>notional = equity × target ÷ (σ × √(bars per year))</c>.</summary>
    /// <param name="Target">Annual standard deviation of the position, as a fraction of the equity.</param>
    /// <param name="Bars">Returns that σ is taken over, 2 to 5000: the n−1 deviation of the last ones up to the signal bar.</param>
    /// <remarks>Moskowitz, Ooi and Pedersen (2012), Time Series Momentum, J. Financial Economics 104(2), section 2.4. A year has 365 days of
    /// primary bars. Undefined for the first <c>Bars</c> bars, and where no price has moved.</remarks>
    public sealed record VolatilityTarget(double Target, int Bars = VolatilityTarget.DefaultBars) : Sizing
    {
        public const int DefaultBars = 20, MaxBars = 5_000;

        public override Column SeriesOf(MarketColumns columns) => ReturnDeviation.Of(columns.Primary, Bars);

        internal override double QuantityOf(in SizingBasis basis) => basis.Series > 0
            ? basis.Cash * Target / (basis.Series * Math.Sqrt(basis.BarsPerYear)) / basis.Fill
            : double.NaN;

        internal override (string, double, string)? OutOfRange() => Positive("volatility target", Target) ?? Whole("volatility bars", Bars, 2, MaxBars);
    }

    private static (string, double, string)? Positive(string name, double value) =>
        value > 0 && double.IsFinite(value) ? null : ($"sizing {name}", value, "a number above 0");

    private static (string, double, string)? Whole(string name, int value, int least, int most) =>
        value >= least && value <= most ? null : ($"sizing {name}", value, most == int.MaxValue ? $"a whole number from {least}" : $"a whole number from {least} to {most}");
}
