using QuantDsl.Compiler.Columns;
using QuantDsl.Language.Semantics;
using QuantDsl.Runtime;

namespace QuantDsl.Compiler.Tests;

/// <summary>What a reading says of a rule: worked by hand, and over generated programs never other than what the rule itself says.</summary>
public sealed class ConditionReaderTests
{
    [Fact]
    public void Each_clause_has_its_verdict_and_what_it_read()
    {
        var reading = Read("param level = 11 enter long when close > level and close > EMA(close, 3) and close < 20", [10, 12, 14], 1);
        Assert.Equal((ClauseKind.All, Verdict.Undefined), (reading.Kind, reading.Verdict));
        Assert.Equal(["close > level Holds [close=12 level=11]", "close > EMA(close, 3) Undefined [close=12 EMA(close, 3)=NaN]", "close < 20 Holds [close=12]"], reading.Parts.Select(Told));
        // One bar on the mean of 10, 12 and 14 is there.
        Assert.Equal("close > EMA(close, 3) Holds [close=14 EMA(close, 3)=12]", Told(Read("param level = 11 enter long when close > level and close > EMA(close, 3)", [10, 12, 14], 2).Parts[1]));
    }

    [Fact]
    public void A_name_is_read_by_its_name_and_says_what_it_stands_for()
    {
        var value = Read("param n = 3 let slow = SMA(close, n) * 2 enter long when close > slow", [10, 12, 14], 2).Values[1];
        Assert.Equal(("slow", 24.0, "SMA(close, 3) * 2"), (value.Text, value.Value, value.Definition));
    }

    [Fact]
    public void A_cross_shows_both_bars()
    {
        Assert.Equal("close crosses_above SMA(close, 2) Holds [close=13 SMA(close, 2)=11.5 close[1]=10 SMA(close, 2)[1]=11]", Told(Read("enter long when close crosses_above SMA(close, 2)", [12, 10, 13], 2)));
        // At the first bar there is none before it.
        Assert.Equal("close crosses_above 11 Undefined [close=12 close[1]=NaN]", Told(Read("enter long when close crosses_above 11", [12, 10, 13], 0)));
        Assert.Equal("not close crosses_above 11 Holds [close=10 close[1]=12]", Told(Read("enter long when not close crosses_above 11", [12, 10, 13], 1)));
    }

    [Theory]
    [InlineData("close > 12 within 3 bars", 3, "Holds", "held 2 bars ago")]
    [InlineData("close > 12 within 2 bars", 3, "Fails", "held at none of 2 closes")]
    [InlineData("not (close > 12 within 2 bars)", 3, "Holds", "held at all of 2 closes")]
    [InlineData("not (close > 12 within 3 bars)", 3, "Fails", "did not hold 2 bars ago")]
    [InlineData("not (close > 12 within 3 bars)", 0, "Undefined", "looks back before the first bar")]
    [InlineData("rising(close, 2)", 1, "Undefined", "rose at 1 of 2 bars")]
    [InlineData("falling(close, 2)", 3, "Holds", "fell at 2 of 2 bars")]
    public void A_look_back_says_what_it_found(string rule, int bar, string verdict, string note)
    {
        // 11, 13, 12, 10
        var reading = Read($"enter long when {rule}", [11, 13, 12, 10], bar);
        Assert.Equal((verdict, note), (reading.Verdict.ToString(), reading.Note));
    }

    [Fact]
    public void Alternatives_and_counts_are_open_only_where_a_missing_value_could_decide()
    {
        // The mean of 5 is not there at bar 2.
        const string Missing = "close > SMA(close, 5)";
        Assert.Equal(Verdict.Holds, Read($"enter long when {Missing} or close > 1", [10, 12, 14], 2).Verdict);
        Assert.Equal(Verdict.Undefined, Read($"enter long when {Missing} or close > 99", [10, 12, 14], 2).Verdict);
        Assert.Equal(Verdict.Fails, Read($"enter long when {Missing} and close > 99", [10, 12, 14], 2).Verdict);
        var two = Read($"enter long when 2 of ({Missing}, close > 1, close > 99)", [10, 12, 14], 2);
        Assert.Equal((ClauseKind.AtLeast, Verdict.Undefined, "1 hold, 2 are needed"), (two.Kind, two.Verdict, two.Note));
        Assert.Equal(Verdict.Fails, Read($"enter long when 3 of ({Missing}, close > 1, close > 99)", [10, 12, 14], 2).Verdict);
    }

    [Fact]
    public void A_regime_clause_names_the_regime_of_the_bar()
    {
        const string Text = "regime dear when close > 13 regime up when rising(close, 1) enter long in up when close > 0";
        Assert.Equal(["regime up Holds []", "the regime is up"], Regime(1));
        Assert.Equal(["regime up Fails []", "the regime is dear"], Regime(2));
        Assert.Equal(["regime up Undefined []", "the bar has no regime"], Regime(0));

        string[] Regime(int bar) => [Told(Read(Text, [10, 12, 14], bar).Parts[0]), Read(Text, [10, 12, 14], bar).Parts[0].Note];
    }

