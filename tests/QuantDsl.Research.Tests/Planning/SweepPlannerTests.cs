using QuantDsl.Backtest;
using QuantDsl.Backtest.Groups;
using QuantDsl.Backtest.Risk;
using QuantDsl.Compiler;
using QuantDsl.Compiler.Columns;
using QuantDsl.Language.Linking;
using QuantDsl.Language.Semantics;
using QuantDsl.Language.Syntax;
using QuantDsl.Research.Grid;
using QuantDsl.Research.Planning;
using QuantDsl.Runtime;
using QuantDsl.Testing.Generation;

namespace QuantDsl.Research.Tests.Planning;

public sealed class SweepPlannerTests
{
    private static readonly AccountSettings[] Accounts =
    [
        new(),
        new() { Fills = FillMode.Neutral, Sizing = new Sizing.FixedQuantity(1) },
        new() { Fills = FillMode.Realistic },
        new() { Fills = FillMode.Realistic, Models = ExecutionModels.None with { Funding = false } },
        new() { Limits = new StrategyLimits { CooldownAfterExitMs = 60_000 } },
    ];

    public static TheoryData<string> Strategies => Library.All;

    [Theory]
    [MemberData(nameof(Strategies))]
    public void Groups_are_planned_exactly_where_the_walk_of_groups_serves(string name)
    {
        var strategy = Library.Strategy(name).Bound;
        var grid = SweepGrid.Create(strategy, []);
        var history = Library.Sample(60).With(strategy, Library.Sample(60, seed: 2));
        var columns = new MarketColumns(history.Base, strategy.Timeframe, others: history.Others);
        foreach (var account in Accounts)
        {
            var plan = SweepPlanner.Plan(strategy, account, grid);
            Assert.Equal(GroupWalk.Serves(RunContext.Create(history, columns, StrategyCompiler.PlanOf(strategy), account)), plan.WalksGroups);
            Assert.Equal(plan.WalksGroups ? 64 : 1, plan.Lanes);
            // Whoever takes the whole sweep leaves no part to another path.
            if (!plan.WalksGroups) Assert.All(plan.Parts.Where(part => part.Name != "program"), part => Assert.True(part.Path is PlannedPath.PlainWalk or PlannedPath.None or PlannedPath.Once, part.Name));
        }
    }

    [Fact]
    public void Parts_take_the_path_of_what_they_are()
    {
        var plan = PlanOf("""
            strategy parts timeframe 1h
            param a = 3 in 3..5 step 1
            param b = 30 in [30, 40]
            param c = 2 in [2, 3]
            param d = 1% in [1%, 2%]
            param e = 14 in [14, 15, 16]
            let mean = SMA(close, a)
            enter long when close > mean and RSI(mean, 9) < b
            exit long when close < mean or profit > d
            exit short when highest(high, 20) > EMA(close, 50) on 4h
            enter short when close < 4
            stop atr_fixed(ATR(e), c)
            target risk_reward(2)
            exit after 20 bars
            """);
        Assert.Equal((72, 6), (plan.Combinations, plan.Groups));
        Assert.Equal(
            ["program class", "filters none", "regimes none", "entry long signals", "entry short signals", "exit long bar by bar", "exit short signals", "stop jumps", "target jumps", "time exit jumps",
                "scaling none", "sizing jumps", "fills jumps", "margin jumps", "funding jumps", "limits none", "metrics jumps"],
            plan.Parts.Select(part => $"{part.Name} {ResultNames.Of(part.Path)}"));
        Assert.Equal("the same bars for all combinations with the same a and b", plan.Parts[3].Why);
        Assert.Equal("reads no swept parameter: the same bars for all combinations", plan.Parts[4].Why);
        // What an indicator is computed of comes before it; a let is entered where it is first named.
        Assert.Equal(["3 SMA(close, a)", "3 RSI(mean, 9)", "1 highest(high, 20)", "1 EMA(close, 50) on 4h", "3 ATR(e)"], plan.Columns.Select(column => $"{column.Columns} {column.Formula}"));
        Assert.Equal(11, plan.ColumnCount);
    }

