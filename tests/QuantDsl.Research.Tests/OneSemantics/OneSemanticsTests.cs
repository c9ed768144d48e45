using System.Globalization;
using QuantDsl.Backtest;
using QuantDsl.Compiler;
using QuantDsl.Data;
using QuantDsl.Diagnostics;
using QuantDsl.Language.Semantics;
using QuantDsl.Language.Syntax;
using QuantDsl.Market;
using QuantDsl.Research.Grid;
using QuantDsl.Research.Jobs;
using QuantDsl.Research.Sweep;
using QuantDsl.Runtime;
using QuantDsl.Testing;
using QuantDsl.Testing.Conformance;
using Xunit.Abstractions;

namespace QuantDsl.Research.Tests.OneSemantics;

/// <summary>The plain bar-by-bar engine is the reference: whatever path a sweep takes, it equals that engine trade for trade and bit for bit.</summary>
/// <remarks>
/// The reference is <see cref="AccountWalk"/> over one combination after another, with columns of its own. Of every fourth strategy, over five hundred, it asks the compiled class;
/// of the others the strategy by columns, which a test of the compiler holds to the class on ten thousand structures: compiling them all would take longer than all the rest.
/// The other side is the sweep as its plan has it, both its rows and, where combinations that signal alike are walked together, every trade, refusal and day of every lane.
/// </remarks>
[Trait("Vectors", "differential")]
public sealed class OneSemanticsTests(ITestOutputHelper output)
{
    private const int Seeds = 2_080, RealSeeds = 520, PerBatch = 130, PerClass = 4, MostCombinations = 9;

