using System.Globalization;
using System.Runtime.CompilerServices;
using QuantDsl.Indicators;
using QuantDsl.Language.Semantics;
using QuantDsl.Market;
using QuantDsl.Runtime;
using QuantDsl.Testing;

namespace QuantDsl.Compiler.Tests;

/// <summary>What the emitted class looks like, links to, costs and leaves behind.</summary>
public sealed class EmittedClassTests
{
    internal const string DesignExample = """
        // RSI mean reversion, confirmed on higher timeframes.
        strategy rsi_mean_reversion_mtf version 1
            "Enter on RSI extremes with EMA trend confirmation on a higher timeframe"

        timeframe 5m

        param rsi_period = 14   in [7, 10, 14, 21, 28]   "RSI look-back"
        param oversold   = 30   in [20, 25, 30, 35]
        param overbought = 70   in [65, 70, 75, 80]
        param stop_mult  = 2.0  in 1.5..3.0 step 0.5
        param goal       = 3%   in [2%, 3%, 4%, 5%]
        require oversold < overbought

        let rsi       = RSI(close, rsi_period)
        let rsi_1h    = RSI(close, 14) on 1h
        let ema_trend = EMA(close, 50) on 4h
        let atr       = ATR(14)

        enter long  when rsi < oversold   and rsi_1h > 40 and close > ema_trend
        enter short when rsi > overbought and rsi_1h < 60 and close < ema_trend
        exit  long  when rsi > 50
        exit  short when rsi < 50

        stop   atr_trailing(atr, stop_mult)
        target goal

        trade 08:00-20:00 UTC
        block Saturday, Sunday
        avoid funding 5m before, 5m after
        """;

    internal const string EveryForm = """
        strategy every_form "Each form of the language once"
        timeframe 5m
        param span = 20
        param lag = 3
        param share = 10%
        let bands = BBANDS(close, span, 2)
        let width = (bands.upper - bands.lower) / bands.middle
        let smooth = EMA(width, 5)
        let fast_1h = (EMA(close, 12)[1] - EMA(close, lag + 20)) on 1h
        let base = close
        let level = span * 2 + 1
        enter long when close crosses above bands.upper and not (MACD(close) crosses below 0)
            and (smooth[lag] > width or fast_1h > 0 within 5 bars)
        enter long when 2 of (rising(base, 3), not falling(volume, lag), highest(high, span)[1] < high)
        enter short when not (close > open within lag bars) and close < -1 * (open - 2 * ATR(14)) * (1 + share)
        exit long when profit > share or bars_in_trade != level or close < entry_price * 0.9
        exit short when abs(close - open) > max(ATR(14), sqrt(volume))
        stop atr_fixed(highest(high - low, 5), 2) from signal
        target risk_reward(lag)
        exit after span bars
        """;

    [Theory]
    [InlineData("rsi_mean_reversion_mtf", DesignExample)]
    [InlineData("every_form", EveryForm)]
    public void A_strategy_becomes_the_class_a_person_would_write(string name, string text)
    {
        var strategy = Library.Bind(text);
        Snapshot.Matches(StrategyCompiler.EmitCSharp(strategy), name + ".cs.txt");
        using var program = StrategyCompiler.Compile(strategy);
        Assert.Equal(strategy.Warmup, program.Plan.Warmup);
    }

    [Theory]
    [MemberData(nameof(Library.Files), MemberType = typeof(Library))]
    public void Every_strategy_of_the_library_compiles_and_carries_its_names_as_fields(string file)
    {
        var strategy = Library.Read(file);
        using var program = StrategyCompiler.Compile(strategy);
        string[] fields = [.. program.CreateInstance().GetType().GetFields(System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Instance).Select(f => f.Name)];
        Assert.Empty(strategy.Parameters.Select(p => p.Name).Concat(strategy.Lets.Select(l => l.Name)).Except(fields));
    }

    [Theory]
    [MemberData(nameof(Library.Files), MemberType = typeof(Library))]
    public void The_class_links_only_to_runtime_indicators_market_and_the_base_library(string file)
    {
        using var program = StrategyCompiler.Compile(Library.Read(file));
        var assembly = program.CreateInstance().GetType().Assembly;
        string[] allowed = ["System.Runtime", "System.Private.CoreLib", "QuantDsl.Runtime", "QuantDsl.Indicators", "QuantDsl.Market"];
        Assert.Empty(assembly.GetReferencedAssemblies().Select(a => a.Name).Except(allowed));
        Assert.Contains(assembly.GetReferencedAssemblies(), a => a.Name == "QuantDsl.Runtime");
    }

    [Fact]
    public void Equal_strategies_give_equal_text() =>
        Assert.Equal(StrategyCompiler.EmitCSharp(Library.Bind(EveryForm)), StrategyCompiler.EmitCSharp(Library.Bind(EveryForm)));

