using QuantDsl.Testing;

namespace QuantDsl.Cli.Tests;

/// <summary>What <c>qdsl data verify</c> prints and how it ends.</summary>
public sealed class DataVerifyTests
{
    private const string Header = "timestamp,open,high,low,close,volume\n";

    [Fact]
    public void A_clean_file_ends_in_0_and_a_faulty_one_in_3_with_row_time_and_what_to_do()
    {
        using var qdsl = new Qdsl();
        qdsl.Write("clean.csv", Header + Rows(0, 100));
        var clean = qdsl.Run("data", "verify", "clean.csv");
        Assert.Equal((0, ""), (clean.Code, clean.Error));
        Assert.Contains("clean.csv: bars, 1m, 100 rows, 2025-05-01 00:00 to 2025-05-01 01:39: clean", clean.Out, StringComparison.Ordinal);
        Assert.EndsWith("1 file, no faults\n", clean.Out, StringComparison.Ordinal);

        // 40 bars, 10 missing, 50 bars; then one whose close is above its high.
        qdsl.Write("faulty.csv", Header + Rows(0, 40) + Rows(50, 50) + "1746063600000,10,11,9,12,1\n");
        var faulty = qdsl.Run("data", "verify", "faulty.csv", "clean.csv");
        Assert.Equal(3, faulty.Code);
        Assert.Contains("error[QD5090]: 1 gap, 10 missing bars, longest 10 bars: 2025-05-01T00:40Z to 2025-05-01T00:50Z", faulty.OutUnwrapped, StringComparison.Ordinal);
        Assert.Contains("row 42", faulty.Out, StringComparison.Ordinal);
        Assert.Contains("error[QD5093]: 1 of 91 bars are impossible, with open or close outside low to high: row 92 (2025-05-01T01:40Z) 10 11 9 12", faulty.OutUnwrapped, StringComparison.Ordinal);
        Assert.Contains("help: ", faulty.Out, StringComparison.Ordinal);
        Assert.EndsWith("1 of 2 files with faults\n", faulty.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Json_has_the_measures_and_every_finding()
    {
        using var qdsl = new Qdsl();
        qdsl.Write("faulty.csv", Header + Rows(0, 40) + Rows(50, 50) + Rows(60, 1));
        var outcome = qdsl.Run("data", "verify", "faulty.csv", "--json");
        Assert.Equal(3, outcome.Code);
        var file = Assert.Single(outcome.Json.GetProperty("files").EnumerateArray());
        Assert.Equal((1, 91, 1, 10, 1, 1), (outcome.Json.GetProperty("schema").GetInt32(), file.GetProperty("rows").GetInt32(), file.GetProperty("gaps").GetInt32(),
            file.GetProperty("missingBars").GetInt32(), file.GetProperty("repeatedTimes").GetInt32(), file.GetProperty("outOfOrder").GetInt32()));
        Assert.Equal(["QD5090", "QD5091", "QD5092"], file.GetProperty("findings").EnumerateArray().Select(f => f.GetProperty("code").GetString()));
        Assert.Equal(["2025-05-01T00:50:00Z", "2025-05-01T01:00:00Z", "2025-05-01T01:00:00Z"], file.GetProperty("findings").EnumerateArray().Select(f => f.GetProperty("time").GetString()));
    }

    [Fact]
    public void A_folder_stands_for_its_files_and_what_is_no_data_is_said_to_be_none()
    {
        using var qdsl = new Qdsl();
        Directory.CreateDirectory(Path.Combine(qdsl.Folder, "many", "deep"));
        qdsl.Write("many/a.csv", Header + Rows(0, 20));
        qdsl.Write("many/deep/b.csv", Header + Rows(0, 20));
        qdsl.Write("many/a.csv.CHECKSUM.md", "no data");
        Assert.EndsWith("2 files, no faults\n", qdsl.Run("data", "verify", "many").Out, StringComparison.Ordinal);
        qdsl.Write("page.csv", "<html>not found</html>");
        Assert.Contains("QD5013", qdsl.Run("data", "verify", "page.csv").Out, StringComparison.Ordinal);
        var missing = qdsl.Run("data", "verify", "nothing.csv");
        Assert.Equal(3, missing.Code);
        Assert.Contains("QD5001", missing.Out, StringComparison.Ordinal);
    }

    [SharedFact]
    public void The_folder_of_real_defects_ends_in_3_and_a_real_month_in_0()
    {
        using var qdsl = new Qdsl();
        string data = Path.Combine(Repository.Shared!, "data");
        var defects = qdsl.Run("data", "verify", Path.Combine(data, "defects"));
        Assert.Equal(3, defects.Code);
        // Jitter and microseconds are notes; every other file has a fault.
        Assert.EndsWith("12 of 14 files with faults\n", defects.Out, StringComparison.Ordinal);
        Assert.Equal(0, qdsl.Run("data", "verify", Path.Combine(data, "futures/um/monthly/klines/ETHUSDT")).Code);
    }

    private static string Rows(int first, int count) => string.Concat(Enumerable.Range(first, count).Select(minute => FormattableString.Invariant($"{1_746_057_600_000 + minute * 60_000L},10,11,9,10,5\n")));
}
