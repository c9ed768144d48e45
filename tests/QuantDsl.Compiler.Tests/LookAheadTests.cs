using QuantDsl.Market;
using QuantDsl.Runtime;

namespace QuantDsl.Compiler.Tests;

/// <summary>What is decided at a close never depends on a later bar.</summary>
public sealed class LookAheadTests
{
    [Theory]
    [MemberData(nameof(Library.Files), MemberType = typeof(Library))]
    public void Truncating_the_bars_changes_no_earlier_answer_of_the_library(string file)
    {
        var strategy = Library.Read(file);
        using var program = StrategyCompiler.Compile(strategy);
        double[] parameters = [.. strategy.Parameters.Select(p => p.Default)];
        AssertTruncationChangesNothing(program, parameters, seed: 7, bars: 2500, cuts: 12);
    }

    [Fact]
    public void Truncating_the_bars_changes_no_earlier_answer_of_random_programs()
    {
        for (int seed = 9000; seed < 9016; seed++)
        {
            var strategy = Library.Generated(seed);
            using var program = StrategyCompiler.Compile(strategy);
            AssertTruncationChangesNothing(program, [.. strategy.Parameters.Select(p => p.Default)], seed, bars: 250, cuts: 8);
        }
    }

    [Fact]
    public void A_negative_look_back_sees_nothing_rather_than_the_future()
    {
        var strategy = Bound.Strategy("future", [Bound.Declared("lag", -1)]) with
        {
            EnterLong = Bound.Above(new QuantDsl.Language.Semantics.BoundHistory(Bound.Close, Bound.Parameter(0, "lag")), Bound.Number(0)),
        };
        using var program = StrategyCompiler.Compile(strategy);
        var instance = program.CreateInstance();
        instance.Bind(new MarketColumns(Bars.Of(Bound.M5, 1, 2, 3), Bound.M5), [-1]);
        Assert.DoesNotContain(Enumerable.Range(0, 3), instance.EnterLong);
        instance.Bind(new MarketColumns(Bars.Of(Bound.M5, 1, 2, 3), Bound.M5), [1]);
        Assert.Equal([1, 2], Enumerable.Range(0, 3).Where(instance.EnterLong));
    }

    private static void AssertTruncationChangesNothing(CompiledProgram program, double[] parameters, int seed, int bars, int cuts)
    {
        BarSeries all = Bars.Random(seed, bars, program.Plan.Timeframe), other = Bars.Random(seed + 1, bars, program.Plan.Timeframe);
        var whole = program.CreateInstance();
        whole.Bind(new MarketColumns(all, program.Plan.Timeframe, others: [other]), parameters);
        var random = new Random(seed);
        for (int i = 0; i < cuts; i++)
        {
            int count = random.Next(1, all.Count);
            var part = program.CreateInstance();
            part.Bind(new MarketColumns(all.Slice(0, count), program.Plan.Timeframe, others: [other.Between(long.MinValue, all.CloseTime(count - 1))]), parameters);
            for (int bar = 0; bar < count; bar++)
            {
                var position = new PositionView(bar % 7, 0.01, 100);
                Assert.True(whole.EnterLong(bar) == part.EnterLong(bar) && whole.EnterShort(bar) == part.EnterShort(bar)
                    && whole.ExitLong(bar, position) == part.ExitLong(bar, position) && whole.ExitShort(bar, position) == part.ExitShort(bar, position),
                    $"cutting at bar {count} changes the answers at bar {bar}\n{program.Source}");
                if (whole.Stop.Series is { } series) Assert.Equal(series[bar], part.Stop.Series![bar]);
            }
        }
    }
}
