using QuantDsl.Backtest;
using QuantDsl.Backtest.Events;
using QuantDsl.Compiler;
using QuantDsl.Language.Semantics;
using QuantDsl.Market;
using QuantDsl.Research.Events;
using QuantDsl.Research.Explanation;
using QuantDsl.Runtime;

namespace QuantDsl.Research.Tests.Explanation;

/// <summary>What an event log says of a signal: the values its rule read at its close.</summary>
public sealed class RuleReadingsTests
{
    private static readonly MarketHistory History = Library.Sample(3) is var sample ? sample with { Base = sample.Base.Aggregate(new(5 * Timeframe.Minute)), Mark = null } : sample;

    [Fact]
    public void A_rule_reads_its_names_prices_and_calls_from_left_to_right()
    {
        var readings = Of("""
            strategy s timeframe 5m
            param n = 5
            let rsi = RSI(close, n)
            let level = 20 + n
            regime calm when ADX(14) < 20
            enter long in calm when rsi < level and (high - low) / 2 > ATR(n) or close > highest(high, 3)[1] within 2 bars
            exit long when profit > 1% or rsi > 70 or max(rsi, RSI(close, 21)) > 80
            """);
        Assert.Equal(["ADX(14)", "rsi", "high", "low", "ATR(5)", "close", "highest(high, 3)[1]"], readings.Of(Side.Long, enters: true).Select(c => c.Name));
        Assert.Equal(["rsi", "RSI(close, 21)"], readings.Of(Side.Long, enters: false).Select(c => c.Name));
        Assert.True(readings.Of(Side.Short, enters: true).IsEmpty);
    }

    [Fact]
    public void Every_signal_of_a_run_is_read_at_its_own_bar_and_by_its_own_rule()
    {
        const string Text = "strategy s timeframe 5m let mean = SMA(close, 5) enter long when close > mean enter short when open < mean exit long when low < mean exit after 6 bars stop 1% reverse true";
        var strategy = Library.Input(Text).Bound;
        using var program = StrategyCompiler.Compile(strategy);
        var columns = new MarketColumns(History.Base, strategy.Timeframe);
        var run = RecordedRun.Of(program, columns, RunContext.Create(History, columns, program.Plan, new AccountSettings { Fills = FillMode.Neutral }), []);
        ISignalContext context = new SignalReadings([new(strategy, columns, [])]);
        int rules = 0, silent = 0;
        foreach (var signal in run.Events.OfType<SignalEvent>())
        {
            var values = new SignalValues();
            context.Read(signal, values);
            double mean = Enumerable.Range(signal.Bar - 4, 5).Average(bar => History.Base.Close[bar]);
            string price = signal switch { { Intent: SignalIntent.Exit } => "low", { Side: Side.Long } => "close", _ => "open" };
            if (signal is { Intent: SignalIntent.Exit, Reason: not ExitReason.Signal } || (signal.Intent == SignalIntent.Exit && signal.Side == Side.Short))
            {
                silent++;
                Assert.Equal(0, values.Count);
                continue;
            }

            rules++;
            Assert.Equal((2, price, "mean"), (values.Count, values[0].Name, values[1].Name));
            Assert.Equal(price switch { "low" => History.Base.Low[signal.Bar], "close" => History.Base.Close[signal.Bar], _ => History.Base.Open[signal.Bar] }, values[0].Value);
            Assert.Equal(mean, values[1].Value, 6);
        }

        Assert.True(rules > 50 && silent > 0, $"{rules} by rules, {silent} by time");
    }

    private static RuleReadings Of(string text)
    {
        var strategy = Library.Input(text).Bound;
        return new(strategy, new MarketColumns(History.Base, strategy.Timeframe), [.. strategy.Parameters.Select(p => p.Default)]);
    }
}
