using System.Diagnostics;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using QuantDsl.Data.Archive;
using QuantDsl.Data.Catalog;
using QuantDsl.Data.Files;
using QuantDsl.Data.Sample;
using QuantDsl.Diagnostics;
using QuantDsl.Market;
using QuantDsl.Testing;
using Xunit.Abstractions;

namespace QuantDsl.Data.Tests;

/// <summary>The sample market as files: the archive's own form, made whole or not at all, read like any user's file.</summary>
public sealed class SampleFilesTests(ITestOutputHelper output) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_whole_sample_reads_back_to_the_simulated_bits_and_has_the_known_checksums()
    {
        string folder = _folder.File("sample");
        var clock = Stopwatch.StartNew();
        Assert.True(SampleMarket.Ensure(folder, new SampleOptions()));
        output.WriteLine($"made in {clock.Elapsed.TotalSeconds:F2} s, {Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Sum(file => new FileInfo(file).Length) / 1e6:F1} MB");

        var simulated = SampleMarket.Generate(new SampleOptions());
        foreach (var history in simulated.Histories)
        {
            string symbol = history.Base.Symbol;
            clock.Restart();
            var read = HistoryReader.Read(SampleMarket.Request(folder, symbol, Venues.BinanceUsdM));
            output.WriteLine($"{symbol}: {read.Base.Count} bars read in {clock.Elapsed.TotalSeconds:F3} s");
            Assert.Equal(history.ContentHash, read.ContentHash);
            Assert.True(read.IsSimulated);
            Assert.Empty(read.Notes);
        }

        // One number for all: the SHA-256 of the files' own checksums, by name.
        string[] zips = [.. Directory.GetFiles(folder, "*.zip", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
        Assert.Equal(3 * (12 + 6 + 6), zips.Length);
        var all = new StringBuilder();
        foreach (string zip in zips)
            all.Append(Path.GetRelativePath(folder, zip).Replace('\\', '/')).Append(' ').Append(Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(zip)))).Append('\n');
        Assert.Equal("64135fe92dacc1d7d94599094e30aa394d55a91c31782bbea3fe21b87c9e04ea", Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(all.ToString()))));
    }

    [Fact]
    public void Its_catalog_holds_the_simulated_bits_symbol_by_symbol()
    {
        string folder = _folder.File("sample");
        var options = new SampleOptions { Days = 40, Symbols = ["BTCUSDT", "ETHUSDT"] };
        SampleMarket.Ensure(folder, options);
        var into = SampleCatalog.Of(folder);
        foreach (var history in SampleMarket.Generate(options).Histories)
        {
            string symbol = history.Base.Symbol;
            int files = 0;
            long rows = 0;
            // The second time nothing is new, and nothing is written.
            for (int time = 0; time < 2; time++)
                SampleCatalog.Ensure(folder, symbol, TimeProvider.System, done => files = done.FilesTotal, done => rows += done.Done, default);
            var read = CatalogHistory.Read(new(into, "um", symbol, null, Venues.BinanceUsdM));
            Assert.Equal(history.ContentHash, read.ContentHash);
            Assert.True(read.IsSimulated);
            Assert.Equal(6, files);
            Assert.InRange(rows, 2 * 57_600, long.MaxValue);
        }

        using var archive = RawArchive.OpenToRead(into.Archive);
        Assert.Equal((12, 115_200, 115_200), (archive.Counts().Files, archive.Counts().Klines, archive.Counts().MarkKlines));
        var refusal = Assert.Throws<InputException>(() => SampleCatalog.Ensure(folder, "DOGEUSDT", TimeProvider.System, _ => { }, _ => { }, default));
        Assert.Contains("DOGEUSDT", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Files_have_the_layout_of_the_archive_and_open_in_any_unzipper()
    {
        string folder = _folder.File("sample");
        SampleMarket.Ensure(folder, new SampleOptions { Days = 40, Symbols = ["ETHUSDT"] });
        Assert.Equal(
            ["SIMULATED.yaml",
             "futures/um/monthly/fundingRate/ETHUSDT/ETHUSDT-fundingRate-2025-01.zip", "futures/um/monthly/fundingRate/ETHUSDT/ETHUSDT-fundingRate-2025-01.zip.CHECKSUM",
             "futures/um/monthly/fundingRate/ETHUSDT/ETHUSDT-fundingRate-2025-02.zip", "futures/um/monthly/fundingRate/ETHUSDT/ETHUSDT-fundingRate-2025-02.zip.CHECKSUM",
             "futures/um/monthly/klines/ETHUSDT/1m/ETHUSDT-1m-2025-01.zip", "futures/um/monthly/klines/ETHUSDT/1m/ETHUSDT-1m-2025-01.zip.CHECKSUM",
             "futures/um/monthly/klines/ETHUSDT/1m/ETHUSDT-1m-2025-02.zip", "futures/um/monthly/klines/ETHUSDT/1m/ETHUSDT-1m-2025-02.zip.CHECKSUM",
             "futures/um/monthly/markPriceKlines/ETHUSDT/1m/ETHUSDT-1m-2025-01.zip", "futures/um/monthly/markPriceKlines/ETHUSDT/1m/ETHUSDT-1m-2025-01.zip.CHECKSUM",
             "futures/um/monthly/markPriceKlines/ETHUSDT/1m/ETHUSDT-1m-2025-02.zip", "futures/um/monthly/markPriceKlines/ETHUSDT/1m/ETHUSDT-1m-2025-02.zip.CHECKSUM"],
            Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(folder, path).Replace('\\', '/')).Order(StringComparer.Ordinal));
        using var zip = ZipFile.OpenRead(Path.Combine(folder, "futures/um/monthly/klines/ETHUSDT/1m/ETHUSDT-1m-2025-01.zip"));
        var entry = Assert.Single(zip.Entries);
        Assert.Equal("ETHUSDT-1m-2025-01.csv", entry.FullName);
        using var reader = new StreamReader(entry.Open());
        string[] lines = reader.ReadToEnd().TrimEnd('\n').Split('\n');
        Assert.Equal("open_time,open,high,low,close,volume,close_time,quote_volume,count,taker_buy_volume,taker_buy_quote_volume,ignore", lines[0]);
        Assert.Equal(1 + 31 * 1440, lines.Length);
        Assert.All(lines.Skip(1), line => Assert.Matches(@"^\d{13},\d+\.\d\d,\d+\.\d\d,\d+\.\d\d,\d+\.\d\d,\d+\.\d{3},\d{13},\d+\.\d{4},[1-9]\d*,\d+\.\d{3},\d+\.\d{4},0$", line));
        string[] first = lines[1].Split(',');
        Assert.Equal(("1735689600000", "1735689659999"), (first[0], first[6]));
        Assert.All(lines.Skip(1), line => Assert.True(double.Parse(line.Split(',')[9]) <= double.Parse(line.Split(',')[5])));
    }

    [Fact]
    public void A_sample_is_made_once_and_equal_options_give_equal_bytes()
    {
        var options = new SampleOptions { Days = 2, Seed = 9 };
        Assert.True(SampleMarket.Ensure(_folder.File("a"), options));
        Assert.False(SampleMarket.Ensure(_folder.File("a"), options));
        Assert.True(SampleMarket.Ensure(_folder.File("b"), options));
        foreach (string file in Directory.GetFiles(_folder.File("a"), "*", SearchOption.AllDirectories))
            Assert.Equal(File.ReadAllBytes(file), File.ReadAllBytes(file.Replace(_folder.File("a"), _folder.File("b"))));
        Assert.Equal("v1-seed9-2d-all-BTCUSDT+ETHUSDT+SOLUSDT", options.Key);
        string many = (options with { Symbols = [.. Enumerable.Range(0, 20).Select(i => $"SYMBOLWITHALONGNAME{i}")] }).Key;
        Assert.InRange(many.Length, 20, 120);
        Assert.NotEqual(many, (options with { Symbols = [.. Enumerable.Range(1, 20).Select(i => $"SYMBOLWITHALONGNAME{i}")] }).Key);
    }

    [Fact]
    public void Several_processes_or_threads_at_once_leave_one_whole_sample()
    {
        string folder = _folder.File("sample");
        var made = new bool[6];
        Parallel.For(0, made.Length, new ParallelOptions { MaxDegreeOfParallelism = 6 }, i => made[i] = SampleMarket.Ensure(folder, new SampleOptions { Days = 2 }));
        Assert.Contains(true, made);
        Assert.Equal(2880, HistoryReader.Read(SampleMarket.Request(folder, "BTCUSDT", Venues.BinanceUsdM)).Base.Count);
        Assert.Equal(["sample"], Directory.GetFileSystemEntries(_folder.Path).Select(Path.GetFileName));
    }

    [Fact]
    public void What_a_killed_process_left_is_removed_and_never_read()
    {
        string left = _folder.File("sample.part-999999999-1");
        Directory.CreateDirectory(left);
        File.WriteAllText(Path.Combine(left, "half.zip"), "half");
        Assert.True(SampleMarket.Ensure(_folder.File("sample"), new SampleOptions { Days = 1 }));
        Assert.False(Directory.Exists(left));
    }

    [Fact]
    public void A_folder_of_something_else_is_never_overwritten()
    {
        Directory.CreateDirectory(_folder.File("mine"));
        File.WriteAllText(_folder.File("mine/notes.txt"), "important");
        var refusal = Assert.Throws<InputException>(() => SampleMarket.Ensure(_folder.File("mine"), new SampleOptions { Days = 1 }));
        Assert.Equal((FailureKind.Data, "QD5403"), (refusal.Kind, refusal.Diagnostics[0].Code));
        Assert.Equal(["notes.txt"], Directory.GetFileSystemEntries(_folder.File("mine")).Select(Path.GetFileName));
    }

    [Fact]
    public void A_path_that_cannot_be_written_is_refused_and_nothing_is_left()
    {
        File.WriteAllText(_folder.File("file"), "a file, where a folder would have to be");
        string folder = Path.Combine(_folder.File("file"), "sample");
        var refusal = Assert.Throws<InputException>(() => SampleMarket.Ensure(folder, new SampleOptions { Days = 1 }));
        Assert.Equal((FailureKind.Data, "QD5402", folder), (refusal.Kind, refusal.Diagnostics[0].Code, refusal.Diagnostics[0].Path));
        Assert.Equal(["file"], Directory.GetFileSystemEntries(_folder.Path).Select(Path.GetFileName));
    }

    [Fact]
    public void A_symbol_the_sample_does_not_have_is_named_with_those_it_has()
    {
        SampleMarket.Ensure(_folder.File("sample"), new SampleOptions { Days = 1, Symbols = ["BTCUSDT", "XRPUSDT"] });
        var refusal = Assert.Throws<InputException>(() => SampleMarket.Request(_folder.File("sample"), "ETHUSDT", Venues.BinanceUsdM));
        Assert.Equal("the sample market has no ETHUSDT; it has BTCUSDT, XRPUSDT", refusal.Message);
        Assert.Equal(1440, HistoryReader.Read(SampleMarket.Request(_folder.File("sample"), "XRPUSDT", Venues.BinanceUsdM)).Base.Count);
    }

    [Fact]
    public void A_damaged_sample_is_found_by_its_checksum()
    {
        SampleMarket.Ensure(_folder.File("sample"), new SampleOptions { Days = 1 });
        var request = SampleMarket.Request(_folder.File("sample"), "BTCUSDT", Venues.BinanceUsdM);
        byte[] bytes = File.ReadAllBytes(request.BarFiles[0]);
        bytes[^100] ^= 1;
        File.WriteAllBytes(request.BarFiles[0], bytes);
        Assert.Equal("QD5011", Assert.Throws<InputException>(() => HistoryReader.Read(request)).Diagnostics[0].Code);
    }

    [Fact]
    public void Whatever_is_compressed_comes_out_of_the_platforms_own_decompressor_unchanged()
    {
        var random = new Random(5);
        foreach (int length in (int[])[0, 1, 3, 7, 8, 9, 100, 4_095, 40_000, 300_000])
        {
            foreach (int alphabet in (int[])[1, 2, 12, 256])
            {
                var bytes = new byte[length];
                for (int i = 0; i < length; i++) bytes[i] = random.Next(4) == 0 && i > 50 ? bytes[i - random.Next(1, 50)] : (byte)random.Next(alphabet);
                // Skewed counts make the deepest codes.
                if (alphabet == 256 && length > 50_000) for (int i = 0; i < length; i++) bytes[i] = (byte)Math.Min(255, (int)(-Math.Log(random.NextDouble(), 1.7)));
                using var stream = new DeflateStream(new MemoryStream(Deflate.Compress(bytes).ToArray()), CompressionMode.Decompress);
                using var back = new MemoryStream();
                stream.CopyTo(back);
                Assert.Equal(bytes, back.ToArray());
            }
        }
    }

    [Fact]
    public void Code_lengths_never_pass_their_limit_and_always_make_a_complete_code()
    {
        // Fibonacci counts give the deepest tree there is.
        int[] counts = new int[30];
        (counts[0], counts[1]) = (1, 1);
        for (int i = 2; i < counts.Length; i++) counts[i] = counts[i - 1] + counts[i - 2];
        foreach (int limit in (int[])[7, 10, 15])
        {
            byte[] lengths = HuffmanCode.Lengths(counts, limit);
            Assert.InRange(lengths.Max(), 1, limit);
            Assert.Equal(1.0, lengths.Sum(bits => Math.Pow(2, -bits)));
        }
    }

    [Fact]
    public void The_crc_is_that_of_the_standard()
    {
        // The check value every description of CRC-32 gives.
        Assert.Equal(0xCBF43926, Crc32.Of("123456789"u8));
        Assert.Equal(0u, Crc32.Of([]));
    }
}
