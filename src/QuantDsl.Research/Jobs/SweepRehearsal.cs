using QuantDsl.Backtest;
using QuantDsl.Market;
using QuantDsl.Research.Grid;
using QuantDsl.Research.Store;

namespace QuantDsl.Research.Jobs;

/// <summary>A sweep of the same strategy and account, over bars made up for it and into a store that is thrown away, so that the runtime has compiled what the
/// sweep needs when it begins: a sweep of a thousand combinations is over before the runtime would have noticed what is hot.</summary>
/// <remarks>Nothing of it is kept. A host runs it beside the reading of the data, on a thread that would be idle.</remarks>
public static class SweepRehearsal
{
    /// <summary>Enough for averages of some length on higher timeframes, and over in a few milliseconds.</summary>
    private const int Bars = 20_000;

    /// <summary>More than lanes walk together, so that there is a second portion.</summary>
    private const int Combinations = 80;

    /// <summary>Traded where the venue trades it; else its first instrument is.</summary>
    private const string Symbol = "BTCUSDT";

    /// <param name="strategy">Swept over what its stops, targets and sizes read; what its signals read is held at the defaults.</param>
    /// <param name="account">Of the sweep; where trading begins is not taken over.</param>
    /// <param name="venue">Of the sweep.</param>
    /// <param name="clock">For times that nobody sees.</param>
    /// <returns>How many combinations traded: none where the rules never hold on the bars made up, and then less is compiled.</returns>
    /// <exception cref="Diagnostics.InputException">Strategy and account do not fit together.</exception>
    public static int Run(StrategyInput strategy, AccountSettings account, Venue venue, TimeProvider clock)
    {
        if (!venue.Trades(Symbol) && venue.Instruments.IsEmpty) return 0;
        var bars = Make(venue.Trades(Symbol) ? Symbol : venue.Instruments[0].Symbol, strategy.Bound.Timeframe);
        var history = new MarketHistory(bars, null, venue.InstrumentOf(bars.Symbol), venue) { Others = [.. strategy.Bound.Symbols.Skip(1).Select(symbol => bars with { Symbol = symbol })] };
        var signals = SignalParameters.Of(strategy.Bound).Signals;
        var held = strategy.Bound.Parameters.Where((_, index) => signals.Contains(index)).Select(p => new ParameterSetting(p.Name, p.Default));
        var inputs = new RunInputs(strategy.Holding(held), history, account with { TradeFromBar = null, TradeFromUtcMs = null }) { Request = new("", []) };
        using var job = ScreenJob.Prepare(inputs, new() { Workers = 1, Draw = Combinations }, clock);
        using var store = RunStore.InMemory(clock);
        using var report = job.Run(store);
        return report.Ranking.Rows.Count(row => row.Key.Trades > 0);
    }

    /// <summary>Prices that fall and rise in waves of several lengths, so that rules of most kinds come true.</summary>
    private static BarSeries Make(string symbol, Timeframe timeframe)
    {
        var times = new long[Bars];
        double[] open = new double[Bars], high = new double[Bars], low = new double[Bars], close = new double[Bars], volume = new double[Bars];
        ulong state = 1;
        double price = 1_000;
        for (int i = 0; i < Bars; i++)
        {
            // A multiplicative step of at most 0.4 % from the upper bits of a linear congruential generator (Knuth's MMIX constants), drawn back to 1,000.
            state = state * 6364136223846793005 + 1442695040888963407;
            double next = price * (1 + ((state >> 40) * (0.008 / (1 << 24)) - 0.004)) + (1_000 - price) * 0.0005;
            (times[i], open[i], close[i], volume[i]) = (i * timeframe.Milliseconds, price, next, 1 + (state >> 60));
            (high[i], low[i], price) = (Math.Max(price, next) * 1.001, Math.Min(price, next) * 0.999, next);
        }

        return new(symbol, timeframe, [.. times], [.. open], [.. high], [.. low], [.. close], [.. volume]);
    }
}