    public static TheoryData<string> Files =>
        [.. Directory.GetFiles(Repository.PathOf("strategies")).Where(f => f.EndsWith(".qstrat", StringComparison.Ordinal) || f.EndsWith(".yaml", StringComparison.Ordinal)).Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal)];

    [Fact]
    public void Two_thousand_random_strategies_are_swept_as_the_plain_engine_runs_them()
    {
        var tally = Compared(0, Seeds, seed => HostileMarkets.Long[seed % HostileMarkets.Long.Length]);
        output.WriteLine(tally.ToString());

        Assert.True(tally["strategies"] >= 2_000);
        Assert.True(tally["strategies on the fast path"] >= 0.6 * tally["strategies"]);
        Assert.True(tally["strategies with groups of several lanes"] >= 1_000);
        Assert.True(tally["trades"] >= 50_000);
        Assert.All(Enum.GetValues<StopRule>(), rule => Assert.True(tally[rule] >= 100, $"{rule} {tally[rule]}"));
        Assert.All(Enum.GetValues<TargetRule>(), rule => Assert.True(tally[rule] >= 100, $"{rule} {tally[rule]}"));
        Assert.All(Enum.GetValues<Side>(), side => Assert.True(tally[side] >= 10_000, $"{side} {tally[side]}"));
        // Limits of a risk file are the plain walk's alone.
        Assert.All(Enum.GetValues<ExitReason>().Where(reason => reason != ExitReason.RiskHalt), reason => Assert.True(tally[reason] >= 200, $"{reason} {tally[reason]}"));
        Assert.All([Refusal.Margin, Refusal.Leverage, Refusal.MinNotional, Refusal.ZeroQuantity, Refusal.UndefinedSize, Refusal.NoEdge], refusal => Assert.True(tally[refusal] >= 200, $"{refusal} {tally[refusal]}"));
        Assert.True(tally["funded"] >= 10_000 && tally["in a regime"] >= 10_000 && tally["left open"] >= 200 && tally["ruined"] >= 50);
    }

    [Fact]
    public void Where_there_are_too_few_bars_both_refuse_in_the_same_words_or_do_the_same()
    {
        var tally = Compared(0, 2 * PerBatch, seed => HostileMarkets.Short[seed % HostileMarkets.Short.Length]);
        output.WriteLine(tally.ToString());
        Assert.True(tally["refused QD6003"] >= 100);
        Assert.True(tally["strategies on the fast path"] >= 10 && tally["trades"] > 0);
    }

    [SharedFact]
    public void On_real_bars_and_funding_too()
    {
        // The days on which bitcoin rose by two fifths in one, at five minutes, and quieter ones at one minute beside ether.
        var leap = Real("BTCUSDT", "5m", "2019-10", 20, 29);
        var quiet = Real("BTCUSDT", "1m", "2025-05", 3, 9);
        (string Name, MarketHistory History)[] markets =
        [
            ("leap", leap with { Others = [leap.Base with { Symbol = HostileMarkets.OtherSymbol }] }),
            ("quiet", quiet with { Others = [Real("ETHUSDT", "1m", "2025-05", 3, 9).Base with { Symbol = HostileMarkets.OtherSymbol }] }),
        ];
        var tally = Compared(Seeds, Seeds + RealSeeds, seed => markets[seed % markets.Length]);
        output.WriteLine(tally.ToString());
        Assert.True(tally["strategies"] >= 500);
        Assert.True(tally["strategies on the fast path"] >= 0.6 * tally["strategies"]);
        Assert.True(tally["trades"] >= 50_000 && tally[ExitReason.Liquidation] >= 200 && tally["funded"] >= 1_000);
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Of_the_library_every_strategy_is(string file)
    {
        var input = StrategyInput.Of(StrategyReader.Read(new SourceText(file, File.ReadAllText(Repository.PathOf("strategies", file)))));
        var swept = new SweptStrategy(input, SweepGrid.Create(input.Bound, []));
        using var classes = new ClassPrograms([input.Bound]);
        var tally = new SweepTally();
        var history = Library.Sample(30).With(input.Bound, Library.Sample(30, seed: 2));
        AccountSettings account = new(), hostile = new() { Leverage = 75, Fills = FillMode.Neutral, EndOfData = EndOfData.Mark, Sizing = new Sizing.EquityFraction(0.3), TakerFee = 0.002 };
        foreach (var settings in new[] { account, hostile }) Compare($"{file}, leverage {settings.Leverage}: ", 0, swept, history, settings, classes[0], tally, SweepRunner.MostLanes);
        output.WriteLine(tally.ToString());
        Assert.True(tally["combinations"] >= 2 * Math.Min(SweepRunner.MostLanes, swept.Grid.Count));
        // The one that scales is the plain walk's.
        Assert.Equal(input.Bound.ScaleIn is null && input.Bound.Take is null, tally["trades"] > 0);
    }

    [Fact]
    public void Of_the_conformance_corpus_every_strategy_with_bars_is()
    {
        var tally = new SweepTally();
        var cases = ConformanceCase.All.Select(c => (Case: c, Binder.Bind(c.Load()).Strategy)).Where(c => c.Strategy is not null && ConformanceBars.Of(c.Case, c.Strategy.Timeframe) is not null).ToArray();
        using var classes = new ClassPrograms([.. cases.Select(c => c.Strategy!)]);
        for (int i = 0; i < cases.Length; i++)
        {
            var (written, strategy) = cases[i];
            var input = StrategyInput.Of(written.Load());
            var history = Library.Sample(1) with
            {
                Base = ConformanceBars.Of(written, strategy!.Timeframe)!,
                Funding = null,
                Mark = null,
                Others = ConformanceBars.Others(written, strategy.Timeframe),
            };
            Compare($"{written.File}: ", i, new(input, SweepGrid.Create(input.Bound, [])), history, new() { Leverage = 1, Fills = FillMode.Neutral, Gaps = GapPolicy.Carry }, classes[i], tally);
        }

        output.WriteLine(tally.ToString());
        Assert.True(tally["strategies on the fast path"] >= 20);
    }

    private static MarketHistory Real(string symbol, string timeframe, string month, int fromDay, int toDay)
    {
        string File(string kind, string name) => Path.Combine([Repository.Shared!, "data", "futures", "um", "monthly", kind, symbol, .. name.Split('/')]);
        long Day(int day) => DateTimeOffset.Parse(FormattableString.Invariant($"{month}-{day:00}T00:00Z"), CultureInfo.InvariantCulture).ToUnixTimeMilliseconds();
        string funding = File("fundingRate", $"{symbol}-fundingRate-{month}.zip");
        return HistoryReader.Read(new()
        {
            BarFiles = [File("klines", $"{timeframe}/{symbol}-{timeframe}-{month}.zip")],
            FundingFiles = [funding],
            Symbol = symbol,
            Venue = Venues.BinanceUsdM,
            FromUtcMs = Day(fromDay),
            ToUtcMs = Day(toDay),
        });
    }

    /// <summary>Each strategy on its market, in batches that share a compilation.</summary>
    private static SweepTally Compared(int from, int to, Func<int, (string Name, MarketHistory History)> marketOf)
    {
        var tally = new SweepTally();
        Parallel.For(0, (to - from) / PerBatch, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, batch =>
        {
            var own = new SweepTally();
            var strategies = Enumerable.Range(from + batch * PerBatch, PerBatch).Select(seed => (Seed: seed, Swept: SweptStrategy.Of(seed, HostileMarkets.Fives))).ToArray();
            using var classes = new ClassPrograms([.. strategies.Where(s => s.Seed % PerClass == 0).Select(s => s.Swept.Input.Bound)]);
            int compiled = 0;
            foreach (var (seed, swept) in strategies)
            {
                IStrategyProgram program = seed % PerClass == 0 ? classes[compiled++] : StrategyCompiler.Columnar(swept.Input.Bound);
                var (name, history) = marketOf(seed);
                if (swept.Input.Bound.Symbols.IsEmpty) history = history with { Others = [] };
                Compare($"strategy {seed}, {name}: ", seed, swept, history, SweptAccount.Of(seed, history, swept.Input.Bound.EveryEntryHasAStop), program, own);
            }

            tally.Add(own);
        });
        return tally;
    }

    private static void Compare(string where, int seed, SweptStrategy swept, MarketHistory history, AccountSettings account, IStrategyProgram program, SweepTally tally, int most = MostCombinations)
    {
        var inputs = Library.Inputs(swept.Input, history, account);
        PlainRuns plain;
        try
        {
            plain = new(inputs, swept.Grid, program);
        }
        catch (InputException refusal)
        {
            var alike = Assert.Throws<InputException>(() => new FastSweep(inputs, swept.Grid, () => program));
            Assert.Equal(refusal.Diagnostics.Select(d => (d.Code, d.Message)), alike.Diagnostics.Select(d => (d.Code, d.Message)));
            tally.Refused(refusal.Diagnostics[0]);
            return;
        }

        // Of a third the sets of bars are let go as soon as they are made.
        using var fast = new FastSweep(inputs, swept.Grid, () => program, seed % 3 == 0 ? 1 << 10 : 1 << 20);
        foreach (long[] portion in FastSweep.Portions(swept.Grid, most))
        {
            var rows = fast.Rows(portion);
            var records = fast.Plan.WalksGroups ? fast.Records(portion) : [];
            for (int lane = 0; lane < portion.Length; lane++)
            {
                var expected = plain.Run(portion[lane]);
                if (RunDifference.Between(plain.RowOf(portion[lane], expected), rows[lane]) is { } inRow) Assert.Fail($"{where}combination {portion[lane]}, {inRow}\n{swept.Input.Document}");
                if (records.Length > 0 && RunDifference.Between(expected, records[lane]) is { } difference) Assert.Fail($"{where}combination {portion[lane]}, {difference}\n{swept.Input.Document}");
                tally.Add(expected, records.Length > 0 ? fast.Lane(lane) : null);
            }
        }

        tally.Add(fast);
    }
}
