using QuantDsl.Data;

namespace QuantDsl.Cli.Tests;

/// <summary>A folder of archive files, imported once, and runs that name a symbol instead of files.</summary>
public sealed class CatalogRunTests : IClassFixture<ImportedMarket>, IDisposable
{
    private readonly Qdsl _qdsl = new();

    public CatalogRunTests(ImportedMarket market)
    {
        Assert.Equal((0, ""), (market.Imported.Code, market.Imported.Error));
        Assert.Contains("57,600", market.Imported.Out);
        market.CopyInto(_qdsl);
    }

    [Fact]
    public void A_run_on_the_catalog_is_the_run_on_the_files()
    {
        string[] rest = ["--leverage", "3", "--json"];
        string[] files = Directory.GetFiles(Path.Combine(_qdsl.Folder, "files"), "*.zip", SearchOption.AllDirectories);
        string[] bars = [.. files.Where(f => f.Contains("/klines/"))], funding = [.. files.Where(f => f.Contains("/fundingRate/"))];
        var catalog = _qdsl.Run(["backtest", Qdsl.Library("ema_cross.qstrat"), "--symbol", "BTCUSDT", .. rest]);
        Assert.Equal((0, ""), (catalog.Code, catalog.Error));
        var plain = _qdsl.Run(["backtest", Qdsl.Library("ema_cross.qstrat"), "--bars", .. bars, "--funding", .. funding, .. rest]);
        Assert.Equal(plain.Json.GetProperty("trades").GetRawText(), catalog.Json.GetProperty("trades").GetRawText());
        Assert.True(catalog.Json.GetProperty("trades").GetArrayLength() > 5);
        Assert.Equal(plain.Json.GetProperty("metrics").GetRawText(), catalog.Json.GetProperty("metrics").GetRawText());
    }

    [Fact]
    public void T2_the_base_is_named_and_may_be_chosen()
    {
        var finest = _qdsl.Run("backtest", Qdsl.Library("ema_cross.qstrat"), "--symbol", "BTCUSDT", "--from", "2025-01-05", "--to", "2025-02-05");
        Assert.Equal((0, ""), (finest.Code, finest.Error));
        Assert.Contains("base 1m of um: the finest stored series that covers the span", finest.Out);
        var chosen = _qdsl.Run("backtest", Qdsl.Library("ema_cross.qstrat"), "--symbol", "BTCUSDT", "--base", "5m");
        Assert.Contains("base 5m of um: as `--base` says", chosen.Out);
        Assert.Equal(3, _qdsl.Run("backtest", Qdsl.Library("ema_cross.qstrat"), "--symbol", "BTCUSDT", "--base", "30m").Code);
    }

    [Fact]
    public void What_is_not_stored_is_said_with_what_is()
    {
        var symbol = _qdsl.Run("backtest", Qdsl.Library("ema_cross.qstrat"), "--symbol", "DOGEUSDT");
        Assert.Equal(3, symbol.Code);
        Assert.Contains("no bars of DOGEUSDT in market um; it has BTCUSDT", symbol.Error);
        var span = _qdsl.Run("backtest", Qdsl.Library("ema_cross.qstrat"), "--symbol", "BTCUSDT", "--from", "2024-01-01");
        Assert.Equal(3, span.Code);
        Assert.Contains("1m from 2025-01-01T00:00Z to 2025-02-10T00:00Z", span.ErrorUnwrapped);
    }

    [Fact]
    public void A_second_import_changes_no_byte_and_neither_does_a_rebuild()
    {
        var before = _qdsl.Hashes();
        Assert.Contains("0 new rows", _qdsl.Run("data", "ingest", "--from", "files").Out);
        Assert.Equal(before, _qdsl.Hashes());
        Assert.Equal(0, _qdsl.Run("data", "rebuild").Code);
        Assert.Equal(before, _qdsl.Hashes());
    }

