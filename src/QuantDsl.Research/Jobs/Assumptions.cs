using System.Globalization;
using QuantDsl.Backtest;
using QuantDsl.Market;

namespace QuantDsl.Research.Jobs;

/// <summary>Everything a result takes for granted, for print and JSON.</summary>
/// <param name="FundingSettlements">Instants at which an open position would pay or receive; null under <c>--funding none</c>.</param>
/// <param name="Triggers">Whose prices decide stops and liquidation.</param>
/// <param name="ResolvesInside">Whether finer bars say what came first inside a bar.</param>
public sealed record Assumptions(AccountSettings Account, string Venue, Instrument Instrument, int? FundingSettlements, TriggerSource Triggers, bool ResolvesInside)
{
    public static Assumptions Of(RunInputs inputs, RunContext context) =>
        new(inputs.Account, inputs.History.Venue.Name, inputs.History.Instrument, inputs.History.Funding is null || !context.Models.Funding ? null : context.FundingEvents,
            context.TriggerSource, context.ResolvesInside);

    /// <summary><c>none</c>, or how many settlements are charged.</summary>
    public string Funding => FundingSettlements is { } count ? string.Create(CultureInfo.InvariantCulture, $"{count:N0} settlements of the series") : "none";

    /// <summary>In words, as RULES X11 has it.</summary>
    public string Fills => (Account.Fills, Instrument.TickSize) switch
    {
        (FillMode.Neutral, _) => "every reached price fills, no slippage",
        (FillMode.Realistic, _) => string.Join(", ", Realistic()),
        (_, 0) => $"nothing slips, because {Venue} names no tick of {Instrument.Symbol}; a reached target fills with probability 0.8",
        _ => "one adverse tick with probability 0.5 on market fills and stops, a reached target fills with probability 0.8",
    };

    /// <summary>The formula of RULES X9.</summary>
    public string Liquidation => Account.Liquidation == LiquidationFormula.Simple
        ? "isolated, long entry × (1 − 1/L + MMR), short entry × (1 + 1/L − MMR)"
        : "isolated, where margin and result equal notional × MMR − maintenance amount";

    /// <summary>Where the maintenance margins come from.</summary>
    public string MarginTable => Instrument.MarginTables.IsEmpty ? "none"
        : string.Join("; ", Instrument.MarginTables.Select(t => t.FromUtcMs == long.MinValue ? t.Source : $"from {UtcTime.Print(t.FromUtcMs)[..10]}: {t.Source}"));

    /// <summary>In percent, with the day from which on each holds where they are dated.</summary>
    public string Fees => string.Join("; ", Account.Fees.Periods.Select(period =>
        $"{(period.FromUtcMs == long.MinValue ? "" : $"from {UtcTime.Print(period.FromUtcMs)[..10]} ")}taker {Percent(period.Rates.Taker)}, maker {Percent(period.Rates.Maker)}")) + " of notional";

    /// <summary>Interest on shorts; null where none is charged.</summary>
    public string? Borrowing => Instrument.BorrowRate is { } rate ? $"{Percent(rate)} a year on shorts, charged every full hour" : null;

    /// <summary>RULES V1 to V5, as far as they are on.</summary>
    private IEnumerable<string> Realistic()
    {
        var models = Account.Models;
        if (models.Impact) yield return "spread ÷ 2 and 0.1 × volatility × √(size ÷ volume) on market fills and stops";
        if (models.StopTick) yield return "one more tick on stops";
        if (models.LatencyNanos > 0) yield return string.Create(CultureInfo.InvariantCulture, $"{models.LatencyNanos / 1e6:0.###} ms of latency");
        if (models.Queue is { } queue)
            yield return string.Create(CultureInfo.InvariantCulture, $"a touched target fills with probability {queue.Probability} and with up to {queue.Share:P0} of a bar's volume");
        yield return (models.Intrabar, ResolvesInside) switch
        {
            (IntrabarOrder.Resolved, true) => "inside a bar the finer ones say what came first",
            (IntrabarOrder.Optimistic, _) => "inside a bar what gains comes first",
            _ => "inside a bar what loses comes first",
        };
        yield return Triggers == TriggerSource.MarkPrice ? "stops and liquidation by the mark price" : "stops and liquidation by the last price";
        if (!models.Rounding) yield return "no tick, lot or minimum";
    }

    private static string Percent(double fraction) => (fraction * 100).ToString("0.####", CultureInfo.InvariantCulture) + " %";
}
