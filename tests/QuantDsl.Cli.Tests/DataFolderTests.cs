using System.IO.Compression;
using QuantDsl.Testing;

namespace QuantDsl.Cli.Tests;

/// <summary><c>qdsl data status</c> and <c>qdsl data verify</c> over a data folder that was imported from an archive's layout.</summary>
public sealed class DataFolderTests
{
    private const long May = 1_746_057_600_000, Minute = 60_000;

    [Fact]
    public void Without_data_status_says_what_to_type_and_verify_that_there_is_none()
    {
        using var qdsl = new Qdsl();
        var status = qdsl.Run("data", "status");
        Assert.Equal(0, status.Code);
        Assert.Contains("try: qdsl data ingest --from DIR", status.Out, StringComparison.Ordinal);
        Assert.False(qdsl.Run("data", "status", "--json").Json.GetProperty("archive").GetProperty("exists").GetBoolean());
        Assert.False(Directory.Exists(Path.Combine(qdsl.Folder, ".qdsl", "data")));
        var verify = qdsl.Run("data", "verify");
        Assert.Equal(3, verify.Code);
        Assert.Contains("qdsl data ingest", verify.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Status_counts_what_was_imported_and_verify_finds_nothing_wrong()
    {
        using var qdsl = new Qdsl();
        Import(qdsl);
        var status = qdsl.Run("data", "status", "--json");
        Assert.Equal(0, status.Code);
        var minutes = status.Json.GetProperty("series").EnumerateArray().Single(s => s.GetProperty("timeframe").GetString() == "1m");
        Assert.Equal((190, 200, 10, 10), (minutes.GetProperty("bars").GetInt32(), minutes.GetProperty("expectedBars").GetInt32(), minutes.GetProperty("missingBars").GetInt32(), minutes.GetProperty("longestGapBars").GetInt32()));
        Assert.Equal("2025-05-01T01:40:00Z", minutes.GetProperty("gaps")[0].GetProperty("from").GetString());
        Assert.Equal((1, 190, 0), (status.Json.GetProperty("archive").GetProperty("files").GetInt32(), status.Json.GetProperty("archive").GetProperty("klines").GetInt32(), status.Json.GetProperty("staleMonths").GetInt32()));
        string text = qdsl.Run("data", "status").Out;
        Assert.Contains("TESTUSDT  1m", text, StringComparison.Ordinal);
        Assert.All(text.Split('\n').Where(line => !line.Contains(qdsl.Folder, StringComparison.Ordinal)), line => Assert.InRange(line.Length, 0, 120));

        var verify = qdsl.Run("data", "verify");
        Assert.Equal(0, verify.Code);
        Assert.Contains("warning[QD5229]: 190 of 200 expected bars are there; 1 hole, longest 10 bars: 2025-05-01T01:40Z to 2025-05-01T01:50Z", verify.OutUnwrapped, StringComparison.Ordinal);
        Assert.Contains("nothing is damaged", verify.Out, StringComparison.Ordinal);
        Assert.False(qdsl.Run("data", "verify", "--json").Json.GetProperty("damaged").GetBoolean());
    }

    [Fact]
    public void A_flipped_byte_a_deleted_file_and_the_way_back_by_rebuild()
    {
        using var qdsl = new Qdsl();
        Import(qdsl);
        string[] files = [.. Directory.GetFiles(Path.Combine(qdsl.Folder, ".qdsl", "data", "catalog", "bars"), "*.parquet", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
        byte[] bytes = File.ReadAllBytes(files[0]);
        bytes[^20] ^= 4;
        File.WriteAllBytes(files[0], bytes);
        File.Delete(files[1]);
        var damaged = qdsl.Run("data", "verify");
        Assert.Equal(3, damaged.Code);
        Assert.Contains("error[QD5223]", damaged.Out, StringComparison.Ordinal);
        Assert.Contains(files[0], damaged.Out, StringComparison.Ordinal);
        Assert.Contains("error[QD5222]", damaged.Out, StringComparison.Ordinal);
        Assert.Contains(files[1], damaged.Out, StringComparison.Ordinal);
        Assert.Contains("DAMAGED in 2 places", damaged.Out, StringComparison.Ordinal);
        Assert.Equal(0, qdsl.Run("data", "rebuild").Code);
        Assert.Equal(0, qdsl.Run("data", "verify").Code);
    }

    /// <summary>Two hundred minutes of May 2025 without the ten from 01:40 on.</summary>
    private static void Import(Qdsl qdsl)
    {
        string folder = Path.Combine(qdsl.Folder, "archive", "futures", "um", "monthly", "klines", "TESTUSDT", "1m");
        Directory.CreateDirectory(folder);
        using (var zip = new ZipArchive(File.Create(Path.Combine(folder, "TESTUSDT-1m-2025-05.zip")), ZipArchiveMode.Create))
        using (var csv = new StreamWriter(zip.CreateEntry("TESTUSDT-1m-2025-05.csv").Open()))
        {
            foreach (int i in Enumerable.Range(0, 200).Where(i => i is < 100 or > 109))
                csv.Write(FormattableString.Invariant($"{May + i * Minute},10,11,9,10,5,{May + i * Minute + Minute - 1},50,3,2,20,0\n"));
        }

        Assert.Equal(0, qdsl.Run("data", "ingest", "--from", "archive").Code);
    }
}