    [Fact]
    public void Names_that_csharp_reserves_or_the_class_uses_are_legal()
    {
        string[] names =
        [
            "class", "double", "bar", "at", "position", "market", "parameters", "primary", "on1h", "Math", "Ema", "Values", "Stop", "Target", "Bind", "At",
            "Rising", "Differ", "EnterLong", "HeldWithin", "Equals", "ToString", "GetType", "field", "await", "yield", "var", "record", "MathTraps", "Func", "nameof", "_", "Timeframe1h",
        ];
        var lets = names.Select((n, i) => new BoundLet(n, i % 3 == 0 ? Bound.Number(i) : i % 3 == 1
            ? Bound.Sum(Bound.Ema(Bound.Close, i + 2), BoundOperator.Add, Bound.Number(i))
            : Bound.On(Bound.Ema(Bound.Close, 3), Bound.H1))).ToArray();
        var rule = new BoundAnd([.. lets.Select(l => Bound.Above(Bound.Use(l), Bound.Number(-1)))]);
        var strategy = Bound.Strategy("math_traps", names.Select((n, i) => Bound.Declared($"{n}{i}", i)), lets) with
        {
            EnterLong = new BoundWithin(rule, Bound.Number(2), Every: false),
        };
        using var program = StrategyCompiler.Compile(strategy);
        var instance = program.CreateInstance();
        var bars = Bars.Of(Bound.M5, [.. Enumerable.Range(0, 200).Select(i => 100.0 + i)]);
        instance.Bind(new MarketColumns(bars, Bound.M5), new double[names.Length]);
        Assert.True(instance.EnterLong(150));
    }

    [Fact]
    public void Arithmetic_keeps_the_trees_order()
    {
        // Every pair of operators, grouped to the right and to the left, and under a minus.
        var operators = Enum.GetValues<BoundOperator>();
        var shapes = operators.SelectMany(outer => operators.SelectMany(inner => new[]
        {
            Bound.Sum(Bound.Number(0.1), outer, Bound.Sum(Bound.Close, inner, Bound.Number(0.7))),
            Bound.Sum(Bound.Sum(Bound.Number(0.1), inner, Bound.Close), outer, Bound.Number(0.7)),
            new BoundNegation(Bound.Sum(new BoundNegation(Bound.Close), outer, new BoundNegation(Bound.Number(-0.7)))),
        })).ToArray();
        var lets = shapes.Select((s, i) => new BoundLet($"shape_{i}", s)).ToArray();
        var bars = Bars.Of(Bound.M5, 0.3, 7, 1e17);
        using var program = StrategyCompiler.Compile(Bound.Strategy("shapes", null, lets) with { EnterLong = Bound.Above(Bound.Close, Bound.Number(0)) });
        var instance = program.CreateInstance();
        instance.Bind(new MarketColumns(bars, Bound.M5), []);
        var tree = new TreeEvaluator(bars, Bound.M5, []);
        foreach (var let in lets)
        {
            var field = instance.GetType().GetField(let.Name, System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Instance);
            Assert.Equal(Enumerable.Range(0, 3).Select(bar => tree.Value(let.Value, Bound.M5, bar)), Assert.IsType<double[]>(field?.GetValue(instance)));
        }
    }

    [Theory]
    [InlineData("rsi", "RsiStrategy")]
    [InlineData("7 nights", "Strategy7Nights")]
    [InlineData("compiled_strategy", "CompiledStrategyStrategy")]
    [InlineData("ema-cross", "EmaCross")]
    [InlineData("", "Strategy")]
    public void The_class_is_named_after_the_strategy(string name, string expected)
    {
        using var program = StrategyCompiler.Compile(Bound.Strategy(name) with { EnterLong = Bound.Above(Bound.Ema(Bound.Close, 2), Bound.Number(1)) });
        Assert.Equal(expected, program.CreateInstance().GetType().Name);
    }

    [Fact]
    public void Prose_of_the_author_cannot_leave_its_comment()
    {
        var strategy = Bound.Strategy("prose", [Bound.Declared("x", 1, "one\nint broken;\u2028#error")]) with
        {
            Description = "first\r\n} second\u0085*/ third",
            EnterLong = Bound.Above(Bound.Close, Bound.Parameter(0, "x")),
        };
        using var program = StrategyCompiler.Compile(strategy);
        Assert.Contains("// first  } second */ third", program.Source);
    }

