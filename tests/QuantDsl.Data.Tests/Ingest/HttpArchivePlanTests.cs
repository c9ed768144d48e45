using QuantDsl.Data.Catalog;
using QuantDsl.Data.Ingest;
using QuantDsl.Diagnostics;
using QuantDsl.Market;
using QuantDsl.Testing;

namespace QuantDsl.Data.Tests.Ingest;

/// <summary>Which files follow from symbols, months and the day it is.</summary>
public sealed class HttpArchivePlanTests
{
    private static readonly SwiftClock s_fourthOfMarch = new(new(2025, 3, 4, 0, 0, 1, TimeSpan.Zero));

    private static string[] Paths(HttpArchiveOptions options) => [.. HttpArchivePlan.Of(options, s_fourthOfMarch).Files.Select(file => file.Path)];

    [Fact]
    public void A_month_of_futures_is_a_file_of_bars_one_of_mark_prices_and_one_of_funding() => Assert.Equal(
    [
        "futures/um/monthly/klines/BTCUSDT/1m/BTCUSDT-1m-2024-12.zip",
        "futures/um/monthly/markPriceKlines/BTCUSDT/1m/BTCUSDT-1m-2024-12.zip",
        "futures/um/monthly/fundingRate/BTCUSDT/BTCUSDT-fundingRate-2024-12.zip",
    ], Paths(new() { Symbols = ["BTCUSDT"], From = new(2024, 12), To = new(2024, 12) }));

    [Fact]
    public void The_running_month_is_asked_for_by_its_finished_days_and_funding_not_at_all() => Assert.Equal(
    [
        "futures/um/monthly/klines/ETHUSDT/5m/ETHUSDT-5m-2025-02.zip",
        "futures/um/daily/klines/ETHUSDT/5m/ETHUSDT-5m-2025-03-01.zip",
        "futures/um/daily/klines/ETHUSDT/5m/ETHUSDT-5m-2025-03-02.zip",
        "futures/um/daily/klines/ETHUSDT/5m/ETHUSDT-5m-2025-03-03.zip",
        "futures/um/monthly/markPriceKlines/ETHUSDT/5m/ETHUSDT-5m-2025-02.zip",
        "futures/um/daily/markPriceKlines/ETHUSDT/5m/ETHUSDT-5m-2025-03-01.zip",
        "futures/um/daily/markPriceKlines/ETHUSDT/5m/ETHUSDT-5m-2025-03-02.zip",
        "futures/um/daily/markPriceKlines/ETHUSDT/5m/ETHUSDT-5m-2025-03-03.zip",
        "futures/um/monthly/fundingRate/ETHUSDT/ETHUSDT-fundingRate-2025-02.zip",
    ], Paths(new() { Symbols = ["ETHUSDT"], From = new(2025, 2), Interval = new(5 * Timeframe.Minute) }));

    [Fact]
    public void Spot_has_bars_alone() => Assert.Equal(
        ["spot/monthly/klines/BTCUSDT/1h/BTCUSDT-1h-2024-11.zip", "spot/monthly/klines/BTCUSDT/1h/BTCUSDT-1h-2024-12.zip"],
        Paths(new() { Market = "spot", Symbols = ["BTCUSDT", "BTCUSDT"], Interval = new(Timeframe.Hour), From = new(2024, 11), To = new(2024, 12) }));

    [Theory]
    [InlineData(1, "2024-03")]
    [InlineData(2, "2023-03")]
    public void Years_are_counted_back_from_the_last_complete_month(int years, string first)
    {
        var plan = HttpArchivePlan.Of(new() { Symbols = ["BTCUSDT"], Years = years }, s_fourthOfMarch);
        Assert.Equal(first, plan.From.ToString());
        Assert.Equal(12 * years, plan.Files.Count(file => file.Series.Kind == SeriesKind.Funding));
    }

    [Theory]
    [InlineData("../../etc", "um", null, "https://a.b", "QD5051")]
    [InlineData("btcusdt", "um", null, "https://a.b", "QD5051")]
    [InlineData("BTC/USDT", "um", null, "https://a.b", "QD5051")]
    [InlineData(null, "um", null, "https://a.b", "QD5051")]
    [InlineData("BTCUSDT", "cm", null, "https://a.b", "QD5051")]
    [InlineData("BTCUSDT", "um", 2026, "https://a.b", "QD5051")]
    [InlineData("BTCUSDT", "um", null, "file:///etc", "QD5050")]
    [InlineData("BTCUSDT", "um", null, "data.binance.vision", "QD5050")]
    [InlineData("BTCUSDT", "um", null, "https://user:word@a.b", "QD5050")]
    [InlineData("BTCUSDT", "um", null, "https://a.b/?list", "QD5050")]
    public void Options_that_make_no_address_are_a_usage_error(string? symbol, string market, int? year, string address, string code)
    {
        var options = new HttpArchiveOptions { Symbols = symbol is null ? [] : [symbol], Market = market, From = year is { } said ? new(said, 1) : null, BaseUrl = address };
        var refused = Assert.Throws<InputException>(() => HttpArchivePlan.Of(options, s_fourthOfMarch));
        Assert.Equal(FailureKind.Usage, refused.Kind);
        Assert.Equal(code, Assert.Single(refused.Diagnostics).Code);
    }
}
