using QuantDsl.Testing;

namespace QuantDsl.Indicators.Tests;

/// <summary>Columns that Stock.Indicators published for SPY daily, where its conventions are TA-Lib's: a judge on real prices.</summary>
public sealed class StockIndicatorsTests
{
    [SharedTheory]
    [InlineData("SMA", "20", 0, "SMA20.sma")]
    [InlineData("EMA", "20", 0, "EMA20.ema")]
    [InlineData("WMA", "14", 0, "WMA14.wma")]
    [InlineData("RSI", "14", 0, "RSI14.rsi")]
    [InlineData("ATR", "14", 0, "ATR14.atr")]
    [InlineData("CCI", "20", 0, "CCI20.cci")]
    [InlineData("WILLR", "14", 0, "WILLR14.williamsR")]
    [InlineData("ROC", "14", 0, "ROC14.roc")]
    [InlineData("MFI", "14", 0, "MFI14.mfi")]
    [InlineData("STDDEV", "14", 0, "STDEV14.stdDev")]
    [InlineData("ZSCORE", "14", 0, "STDEV14.zScore")]
    [InlineData("BBANDS", "20 2", 0, "BB20_2.upperBand")]
    [InlineData("BBANDS", "20 2", 1, "BB20_2.sma")]
    [InlineData("BBANDS", "20 2", 2, "BB20_2.lowerBand")]
    [InlineData("KELTNER", "20 2 10", 0, "KC20_2_10.upperBand")]
    [InlineData("KELTNER", "20 2 10", 1, "KC20_2_10.centerline")]
    [InlineData("KELTNER", "20 2 10", 2, "KC20_2_10.lowerBand")]
    [InlineData("STOCH", "14 3 3", 0, "STOCH14_3_3.k")]
    [InlineData("STOCH", "14 3 3", 1, "STOCH14_3_3.d")]
    [InlineData("MACD", "12 26 9", 0, "MACD12_26_9.macd", 300)] // Its fast average starts earlier; the difference fades.
    [InlineData("MACD", "12 26 9", 1, "MACD12_26_9.signal", 300)]
    [InlineData("DEMA", "14", 0, "DEMA14.dema", 200)] // It seeds the mean of the mean at once.
    [InlineData("TEMA", "20", 0, "TEMA20.tema", 300)]
    [InlineData("ADX", "14", 0, "ADX14.adx", 400)] // It seeds with one movement more.
    [InlineData("ADX", "14", 1, "ADX14.pdi", 400)]
    [InlineData("ADX", "14", 2, "ADX14.mdi", 400)]
    [InlineData("HMA", "14", 0, "HMA14.hma")]
    [InlineData("VWMA", "14", 0, "VWMA14.vwma")]
    [InlineData("KAMA", "10 2 30", 0, "KAMA10_2_30.kama", 300)]
    [InlineData("EFFICIENCY_RATIO", "10", 0, "KAMA10_2_30.er")]
    [InlineData("T3", "5 0.7", 0, "T3_5_0.7.t3", 200)]
    [InlineData("RMA", "20", 0, "SMMA20.smma")]
    [InlineData("TRANGE", "", 0, "TR.tr")]
    [InlineData("NATR", "14", 0, "ATR14.atrp")]
    [InlineData("BBANDS", "20 2", 3, "BB20_2.percentB")]
    [InlineData("BBANDS", "20 2", 4, "BB20_2.width")]
    [InlineData("SUPERTREND", "10 3", 0, "ST10_3.superTrend")]
    [InlineData("CHANDELIER", "22 3", 0, "CHEXIT22_3.chandelierExit")]
    [InlineData("CMF", "20", 0, "CMF20.cmf")]
    [InlineData("ULTOSC", "7 14 28", 0, "UO7_14_28.ultimate")]
    [InlineData("TRIX", "14", 0, "TRIX14.trix", 300)]
    [InlineData("AD", "", 0, "ADL.adl")]
    [InlineData("ADOSC", "3 10", 0, "ADOSC3_10.oscillator", 200)]
    [InlineData("ULCER", "14", 0, "ULCER14.ulcerIndex")]
    [InlineData("LINREG", "14", 1, "SLOPE.slope")]
    [InlineData("STOCHRSI", "14 14 3", 0, "STOCHRSI.stochRsi")]
    [InlineData("ICHIMOKU", "9 26 52 26", 0, "ICHI9_26_52.tenkanSen")]
    [InlineData("ICHIMOKU", "9 26 52 26", 1, "ICHI9_26_52.kijunSen")]
    [InlineData("ICHIMOKU", "9 26 52 26", 2, "ICHI9_26_52.senkouSpanA")]
    [InlineData("ICHIMOKU", "9 26 52 26", 3, "ICHI9_26_52.senkouSpanB")]
    public void A_column_agrees_to_1e_6(string name, string arguments, int output, string column, int from = 0)
    {
        string data = Path.Combine(Repository.Shared!, "data");
        var market = FixtureTable.Read(Path.Combine(data, "series", "spy_1d.csv")).Market;
        double[] expected = FixtureTable.Read(Path.Combine(data, "reference", "skender_spy_1d.csv"))[column];
        var definition = IndicatorCatalog.Default.Find(name)!;
        double[] numbers = [.. arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(double.Parse)];
        double[] actual = definition.Compute(market.InputsOf(definition), numbers)[output];
        int first = Math.Max(from, definition.Lookback(new(definition, numbers)));
        Assert.Equal(expected.Length, actual.Length);
        Assert.InRange(first, 0, 499);
        for (int i = first; i < expected.Length; i++) Assert.Equal(expected[i], actual[i], 1e-6 * Math.Max(1, Math.Abs(expected[i])));
    }

    [SharedFact]
    public void OBV_agrees_but_for_the_first_volume()
    {
        string data = Path.Combine(Repository.Shared!, "data");
        var market = FixtureTable.Read(Path.Combine(data, "series", "spy_1d.csv")).Market;
        double[] expected = FixtureTable.Read(Path.Combine(data, "reference", "skender_spy_1d.csv"))["OBV.obv"];
        double[] actual = IndicatorCatalog.Default.Find("OBV")!.Compute([market.Close, market.Volume], [])[0];
        Assert.Equal(expected.Select(value => value + market.Volume[0]), actual); // Theirs starts from nothing.
    }
}
