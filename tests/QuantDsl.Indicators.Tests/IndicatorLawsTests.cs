using QuantDsl.Market;

namespace QuantDsl.Indicators.Tests;

/// <summary>What holds for every indicator of the catalog, by discovery: a new file gets these tests for nothing.</summary>
public sealed class IndicatorLawsTests
{
    public static TheoryData<string, string> Laws()
    {
        var cases = new TheoryData<string, string>();
        foreach (var law in IndicatorLaw.All)
            foreach (var definition in IndicatorCatalog.Default.All) cases.Add(law.Name, definition.Name);
        return cases;
    }

    public static TheoryData<string> Names => [.. IndicatorCatalog.Default.All.Select(d => d.Name)];

    /// <summary>The laws are those of <c>qdsl indicators test</c>; R5 and R7 of RULES are among them.</summary>
    [Theory]
    [MemberData(nameof(Laws))]
    public void Every_indicator_keeps_every_law(string law, string name)
    {
        var broken = IndicatorLaw.All.Single(l => l.Name == law).Broken;
        Assert.All(IndicatorLaw.Settings(Find(name)), arguments => Assert.Null(broken(Find(name), arguments)));
    }

    [Fact]
    public void The_laws_are_eleven() => Assert.Equal(11, IndicatorLaw.All.Select(law => law.Name).Distinct().Count());

    [Theory]
    [MemberData(nameof(Names))]
    public void Three_settings_are_tried_and_each_is_within_the_ranges(string name)
    {
        var parameters = Find(name).Parameters;
        double[][] settings = [.. IndicatorLaw.Settings(Find(name))];
        Assert.Equal(parameters.IsEmpty ? 1 : 3, settings.Length);
        Assert.All(settings, arguments => Assert.All(parameters.Zip(arguments), p => Assert.InRange(p.Second, p.First.Min, p.First.Max)));
        if (!parameters.IsEmpty) Assert.NotEqual(settings[0], settings[2]);
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
    [MemberData(nameof(Names))]
    public void A_definition_is_complete(string name)
    {
        var definition = Find(name);
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

    private static IndicatorDefinition Find(string name) => IndicatorCatalog.Default.Find(name)!;
}