    [Fact]
    public void The_largest_rules_the_binder_lets_through_compile()
    {
        var deep = Bound.Close;
        for (int i = 0; i < 240; i++) deep = Bound.Sum(Bound.Number(1), BoundOperator.Add, deep);
        var nested = Bound.Close;
        for (int i = 0; i < 240; i++) nested = Bound.Ema(nested, 2);
        List<BoundLet> chain = [new("l0", Bound.Close)];
        for (int i = 1; i < 240; i++) chain.Add(new($"l{i}", Bound.Sum(Bound.Use(chain[^1]), BoundOperator.Add, Bound.Use(chain[^1]))));
        var strategy = Bound.Strategy("large", null, chain) with
        {
            EnterLong = new BoundOr([.. Enumerable.Range(0, 300).Select(i => Bound.Above(Bound.Close, Bound.Number(i)))]),
            ExitLong = new BoundOr([.. Enumerable.Range(0, 300).Select(i => new BoundAnd(
                [Bound.Above(Bound.Close, Bound.Number(5000 + i)), Bound.Above(new BoundPositionValue(PositionValue.Profit, SeriesUnit.Percent), Bound.Number(i))]))]),
            EnterShort = new BoundAnd([Bound.Above(deep, Bound.Number(0)), Bound.Above(nested, Bound.Number(0)), Bound.Above(Bound.Use(chain[^1]), Bound.Number(0))]),
        };
        using var program = StrategyCompiler.Compile(strategy);
        var instance = program.CreateInstance();
        instance.Bind(new MarketColumns(Bars.Of(Bound.M5, [.. Enumerable.Repeat(299.5, 300)]), Bound.M5), []);
        Assert.True(instance.EnterLong(0));
        Assert.False(instance.EnterShort(239));
        Assert.True(instance.EnterShort(240));
    }

    [Fact]
    public void An_indicator_that_is_not_built_in_is_supplied_by_the_loader()
    {
        var doubled = Ema.Definition with { Name = "DOUBLED", Parameters = [], Create = _ => new Doubled() };
        var strategy = Bound.Strategy("custom") with { EnterLong = Bound.Above(Bound.Call(doubled, Bound.Close), Bound.Number(10)) };
        using var program = StrategyCompiler.Compile(strategy);
        var instance = program.CreateInstance();
        instance.Bind(new MarketColumns(Bars.Of(Bound.M5, 4, 5, 6), Bound.M5), []);
        Assert.Equal([2], Enumerable.Range(0, 3).Where(instance.EnterLong));
    }

    [Fact]
    public void A_disposed_program_is_unloaded_and_makes_no_instances()
    {
        var context = CompileAndDrop();
        for (int i = 0; i < 20 && context.IsAlive; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.False(context.IsAlive);
        var program = StrategyCompiler.Compile(Library.Bind(DesignExample));
        program.Dispose();
        program.Dispose();
        Assert.Throws<ObjectDisposedException>(program.CreateInstance);
    }

    [Fact]
    public void Numbers_are_written_exactly_in_any_culture()
    {
        var culture = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo("") { NumberFormat = { NumberDecimalSeparator = ",", NegativeSign = "−" } };
            var strategy = Bound.Strategy("numbers") with
            {
                EnterLong = new BoundAnd(
                [
                    Bound.Above(Bound.Close, Bound.Number(0.1 + 0.2)),
                    Bound.Above(Bound.Close, Bound.Sum(Bound.Number(1), BoundOperator.Divide, Bound.Number(2))),
                    Bound.Above(Bound.Close, Bound.Number(-1.5e-300)),
                    Bound.Below(Bound.Close, Bound.Number(1e300)),
                ]),
            };
            string text = StrategyCompiler.EmitCSharp(strategy);
            Assert.Contains("close[bar] > 0.30000000000000004", text);
            Assert.Contains("close[bar] > 1.0 / 2.0", text);
            Assert.Contains("close[bar] > -1.5E-300", text);
            using var program = StrategyCompiler.Compile(strategy);
            var instance = program.CreateInstance();
            instance.Bind(new MarketColumns(Bars.Of(Bound.M5, 0.5, 0.6), Bound.M5), []);
            Assert.False(instance.EnterLong(0));
            Assert.True(instance.EnterLong(1));
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference CompileAndDrop()
    {
        using var program = StrategyCompiler.Compile(Library.Bind(DesignExample));
        var instance = program.CreateInstance();
        instance.Bind(new MarketColumns(Bars.Random(1, 100, Bound.M5), Bound.M5), [14, 30, 70, 2, 0.03]);
        return new(System.Runtime.Loader.AssemblyLoadContext.GetLoadContext(instance.GetType().Assembly));
    }

    private sealed class Doubled : IIndicator
    {
        public void Update(ReadOnlySpan<double> inputs, Span<double> outputs) => outputs[0] = 2 * inputs[0];

        public void Compute(double[][] inputs, double[][] outputs)
        {
            for (int i = 0; i < inputs[0].Length; i++) outputs[0][i] = 2 * inputs[0][i];
        }
    }
}
