using QuantDsl.Backtest.Risk;
using QuantDsl.Market;

namespace QuantDsl.Backtest;

/// <summary>The fidelity of fills (RULES X11).</summary>
public enum FillMode
{
    Neutral,
    Screening,

    /// <summary>By <see cref="AccountSettings.Models"/>.</summary>
    Realistic,
}

/// <summary>What happens to a position at the last close (RULES X10).</summary>
public enum EndOfData
{
    Close,
    Mark,
}

/// <summary>What a hole in the bars means for a run (RULES T5).</summary>
public enum GapPolicy
{
    Refuse,
    Carry,
    Flat,
}

/// <summary>The account of a run. Fractions are fractions; the defaults are those of the command line.</summary>
public sealed record AccountSettings
{
    public double Equity { get; init; } = 10_000;

    public double Leverage { get; init; } = 10;

    public Sizing Sizing { get; init; } = new Sizing.EquityFraction(0.1);

    /// <summary>Largest notional of an entry as a multiple of equity; null for no cap (RULES X6). A larger order is made smaller.</summary>
    public double? MaxPosition { get; init; }

    /// <summary>A second cap of the same kind; the smaller holds.</summary>
    public double? MaxLeverage { get; init; }

    /// <summary>The circuit breakers and order limits of a risk file; none by default.</summary>
    public StrategyLimits Limits { get; init; } = StrategyLimits.None;

    /// <summary>Limits over all positions of a portfolio; a run of one strategy on one symbol says that they do not act on it.</summary>
    public PortfolioLimits Portfolio { get; init; } = PortfolioLimits.None;

    public LiquidationFormula Liquidation { get; init; } = LiquidationFormula.Simple;

    /// <summary>Fees by date (RULES X7).</summary>
    public FeeSchedule Fees { get; init; } = FeeSchedule.Constant(0.0004, 0.0002);

    /// <summary>Fraction of notional on market fills and stops; of dated <see cref="Fees"/> the oldest. Set, it holds always.</summary>
    public double TakerFee { get => Fees.Periods[0].Rates.Taker; init => Fees = Fees.WithTaker(value); }

    /// <summary>Fraction of notional on limit targets; of dated <see cref="Fees"/> the oldest. Set, it holds always.</summary>
    public double MakerFee { get => Fees.Periods[0].Rates.Maker; init => Fees = Fees.WithMaker(value); }

    /// <summary>True to refuse a run that begins before the venue's first margin table or fees, instead of warning.</summary>
    public bool StrictVenue { get; init; }

    public FillMode Fills { get; init; } = FillMode.Screening;

    /// <summary>What is modelled under <see cref="FillMode.Realistic"/>; not looked at under the others.</summary>
    public ExecutionModels Models { get; init; } = ExecutionModels.Full;

    public EndOfData EndOfData { get; init; } = EndOfData.Close;

    public GapPolicy Gaps { get; init; } = GapPolicy.Refuse;

    /// <summary>First bar at whose close a decision may be taken, 0-based from the first bar read; null for the first warm one (RULES R1).</summary>
    public int? TradeFromBar { get; init; }

    /// <summary>The same as an instant, UTC milliseconds: the first bar that opens at or after it; the later of the two holds.</summary>
    public long? TradeFromUtcMs { get; init; }

    /// <summary>Key of every random draw (RULES X11).</summary>
    public ulong Seed { get; init; } = 1;
}