    [Theory]
    [InlineData("stop pct_trailing(2%)", "stop", PlannedPath.Closes)]
    [InlineData("stop atr_trailing(ATR(14), 2)", "stop", PlannedPath.Closes)]
    [InlineData("stop atr_trailing(ATR(period), 2)", "stop", PlannedPath.BarByBar)]
    [InlineData("stop pct_trailing(2%)\nexit short when profit > 1%", "stop", PlannedPath.BarByBar)]
    [InlineData("stop pct_trailing(2%)\nregime wild when close > 1", "stop", PlannedPath.BarByBar)]
    [InlineData("stop 2%\nregime wild when close > 1\nin wild: stop pct_trailing(2%)", "stop", PlannedPath.BarByBar)]
    [InlineData("stop 2%", "stop", PlannedPath.Jumps)]
    [InlineData("scale in at +1% up to 2 times", "scaling", PlannedPath.PlainWalk)]
    [InlineData("take 50% at 2%", "scaling", PlannedPath.PlainWalk)]
    [InlineData("trade 08:00-16:00 UTC", "filters", PlannedPath.Once)]
    [InlineData("reverse true", "reverse", PlannedPath.Signals)]
    public void A_line_decides_the_path_of_its_part(string line, string part, PlannedPath path)
    {
        var plan = PlanOf($"""
            strategy line timeframe 1h
            param period = 14 in [14, 20]
            enter long when close > SMA(close, 9)
            enter short when close < SMA(close, 9)
            exit long when close < SMA(close, 5)
            {line}
            """);
        Assert.Equal(path, plan.Parts.Single(p => p.Name == part).Path);
        if (line.Contains("in wild", StringComparison.Ordinal)) Assert.StartsWith("in some regimes", plan.Parts.Single(p => p.Name == part).Why, StringComparison.Ordinal);
        if (path == PlannedPath.PlainWalk) Assert.Equal("because of scaling", plan.Parts.Single(p => p.Name == "entry long").Why);
    }

    [Fact]
    public void Generated_strategies_have_a_plan_whose_groups_are_those_of_their_signals()
    {
        int several = 0;
        for (int seed = 0; seed < 300; seed++)
        {
            var read = StrategyReader.Read(new Diagnostics.SourceText("s.qstrat", StrategyGenerator.Text(seed)));
            if (Binder.Bind(read).Strategy is not { } strategy || strategy.Symbols.Length > 1) continue;
            SweepGrid grid;
            try
            {
                grid = SweepGrid.Create(strategy, [], draw: 200, seed: 3);
            }
            catch (Diagnostics.InputException)
            {
                // Too large, or emptied by its own `require`.
                continue;
            }

            var plan = SweepPlanner.Plan(strategy, new(), grid);
            Assert.Equal(plan.Parts.Length, plan.Parts.Select(part => part.Name).Distinct().Count());
            Assert.All(plan.Parts, part => Assert.False(part.Why.EndsWith('.') || part.Why.Length == 0));
            var program = new SignalProgram(strategy, new MarketColumns(Library.Sample(2).Base, strategy.Timeframe));
            var signals = new Dictionary<string, long>();
            var values = new double[grid.Width];
            long groups = 0;
            for (long ordinal = 0; ordinal < grid.Count; ordinal++)
            {
                grid.Fill(grid.CombinationAt(ordinal), values);
                string read2 = string.Join(' ', program.ParameterReads.Select(p => BitConverter.DoubleToInt64Bits(values[p])));
                // Equal signals stand in one stretch: what reads the position and regimes may part it further, but nothing comes back.
                if (!signals.TryGetValue(read2, out long last)) groups++;
                else if (last != ordinal - 1) Assert.True(ReadsMore(strategy), $"seed {seed}: {ordinal} comes back to the signals of {last}");
                signals[read2] = ordinal;
            }

            if (!ReadsMore(strategy)) Assert.Equal(groups, plan.Groups);
            if (groups > 1 && groups < grid.Count) several++;
        }

        Assert.True(several > 30, $"{several} grids have several groups of several combinations");
    }

    /// <summary>Whether exits read the position, or regimes stand beside the rules: then the order of the grid and the program do not speak of the same parameters.</summary>
    private static bool ReadsMore(BoundStrategy strategy) =>
        !strategy.Regimes.IsEmpty || new[] { strategy.ExitLong, strategy.ExitShort }.OfType<BoundCondition>().Any(ParameterReads.ReadsPosition);

    private static SweepPlan PlanOf(string text)
    {
        var strategy = Library.Input(text).Bound;
        return SweepPlanner.Plan(strategy, new(), SweepGrid.Create(strategy, []));
    }
}
