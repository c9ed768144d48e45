using QuantDsl.Data.Catalog;
using QuantDsl.Market;

namespace QuantDsl.Data.Tests.Catalog;

public sealed class CatalogPartitionTests
{
    public static TheoryData<string> Paths { get; } =
    [
        "bars/market=um/symbol=BTCUSDT/timeframe=1m/year=2025/month=05/bars.parquet",
        "bars/market=spot/symbol=1000PEPEUSDT_240628/timeframe=1w/year=2017/month=12/bars.parquet",
        "mark/market=um/symbol=BTC-USDT/timeframe=4h/year=2025/month=10/mark.parquet",
        "funding/market=um/symbol=BTCUSDT/year=2019/month=09/funding.parquet",
    ];

    [Theory]
    [MemberData(nameof(Paths))]
    public void A_path_says_what_its_file_is_and_is_written_back(string path)
    {
        Assert.True(CatalogPartition.TryParse(path, out var partition));
        Assert.Equal(path, partition.Path);
        Assert.StartsWith(CatalogPartition.FolderOf(partition.Series) + "/year=", path, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("bars/market=um/symbol=BTCUSDT/timeframe=1m/year=2025/month=5/bars.parquet")]
    [InlineData("bars/market=um/symbol=BTCUSDT/timeframe=1m/year=2025/month=13/bars.parquet")]
    [InlineData("bars/market=um/symbol=BTCUSDT/timeframe=60m/year=2025/month=05/bars.parquet")]
    [InlineData("bars/market=um/symbol=BTCUSDT/timeframe=1m/year=2025/month=05/mark.parquet")]
    [InlineData("bars/market=um/symbol=BTCUSDT/year=2025/month=05/bars.parquet")]
    [InlineData("bars/market=um/symbol=/timeframe=1m/year=2025/month=05/bars.parquet")]
    [InlineData("bars/market=um/symbol=../timeframe=1m/year=2025/month=05/bars.parquet")]
    [InlineData("instruments/instruments.parquet")]
    [InlineData("")]
    public void What_would_not_be_written_is_not_read(string path) => Assert.False(CatalogPartition.TryParse(path, out _));

    [Theory]
    [InlineData("..")]
    [InlineData("a/b")]
    [InlineData("a\\b")]
    [InlineData("a.b")]
    [InlineData("a'b")]
    [InlineData("")]
    public void A_symbol_cannot_lead_out_of_the_catalog(string symbol)
    {
        var series = new SeriesKey(SeriesKind.Klines, "um", symbol, Timeframe.Parse("1m"));
        Assert.Throws<ArgumentException>(() => new CatalogPartition(series, new(2025, 1)).Path);
        Assert.Throws<ArgumentException>(() => new CatalogPartition(series with { Symbol = "A", Market = symbol }, new(2025, 1)).Path);
    }

    [Fact]
    public void Months_follow_each_other_without_gap()
    {
        var month = new Month(2023, 11);
        Assert.Equal(1_698_796_800_000, month.StartUtcMs);
        for (int i = 0; i < 30; i++, month = month.Next)
        {
            Assert.Equal(month.EndUtcMs, month.Next.StartUtcMs);
            Assert.Equal(month, Month.Of(month.StartUtcMs));
            Assert.Equal(month, Month.Of(month.EndUtcMs - 1));
            Assert.True(month.CompareTo(month.Next) < 0);
        }
    }
}
