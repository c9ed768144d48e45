using System.IO.Compression;
using QuantDsl.Diagnostics;
using QuantDsl.Testing;
using static QuantDsl.Data.Tests.HistoryFiles;

namespace QuantDsl.Data.Tests;

/// <summary>Every kind of bad input gives a message with file and row and what to do, exit kind Data, and no other exception.</summary>
public sealed class BadInputTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string, string, int, string> BadRows => new()
    {
        { "QD5101", Row(2).Replace(",5\n", "\n"), 4, "the row has 5 columns, the file's first line has 6" },
        { "QD5101", Row(2).Replace(",5\n", ",5,7,8\n"), 4, "the row has 8 columns, the file's first line has 6" },
        { "QD5101", "\n" + Row(2), 4, "the row has 1 columns, the file's first line has 6" },
        { "QD5102", "01/03/2017,100,120,80,100,5\n", 4, "`01/03/2017` in column `timestamp` is not a time" },
        { "QD5102", ",100,120,80,100,5\n", 4, "`` in column `timestamp` is not a time" },
        { "QD5102", "2025-02-30T00:02:00Z,100,120,80,100,5\n", 4, "`2025-02-30T00:02:00Z` in column `timestamp` is not a time" },
        { "QD5102", "-1746057720000,100,120,80,100,5\n", 4, "`-1746057720000` in column `timestamp` is not a time" },
        { "QD5103", Row(2).Replace("80", ""), 4, "`` in column `low` is not a finite number" },
        { "QD5103", Row(2).Replace("80", "NaN"), 4, "`NaN` in column `low` is not a finite number" },
        { "QD5103", Row(2).Replace("120", "Infinity"), 4, "`Infinity` in column `high` is not a finite number" },
        { "QD5103", Row(2).Replace("120", "1e999"), 4, "`1e999` in column `high` is not a finite number" },
        { "QD5103", Row(2).Replace("120", "12O"), 4, "`12O` in column `high` is not a finite number" },
        { "QD5103", Row(2).Replace("120", "1.2.0"), 4, "`1.2.0` in column `high` is not a finite number" },
        { "QD5104", Row(2).Replace(",120,80,", ",80,120,"), 4, "high 80 is below low 120" },
        { "QD5105", Row(2, close: 121), 4, "close 121 lies outside the bar's range 80 to 120" },
        { "QD5105", Row(2).Replace(",100,120", ",79.5,120"), 4, "open 79.5 lies outside the bar's range 80 to 120" },
        { "QD5106", Row(2).Replace("80", "0"), 4, "low 0 is not above zero" },
        { "QD5106", Row(2).Replace("80", "-80"), 4, "low -80 is not above zero" },
        { "QD5107", Row(2).Replace(",5\n", ",-5\n"), 4, "volume -5 is negative" },
        { "QD5108", Rows(3, 1) + Row(2), 5, "2025-05-01T00:02Z stands after 2025-05-01T00:03Z of row 4" },
        { "QD5109", Row(1, close: 90), 4, "2025-05-01T00:01Z stands already in row 3" },
        { "QD5110", Row(2).Replace("720000", "733500"), 4, "2025-05-01T00:02:13.500Z is not the open of a 1m bar: the nearest before it is 2025-05-01T00:02Z" },
        { "QD5111", Row(2).Replace("720000", "720000000"), 4, "the time `1746057720000000` is in microseconds, the rows before it are in milliseconds" },
    };

    [Theory]
    [MemberData(nameof(BadRows))]
    public void A_bad_row_is_named_with_what_was_found(string code, string rows, int row, string message)
    {
        string path = _folder.Write("x.csv", Header + Rows(0, 2) + rows + Rows(4, 20));
        var problem = OneProblem(path);
        Assert.Equal((code, path, row, message), (problem.Code, problem.Path, problem.Row, problem.Message));
        // The same row in a zip is the same row.
        string zip = _folder.Zip("x.zip", ("x.csv", File.ReadAllText(path)));
        problem = OneProblem(zip);
        Assert.Equal((code, zip, row, message), (problem.Code, problem.Path, problem.Row, problem.Message));
    }

    public static TheoryData<string, string, string> BadFiles => new()
    {
        { "QD5004", "x.csv", "" },
        { "QD5004", "x.csv", "\n\n" },
        { "QD5005", "x.zip", "this is a page that says 404 not found" },
        { "QD5006", "x.zip", "PK\u0003\u0004 and then nothing" },
        { "QD5010", "x.csv", "version https://git-lfs.github.com/spec/v1\noid sha256:2b7b\nsize 5631346\n" },
        { "QD5010", "x.zip", "version https://git-lfs.github.com/spec/v1\noid sha256:2b7b\nsize 5631346\n" },
        { "QD5013", "x.csv", "<!DOCTYPE html><html></html>" },
        { "QD5013", "x.csv", "[[1746057600000,100,120,80,100,5]]" },
        { "QD5013", "x.csv", "ARROW1\0\0" },
        { "QD5013", "x.csv", "some\0thing" },
        { "QD5014", "x.csv", "1746057600000,100,120,80,100,5\n" },
        { "QD5015", "x.csv", "timestamp,open,high,low,close\n1746057600000,100,120,80,100\n" },
        { "QD5015", "x.csv", "timestamp;open;high;low;close;volume\n1746057600000;100;120;80;100;5\n" },
        { "QD5015", "x.csv", ",open,high,low,close,volume\n1746057600000,100,120,80,100,5\n" },
        { "QD5016", "x.csv", "timestamp,open,high,low,close,close,volume\n1746057600000,100,120,80,100,100,5\n" },
        { "QD5017", "x.csv", Header },
        { "QD5019", "x.csv", "Date,Time,Open,High,Low,Close,Volume\n2025-05-01,09:05:00,100,120,80,100,5\n" },
        { "QD5205", "x.csv", Header + Row(0) },
        { "QD5206", "x.csv", Header + "1746057600,100,120,80,100,5\n1746057660,100,120,80,100,5\n" },
    };

    [Theory]
    [MemberData(nameof(BadFiles))]
    public void A_bad_file_is_named(string code, string name, string content)
    {
        string path = _folder.Write(name, content);
        var problem = OneProblem(path);
        Assert.Equal((code, path), (problem.Code, problem.Path));
    }

    [Fact]
    public void A_missing_file_and_a_folder_are_named()
    {
        Assert.Equal(("QD5001", $"there is no file `{_folder.File("no.csv")}`"), (OneProblem(_folder.File("no.csv")).Code, OneProblem(_folder.File("no.csv")).Message));
        Assert.Equal("QD5003", OneProblem(_folder.Path).Code);
        Assert.Equal("QD5018", Assert.Single(Refused()).Code);
    }

    [Fact]
    public void Zips_without_or_with_several_tables_are_named()
    {
        Assert.Equal("QD5007", OneProblem(_folder.Zip("a.zip")).Code);
        Assert.Equal("QD5007", OneProblem(_folder.Zip("b.zip", ("readme.txt", "hello"))).Code);
        var several = OneProblem(_folder.Zip("c.zip", ("a.csv", Header), ("b.csv", Header)));
        Assert.Equal($"`{_folder.File("c.zip")}` holds 2 CSV files: `a.csv`, `b.csv`", several.Message);
    }

    [Fact]
    public void A_zip_cut_or_changed_at_any_byte_is_refused_or_still_reads_to_the_same_bars()
    {
        string whole = _folder.Zip("x.zip", ("x.csv", Header + Rows(0, 40)));
        byte[] bytes = File.ReadAllBytes(whole);
        string expected = Read(whole).ContentHash;
        for (int i = 0; i < bytes.Length; i++)
        {
            string path = _folder.File("x.zip");
            File.WriteAllBytes(path, bytes[..i]);
            Assert.Contains(OneProblem(path).Code, (string[])["QD5004", "QD5005", "QD5006", "QD5009"]);

            byte[] changed = [.. bytes];
            changed[i] ^= 0x41;
            File.WriteAllBytes(path, changed);
            try
            {
                Assert.Equal(expected, Read(path).ContentHash);
            }
            catch (InputException refusal)
            {
                Assert.Equal(FailureKind.Data, refusal.Kind);
                Assert.All(refusal.Diagnostics, problem => Assert.Equal(path, problem.Path));
            }
        }
    }

    [Fact]
    public void Random_bytes_never_cause_another_exception()
    {
        var random = new Random(3);
        string path = _folder.File("x.csv");
        byte[] whole = System.Text.Encoding.UTF8.GetBytes(Header + Rows(0, 30));
        byte[] alphabet = ",\n0123456789.-eE\"\r\0 Z:T\uFFFD"u8.ToArray();
        for (int round = 0; round < 600; round++)
        {
            byte[] bytes = [.. whole];
            for (int change = random.Next(1, 6); change > 0; change--) bytes[random.Next(bytes.Length)] = alphabet[random.Next(alphabet.Length)];
            File.WriteAllBytes(path, bytes);
            try
            {
                Read(path);
            }
            catch (InputException refusal)
            {
                Assert.NotEmpty(refusal.Diagnostics);
                Assert.All(refusal.Diagnostics, problem => Assert.False(string.IsNullOrEmpty(problem.Help) && problem.Code != "QD5113", problem.Message));
            }
        }
    }

    [Fact]
    public void Five_problems_of_a_file_are_shown_and_the_rest_counted()
    {
        string a = _folder.Write("a.csv", Header + string.Concat(Enumerable.Range(0, 12).Select(i => Row(i, close: 500)))), b = _folder.File("b.csv");
        var problems = Refused(a, b);
        Assert.Equal([2, 3, 4, 5, 6, 0, 0], problems.Select(problem => problem.Row));
        Assert.Equal("and 7 more in this file", problems[5].Message);
        Assert.Equal(("QD5001", b), (problems[6].Code, problems[6].Path));
    }

    [Theory]
    [InlineData("QD5014", 1, "1746057600000,8,0.0001\n")]
    [InlineData("QD5015", 1, "calc_time,interest\n1746057600000,0.0001\n")]
    [InlineData("QD5017", 1, "calc_time,rate\n")]
    [InlineData("QD5101", 2, "calc_time,rate\n1746057600000\n")]
    [InlineData("QD5102", 2, "calc_time,rate\nyesterday,0.0001\n")]
    [InlineData("QD5103", 2, "calc_time,rate\n1746057600000,\n")]
    [InlineData("QD5112", 2, "calc_time,rate\n1746057600000,1.5\n")]
    [InlineData("QD5108", 3, "calc_time,rate\n1746086400000,0.0001\n1746057600000,0.0001\n")]
    [InlineData("QD5109", 3, "calc_time,rate\n1746057600000,0.0001\n1746057600000,0.0001\n")]
    [InlineData("QD5109", 3, "calc_time,rate\n1746057600000,0.0001\n1746057600004,0.0001\n")]
    public void A_bad_funding_file_is_named_with_its_row(string code, int row, string content)
    {
        string path = _folder.Write("f.csv", content);
        var problem = Assert.Single(Refused(Request(_folder.Write("x.csv", Header + Rows(0, 3))) with { FundingFiles = [path] }));
        Assert.Equal((code, path, row), (problem.Code, problem.Path, problem.Row));
    }

    [Fact]
    public void Funding_that_differs_between_two_files_is_refused_with_both_rows_named()
    {
        string a = _folder.Write("a.csv", "timestamp,rate\n1746057600000,0.0001\n1746086400000,0.0002\n"), b = _folder.Write("b.csv", "timestamp,rate\n1746086400000,0.0003\n");
        var problem = Assert.Single(Refused(Request(_folder.Write("x.csv", Header + Rows(0, 3))) with { FundingFiles = [b, a] }));
        Assert.Equal(("QD5203", b, 2), (problem.Code, problem.Path, problem.Row));
        Assert.Equal($"2025-05-01T08:00Z stands in `{a}` row 3 with other values: 0.0002, here 0.0003", problem.Message);
    }

    [Fact]
    public void Files_of_several_symbols_are_refused()
    {
        string btc = _folder.Write("BTCUSDT-1m-2025-05.csv", Header + Rows(0, 3)), eth = _folder.Write("ETHUSDT-1m-2025-05.csv", Header + Rows(3, 3));
        Assert.Equal("the files are of more than one symbol: BTCUSDT, ETHUSDT", Assert.Single(Refused(btc, eth)).Message);
        string funding = _folder.Write("ETHUSDT-fundingRate-2025-05.csv", "calc_time,rate\n1746057600000,0.0001\n");
        Assert.Equal("the bars are of BTCUSDT, the funding is of ETHUSDT", Assert.Single(Refused(Request(btc) with { FundingFiles = [funding] })).Message);
    }

    private static Diagnostic OneProblem(string path)
    {
        var refusal = Assert.Throws<InputException>(() => Read(path));
        Assert.Equal(FailureKind.Data, refusal.Kind);
        var problem = Assert.Single(refusal.Diagnostics);
        Assert.False(string.IsNullOrEmpty(problem.Help));
        return problem;
    }
}
