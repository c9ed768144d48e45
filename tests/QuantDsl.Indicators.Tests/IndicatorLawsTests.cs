using QuantDsl.Market;

namespace QuantDsl.Indicators.Tests;

/// <summary>What holds for every indicator of the catalog, by discovery: a new file gets these tests for nothing.</summary>
public sealed class IndicatorLawsTests
{
    private static readonly TestMarket Market = TestMarket.Walk(1200, seed: 7);

    /// <summary>Every indicator with its defaults, with its smallest parameters, and with larger ones that are not round.</summary>
    public static TheoryData<string, double[]> Cases()
    {
        var cases = new TheoryData<string, double[]>();
        foreach (var definition in IndicatorCatalog.Default.All)
        {
            double[][] settings =
            [
                [.. definition.Parameters.Select(p => p.Default)],
                [.. definition.Parameters.Select(p => p.Min)],
                [.. definition.Parameters.Select(p => p.IsInteger ? Math.Min(p.Max, p.Default + 17) : 2.7)],
            ];
            foreach (double[] arguments in definition.Parameters.IsEmpty ? settings[..1] : settings) cases.Add(definition.Name, arguments);
        }

        return cases;
    }

    [Fact]
    public void The_catalog_has_the_whole_set() =>
        Assert.Equal("""
            AD ADOSC ADX ALMA APO AROON ATR BBANDS BETA BOP CCI CHANDELIER CHOP CMF CMO CONNORS_RSI CORREL DEMA DONCHIAN EFFICIENCY_RATIO EMA HMA
            HURST ICHIMOKU KAMA KELTNER LINREG MACD MFI MIDPOINT MIDPRICE MINUS_DI MOM NATR OBV PERCENT_RANK PIVOTS PLUS_DI PPO REALIZED_VOL RMA ROC
            RSI RVWAP SAR SMA SPREAD STDDEV STOCH STOCHF STOCHRSI SUPERTREND T3 TEMA TRANGE TRIX TSI ULCER ULTOSC VARIANCE VARIANCE_RATIO VOLSMA VWAP
            VWMA WILLR WMA ZSCORE
            """.Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries), IndicatorCatalog.Default.All.Select(d => d.Name));

    [Theory]
    [InlineData("bb", "BBANDS")]
    [InlineData("Bollinger", "BBANDS")]
    [InlineData("WILLIAMS_R", "WILLR")]
    [InlineData("volume_sma", "VOLSMA")]
    [InlineData("ema", "EMA")]
    public void Names_and_aliases_are_found_in_any_case(string name, string canonical) =>
        Assert.Equal(canonical, IndicatorCatalog.Default.Find(name)?.Name);

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_definition_is_complete(string name, double[] arguments)
    {
        var definition = Find(name);
        Assert.Equal(definition.Parameters.Length, arguments.Length);
        Assert.All([definition.Summary, definition.Source], text => Assert.EndsWith(".", text));
        Assert.All(definition.Parameters, p =>
        {
            Assert.InRange(p.Default, p.Min, p.Max);
            Assert.EndsWith(".", p.Summary);
            Assert.Matches("^[a-z_]+$", p.Name);
            if (p.IsInteger) Assert.Equal(0, (p.Default % 1) + (p.Min % 1) + (p.Max % 1));
        });
        Assert.All(definition.Outputs, o => Assert.Matches("^[a-z]+(_[a-z]+)*[0-9]?$", o.Name));
        Assert.NotEqual(IndicatorGroup.Own, definition.Group);
        Assert.NotEmpty(definition.Formula);
        Assert.EndsWith(".", definition.Convention);
        Assert.All(definition.Differs, d => Assert.EndsWith(".", d.How));
        Assert.Equal(definition.Differs.Select(d => d.Tool).Distinct(), definition.Differs.Select(d => d.Tool));
        Assert.Equal(definition.Inputs.OrderBy(i => i != IndicatorInput.Source), definition.Inputs);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_first_value_stands_exactly_at_the_lookback(string name, double[] arguments)
    {
        int lookback = LookbackOf(name, arguments);
        foreach (double[] output in Compute(name, arguments, Market.With(m => Array.Fill(m.Volume, 5))))
        {
            Assert.All(output[..lookback], value => Assert.True(double.IsNaN(value)));
            Assert.All(output[lookback..], value => Assert.True(double.IsFinite(value)));
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_first_value_stands_at_the_lookback_on_constant_prices_too(string name, double[] arguments)
    {
        int lookback = LookbackOf(name, arguments);
        foreach (double[] output in Compute(name, arguments, TestMarket.Flat([.. Enumerable.Repeat(0.1, 300)])))
        {
            Assert.All(output[..lookback], value => Assert.True(double.IsNaN(value)));
            Assert.All(output[lookback..], value => Assert.True(double.IsFinite(value)));
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void R5_streaming_and_columns_agree_to_the_bit(string name, double[] arguments)
    {
        foreach (var market in Hostile().Append(Market)) AssertSameBits(Compute(name, arguments, market), Stream(name, arguments, market));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Two_instances_agree_to_the_bit(string name, double[] arguments) =>
        AssertSameBits(Compute(name, arguments, Market), Compute(name, arguments, Market));

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_longer_series_never_changes_an_earlier_value(string name, double[] arguments)
    {
        double[][] whole = Compute(name, arguments, Market);
        foreach (int count in (int[])[1, 2, 3, 13, 14, 15, 20, 21, 64, 100, 257, 999])
            AssertSameBits([.. whole.Select(column => column[..count])], Compute(name, arguments, Market.Take(count)));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void R7_leading_NaN_only_shifts(string name, double[] arguments)
    {
        double[][] plain = Compute(name, arguments, Market);
        foreach (int bars in (int[])[1, 5, 33])
        {
            double[][] shifted = Compute(name, arguments, Market.After(bars));
            Assert.All(shifted, column => Assert.All(column[..bars], value => Assert.True(double.IsNaN(value))));
            AssertSameBits(plain, [.. shifted.Select(column => column[bars..])]);
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void R7_a_later_NaN_is_seen_at_its_bar_and_never_longer_than_the_window(string name, double[] arguments)
    {
        const int Bar = 400;
        int lookback = LookbackOf(name, arguments);
        var definition = Find(name);
        for (int column = 0; column < definition.Inputs.Length; column++)
        {
            double[][] inputs = [.. Market.With(m => Array.Fill(m.Volume, 5)).InputsOf(definition).Select(c => (double[])c.Clone())];
            inputs[column][Bar] = double.NaN;
            bool recursive = IsRecursive(name, arguments);
            foreach (double[] output in definition.Compute(inputs, arguments))
            {
                int blank = recursive ? 1 : lookback + 1;
                Assert.All(output[Bar..(Bar + blank)], value => Assert.True(double.IsNaN(value)));
                Assert.All(output[(Bar + blank)..], value => Assert.True(double.IsFinite(value)));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void R7_a_recursive_indicator_keeps_its_state_over_a_NaN(string name, double[] arguments)
    {
        if (!IsRecursive(name, arguments)) return;
        const int Bar = 400;
        var definition = Find(name);
        double[][] inputs = Market.InputsOf(definition);
        double[][] without = definition.Compute([.. inputs.Select(c => (double[])[.. c[..Bar], .. c[(Bar + 1)..]])], arguments);
        double[][] with = definition.Compute([.. inputs.Select(c => { double[] copy = [.. c]; copy[Bar] = double.NaN; return copy; })], arguments);
        AssertSameBits(without, [.. with.Select(c => (double[])[.. c[..Bar], .. c[(Bar + 1)..]])]);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Hostile_bars_give_no_infinity_and_nothing_outside_the_range(string name, double[] arguments)
    {
        var definition = Find(name);
        foreach (var market in Hostile())
        {
            double[][] outputs = Compute(name, arguments, market);
            for (int i = 0; i < outputs.Length; i++)
            {
                var unit = definition.Outputs[i].Unit;
                Assert.All(outputs[i], value =>
                {
                    Assert.False(double.IsInfinity(value));
                    if (unit.Kind == UnitKind.Bounded) Assert.False(value < unit.Min - 1e-9 || value > unit.Max + 1e-9);
                });
            }
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Arbitrary_numbers_give_no_infinity(string name, double[] arguments)
    {
        double[] hostile = [0, -0.0, 1, -1, double.NaN, double.PositiveInfinity, double.NegativeInfinity, double.MaxValue, double.MinValue,
            double.Epsilon, 1e308, -1e308, 1e-300, 100];
        var random = new Random(11);
        var market = Market.With(m =>
        {
            foreach (double[] column in new[] { m.High, m.Low, m.Close, m.Volume, m.OpenTime })
                for (int i = 0; i < column.Length; i += 1 + random.Next(6)) column[i] = hostile[random.Next(hostile.Length)];
        });
        double[][] columns = Compute(name, arguments, market);
        Assert.All(columns, column => Assert.All(column, value => Assert.False(double.IsInfinity(value))));
        AssertSameBits(columns, Stream(name, arguments, market));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void What_has_left_the_window_leaves_no_trace(string name, double[] arguments)
    {
        if (IsRecursive(name, arguments)) return;
        const int Bar = 300;
        int lookback = LookbackOf(name, arguments);
        // A spike sixteen digits above the prices would wipe a running sum out.
        var spiked = Market.With(m => m.High[Bar] = m.Low[Bar] = m.Close[Bar] = m.Volume[Bar] = 1e18);
        double[][] plain = Compute(name, arguments, Market), after = Compute(name, arguments, spiked);
        AssertSameBits([.. plain.Select(c => c[(Bar + lookback + 1)..])], [.. after.Select(c => c[(Bar + lookback + 1)..])]);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_bar_allocates_nothing(string name, double[] arguments)
    {
        var definition = Find(name);
        var indicator = definition.Create(new(definition, arguments));
        double[] bar = [.. definition.Inputs.Select((_, i) => 100.0 + i)], values = new double[definition.Outputs.Length];
        indicator.Update(bar, values); // The first call may load what the formula needs.
        long least = long.MaxValue;
        for (int round = 0; round < 3; round++)
        {
            // The runtime itself may allocate while it compiles a formula again; not in every round.
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < 2000; i++)
            {
                bar[0] = 100 + i % 7;
                indicator.Update(bar, values);
            }

            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        Assert.Equal(0, least);
    }

    [Fact]
    public void A_catalog_with_an_added_indicator_knows_it_and_the_first_one_does_not()
    {
        var definition = new IndicatorDefinition("DOUBLE")
        {
            Aliases = ["TWICE"],
            Summary = "The close, doubled.",
            Outputs = [new("double", SeriesUnit.SameAsSource)],
            Lookback = _ => 0,
            Source = "This test.",
            Create = _ => new Sma(2),
        };
        var catalog = IndicatorCatalog.Default.With(definition);
        Assert.Same(definition, catalog.Find("double"));
        Assert.Same(definition, catalog.Find("Twice"));
        Assert.Equal(IndicatorCatalog.Default.All.Length + 1, catalog.All.Length);
        Assert.Null(IndicatorCatalog.Default.Find("DOUBLE"));
    }

    [Fact]
    public void An_argument_asked_by_a_name_it_does_not_have_is_a_mistake_of_the_indicator() =>
        Assert.Throws<ArgumentException>(() => new IndicatorArguments(Find("EMA"), [20]).Number("fast"));

    private static bool IsRecursive(string name, double[] arguments) => Find(name).Recursive(new(Find(name), arguments));

    private static IEnumerable<TestMarket> Hostile()
    {
        yield return TestMarket.Flat();
        yield return TestMarket.Flat(100);
        yield return TestMarket.Flat(100, 101);
        yield return TestMarket.Flat([.. Enumerable.Repeat(0.1, 700)]);
        yield return TestMarket.Flat([.. Enumerable.Repeat(double.NaN, 50)]);
        yield return TestMarket.Flat([.. Enumerable.Repeat(0.0, 100)]);
        yield return Market.With(m => m.High[500] = m.Close[500] = 1e6);
        yield return Market.With(m => Array.Clear(m.Volume));
        yield return Market.With(m => m.High[500] = m.Low[500] = m.Close[500] = double.NaN);
        yield return Market.With(m => m.Volume[0] = m.Close[0] = double.NaN);
        yield return TestMarket.Walk(700, seed: 3, start: 1e-9);
        yield return TestMarket.Walk(700, seed: 4, start: 1e12);
    }

    private static IndicatorDefinition Find(string name) => IndicatorCatalog.Default.Find(name)!;

    private static int LookbackOf(string name, double[] arguments) => Find(name).Lookback(new(Find(name), arguments));

    private static double[][] Compute(string name, double[] arguments, TestMarket market) =>
        Find(name).Compute(market.InputsOf(Find(name)), arguments);

    private static double[][] Stream(string name, double[] arguments, TestMarket market)
    {
        var definition = Find(name);
        double[][] inputs = market.InputsOf(definition);
        double[][] outputs = [.. definition.Outputs.Select(_ => new double[market.Count])];
        var indicator = definition.Create(new(definition, arguments));
        double[] bar = new double[inputs.Length], values = new double[outputs.Length];
        for (int i = 0; i < market.Count; i++)
        {
            for (int k = 0; k < bar.Length; k++) bar[k] = inputs[k][i];
            indicator.Update(bar, values);
            for (int k = 0; k < values.Length; k++) outputs[k][i] = values[k];
        }

        return outputs;
    }

    private static void AssertSameBits(double[][] expected, double[][] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i].Select(Bits), actual[i].Select(Bits));
    }

    // NaN has many bit patterns and means the same in all of them.
    private static long Bits(double value) => BitConverter.DoubleToInt64Bits(double.IsNaN(value) ? double.NaN : value);
}