    [Fact]
    public void T5_a_hole_is_refused_until_a_policy_is_said()
    {
        string month = Directory.GetFiles(Path.Combine(_qdsl.Folder, "files", "futures", "um", "monthly", "klines", "BTCUSDT", "1m"), "*.zip").Order(StringComparer.Ordinal).First();
        SampleMarket.Ensure(Path.Combine(_qdsl.Folder, "more"), new SampleOptions { Days = 100, Symbols = ["BTCUSDT"] });
        string later = Directory.GetFiles(Path.Combine(_qdsl.Folder, "more", "futures", "um", "monthly", "klines", "BTCUSDT", "1m"), "*2025-04*.zip").Single();
        Directory.CreateDirectory(Path.Combine(_qdsl.Folder, "holes", "um"));
        foreach (string file in (string[])[month, later]) File.Copy(file, Path.Combine(_qdsl.Folder, "holes", "um", Path.GetFileName(file)));
        Assert.Equal(0, _qdsl.Run("data", "ingest", "--from", "holes", "--data", "other").Code);
        string[] run = ["backtest", Qdsl.Library("ema_cross.qstrat"), "--symbol", "BTCUSDT", "--data", "other", "--funding", "none"];
        var refused = _qdsl.Run(run);
        Assert.Equal(3, refused.Code);
        Assert.Contains("2025-02-01", refused.Error);
        Assert.Equal(0, _qdsl.Run([.. run, "--gaps", "carry"]).Code);
    }

    [Fact]
    public void Simulated_and_real_rows_never_share_a_data_folder()
    {
        // The simulated files marked the folder they were brought into; runs on it say so.
        Assert.Contains("SIMULATED", _qdsl.Run("backtest", Qdsl.Library("ema_cross.qstrat"), "--symbol", "BTCUSDT").Out);
        string real = Path.Combine(_qdsl.Folder, "real", "futures", "um");
        Directory.CreateDirectory(real);
        string month = Directory.GetFiles(Path.Combine(_qdsl.Folder, "files", "futures", "um", "monthly", "klines", "BTCUSDT", "1m"), "*.zip").Order(StringComparer.Ordinal).First();
        File.Copy(month, Path.Combine(real, Path.GetFileName(month)));
        var mixed = _qdsl.Run("data", "ingest", "--from", "real");
        Assert.Equal(3, mixed.Code);
        Assert.Contains("QD5073", mixed.Error);
        Assert.Contains("--data DIR", mixed.Error);
        Assert.Equal(0, _qdsl.Run("data", "ingest", "--from", "real", "--data", "own").Code);
        Assert.DoesNotContain("SIMULATED", _qdsl.Run("backtest", Qdsl.Library("ema_cross.qstrat"), "--symbol", "BTCUSDT", "--data", "own", "--funding", "none").Out);
        Assert.Contains("QD5072", _qdsl.Run("data", "ingest", "--from", "files", "--data", "own").Error);
    }

    [Fact]
    public void The_catalog_brings_its_own_funding_and_files_of_it_are_refused()
    {
        var refused = _qdsl.Run("backtest", Qdsl.Library("ema_cross.qstrat"), "--symbol", "BTCUSDT", "--funding", "rates.csv");
        Assert.Equal(2, refused.Code);
        Assert.Contains("belongs to `--bars`", refused.Error);
    }

    [Fact]
    public void The_sample_is_a_catalog_like_any_other()
    {
        SharedSample.LinkInto(_qdsl);
        var run = _qdsl.Run("backtest", Qdsl.Library("ema_cross.qstrat"), "--sample", "--from", "2025-03-01", "--to", "2025-06-01");
        Assert.Equal((0, ""), (run.Code, run.Error));
        Assert.Contains("base 1m of um: the finest stored series that covers the span", run.Out);
        string data = Path.Combine(".qdsl", "sample", new SampleOptions().Key, "data");
        var status = _qdsl.Run("data", "status", "--data", data);
        Assert.Equal((0, ""), (status.Code, status.Error));
        Assert.Contains("525,600", status.Out);
        Assert.DoesNotContain(" ETHUSDT ", status.Out);
        Assert.Equal(0, _qdsl.Run("data", "verify", "--data", data).Code);
    }

    public void Dispose() => _qdsl.Dispose();
}