    [Fact]
    public void Without_a_position_nothing_of_it_is_defined()
    {
        var strategy = Library.Bind("strategy s timeframe 5m enter long when close > 1 exit long when profit > 1% or bars_in_trade < 5");
        var (reader, evaluator) = Of(strategy, Bars.Of(Bound.M5, [10, 12]), []);
        var rule = strategy.ExitLong!;
        Assert.Equal(["profit > 1% Undefined [profit=NaN]", "bars_in_trade < 5 Undefined [bars_in_trade=NaN]"], reader.Read(rule, 1, ConditionEvaluator.NoPosition).Parts.Select(Told));
        Assert.False(evaluator.Holds(rule, 1, ConditionEvaluator.NoPosition));
        Assert.Equal(["profit > 1% Holds [profit=0.2]", "bars_in_trade < 5 Fails [bars_in_trade=7]"], reader.Read(rule, 1, new(7, 0.2, 10)).Parts.Select(Told));
    }

    [Fact]
    public void A_reading_never_says_other_than_the_rule()
    {
        int read = 0, undefined = 0;
        for (int seed = 40_000; seed < 40_120; seed++)
        {
            var strategy = Library.Generated(seed);
            var bars = Bars.Random(seed, 90, Bound.M5, undefinedShare: 0.05);
            var (reader, evaluator) = Of(strategy, bars, [.. strategy.Parameters.Select(p => p.Default)]);
            foreach (var rule in new[] { strategy.EnterLong, strategy.EnterShort, strategy.ExitLong, strategy.ExitShort })
            {
                for (int bar = seed % 7; bar < bars.Count; bar += 7)
                {
                    PositionView position = new(bar % 9, 0.01, 100);
                    Check(reader.Read(rule!, bar, position), bar, position);
                }
            }

            void Check(ClauseReading reading, int bar, PositionView position)
            {
                read++;
                Assert.Equal(evaluator.Holds(reading.Condition, bar, position), reading.Verdict == Verdict.Holds);
                if (reading.Verdict == Verdict.Undefined) undefined++;
                if (reading is { Kind: ClauseKind.Values, Verdict: Verdict.Undefined }) Assert.True(reading.Values.Any(v => double.IsNaN(v.Value)), $"{Told(reading)} {reading.Note}");
                int size = reading.Condition switch { BoundWithin w => evaluator.BarsIn(w.Bars), BoundAtLeast a => evaluator.BarsIn(a.Count), _ => 0 };
                Assert.Equal(Combined(reading, (condition, at) => reader.Read(condition, at, position).Verdict, bar, size), reading.Verdict);
                // Within a window a part is read at the close that decided, so it may say otherwise at this one.
                if (reading.Kind is not (ClauseKind.Within or ClauseKind.Throughout))
                    foreach (var part in reading.Parts) Check(part, bar, position);
            }
        }

        // Kleene's tables, from the verdicts of the parts: of a window, at each of its closes.
        static Verdict Combined(ClauseReading reading, Func<BoundCondition, int, Verdict> at, int bar, int bars)
        {
            int Count(Verdict verdict) => reading.Parts.Count(p => p.Verdict == verdict);
            Verdict[] window = reading.Condition is not BoundWithin w ? [] : [.. Enumerable.Range(0, bars).Select(ago => bar - ago >= 0 ? at(w.Condition, bar - ago) : Verdict.Undefined)];
            return reading.Kind switch
            {
                ClauseKind.All => Of(Count(Verdict.Fails) > 0, Count(Verdict.Undefined) > 0),
                ClauseKind.Any => Of(Count(Verdict.Fails) == reading.Parts.Length, Count(Verdict.Holds) == 0),
                ClauseKind.AtLeast => Of(reading.Parts.Length - Count(Verdict.Fails) < bars, Count(Verdict.Holds) < bars),
                ClauseKind.Within => Of(window.All(v => v == Verdict.Fails), !window.Contains(Verdict.Holds)),
                ClauseKind.Throughout => Of(window.Contains(Verdict.Fails), window.Contains(Verdict.Undefined)),
                _ => reading.Verdict,
            };

            static Verdict Of(bool fails, bool isOpen) => fails ? Verdict.Fails : isOpen ? Verdict.Undefined : Verdict.Holds;
        }

        Assert.True(read > 5_000 && undefined > 500, $"{read} read, {undefined} undefined");
    }

    private static ClauseReading Read(string rules, double[] closes, int bar)
    {
        var strategy = Library.Bind($"strategy s timeframe 5m {rules}");
        return Of(strategy, Bars.Of(Bound.M5, closes), [.. strategy.Parameters.Select(p => p.Default)]).Reader.Read(strategy.EnterLong!, bar, ConditionEvaluator.NoPosition);
    }

    private static (ConditionReader Reader, ConditionEvaluator Evaluator) Of(BoundStrategy strategy, QuantDsl.Market.BarSeries bars, double[] parameters)
    {
        var evaluator = new ConditionEvaluator(strategy, new MarketColumns(bars, Bound.M5), parameters);
        return (new(strategy, evaluator, parameters), evaluator);
    }

    private static string Told(ClauseReading clause) =>
        FormattableString.Invariant($"{clause.Text} {clause.Verdict} [{string.Join(' ', clause.Values.Select(v => FormattableString.Invariant($"{v.Text}={(double.IsNaN(v.Value) ? "NaN" : Math.Round(v.Value, 9))}")))}]");
}
