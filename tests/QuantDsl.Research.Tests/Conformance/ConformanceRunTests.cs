using System.Globalization;
using QuantDsl.Backtest;
using QuantDsl.Compiler;
using QuantDsl.Language.Semantics;
using QuantDsl.Language.Syntax;
using QuantDsl.Research.Grid;
using QuantDsl.Research.Tests.Fairness;
using QuantDsl.Testing.Conformance;

namespace QuantDsl.Research.Tests.Conformance;

/// <summary>The conformance corpus as it trades and as it is swept.</summary>
public sealed class ConformanceRunTests
{
    private static readonly AccountSettings Account = new() { Leverage = 1, Fills = FillMode.Neutral };

    public static TheoryData<string> Traded => [.. ConformanceCase.All.Where(c => c.Of("trades").Any()).Select(c => c.File)];

    public static TheoryData<string> Swept => [.. ConformanceCase.All.Where(c => c.Of("combinations").Any()).Select(c => c.File)];

    [Theory]
    [MemberData(nameof(Traded))]
    public void The_trades_are_those_the_case_writes_down(string file)
    {
        var (written, strategy) = Bound(file);
        Check(written, strategy);
        // The other notation trades as the same strategy.
        var twin = Binder.Bind(written.InOtherNotation());
        Assert.NotNull(twin.Strategy);
        Check(written, twin.Strategy);
    }

    private static void Check(ConformanceCase written, BoundStrategy strategy)
    {
        var bars = ConformanceBars.Of(written, strategy.Timeframe);
        Assert.True(bars is not null, "a case with trades writes down its bars");
        using var program = StrategyCompiler.Compile(strategy);
        var history = Library.Sample(1) with { Base = bars, Funding = null, Mark = null };
        var trades = SingleRun.Trades(history, program.Plan, program.CreateInstance(), ParameterVector.Of(strategy, []), Account);
        string told = trades.Count == 0 ? "none"
            : string.Join(", ", trades.Select(t => string.Create(CultureInfo.InvariantCulture, $"{ResultNames.Of(t.Side)} {t.EntryBar}..{t.ExitBar} {ResultNames.Of(t.ExitReason)}")));
        Assert.Equal(written.Of("trades").Single(), told);
    }

    [Theory]
    [MemberData(nameof(Swept))]
    public void The_combinations_are_those_the_case_counts(string file)
    {
        var (written, strategy) = Bound(file);
        var grid = SweepGrid.Create(strategy, []);
        Assert.Equal(written.Of("combinations").Single(), string.Create(CultureInfo.InvariantCulture, $"{grid.Declared} declared, {grid.Unique} unique"));
    }

    private static (ConformanceCase Written, BoundStrategy Strategy) Bound(string file)
    {
        var written = ConformanceCase.All.Single(c => c.File == file);
        var bound = Binder.Bind(written.Load());
        Assert.True(bound.Strategy is not null, string.Join('\n', bound.Diagnostics.Select(d => $"{d.Code} {d.Message}")));
        return (written, bound.Strategy);
    }
}
