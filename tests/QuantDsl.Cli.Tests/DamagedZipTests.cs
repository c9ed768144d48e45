using QuantDsl.Testing;

namespace QuantDsl.Cli.Tests;

/// <summary>An import in which one byte of one zip was flipped on the way.</summary>
public sealed class DamagedZipTests : IDisposable
{
    private readonly Qdsl _qdsl = new();
    private readonly ArchiveFolder _files = new();

    public void Dispose()
    {
        _files.Dispose();
        _qdsl.Dispose();
    }

    [Theory]
    [InlineData(0.0, true)]
    [InlineData(0.5, true)]
    [InlineData(1.0, true)]
    [InlineData(0.3, false)]
    [InlineData(0.6, false)]
    public void One_flipped_byte_ends_in_3_names_the_file_and_brings_no_row_of_it_anywhere(double place, bool checksum)
    {
        foreach (string symbol in (string[])["AAAUSDT", "BBBUSDT"]) _files.AddFunding(symbol, "2025-01");
        string[] months = [.. ((string[])["2025-01", "2025-02", "2025-03"]).Select(month => _files.AddMonth("AAAUSDT", month, bars: 60))];
        _files.AddMonth("BBBUSDT", "2025-02", bars: 60);
        // Without a checksum beside it, the zip's own sum of its contents has to find it.
        if (!checksum) File.Delete(months[1] + ".CHECKSUM");
        byte[] whole = File.ReadAllBytes(months[1]), damaged = [.. whole];
        damaged[(int)(place * (damaged.Length - 1))] ^= 0x10;
        File.WriteAllBytes(months[1], damaged);

        var outcome = _qdsl.Run("data", "ingest", "--from", _files.Path);
        Assert.Equal(3, outcome.Code);
        Assert.Contains("AAAUSDT-1m-2025-02.zip", outcome.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("BBBUSDT", outcome.Error, StringComparison.Ordinal);
        Assert.Contains("help:", outcome.Error, StringComparison.Ordinal);
        Assert.Contains("\n198 new rows from 6 files, 1 of them refused\n", outcome.Out, StringComparison.Ordinal);

        Assert.Equal("symbol,month,n\nAAAUSDT,1,60\nAAAUSDT,3,60\nBBBUSDT,2,60\n", Ask("SELECT symbol, month, count(*) AS n FROM bars WHERE timeframe = '1m' GROUP BY ALL ORDER BY ALL"));
        Assert.Equal("symbol,month,n\nAAAUSDT,1,60\nAAAUSDT,3,60\nBBBUSDT,2,60\n",
            Ask("SELECT symbol, month(epoch_ms(open_time)) AS month, count(*) AS n FROM raw_klines GROUP BY ALL ORDER BY ALL"));
        Assert.Equal("n\n0\n", Ask("SELECT count(*) AS n FROM raw_files WHERE path LIKE '%AAAUSDT-1m-2025-02%'"));
        Assert.Equal(0, _qdsl.Run("data", "verify").Code);

        // The file as it was published makes the import whole: the same bytes as if nothing had happened.
        File.WriteAllBytes(months[1], whole);
        var mended = _qdsl.Run("data", "ingest", "--from", _files.Path);
        Assert.Equal((0, ""), (mended.Code, mended.Error));
        Assert.Contains("\n60 new rows from 6 files", mended.Out, StringComparison.Ordinal);
        using var undisturbed = new Qdsl();
        Assert.Equal(0, undisturbed.Run("data", "ingest", "--from", _files.Path).Code);
        Assert.Equal(undisturbed.Hashes(), _qdsl.Hashes());
    }

    private string Ask(string sql) => _qdsl.Run("data", "query", sql, "--csv").Out;
}
