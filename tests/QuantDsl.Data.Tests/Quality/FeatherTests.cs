using QuantDsl.Data.Files;
using QuantDsl.Data.Files.Feather;
using QuantDsl.Market;
using QuantDsl.Testing;
using static QuantDsl.Data.Tests.Quality.RealFilesTests;

namespace QuantDsl.Data.Tests.Quality;

/// <summary>Feather files hold what the other forms of the same series hold, and damaged ones are refused without harm.</summary>
public sealed class FeatherTests
{
    [SharedTheory]
    [InlineData("original/freqtrade/BTC_USDT_USDT-8h-mark.feather", "futures/um/markPrice-single/BTCUSDT-mark-8h.csv", 89)]
    [InlineData("original/freqtrade/BTC_USDT_USDT-1m-futures.feather", "futures/um/monthly/klines/BTCUSDT/1m/BTCUSDT-1m-2025-05.zip", 39_387)]
    public void A_series_is_the_same_in_Feather_and_in_CSV(string feather, string csv, int atLeast)
    {
        RawTable left = Read(feather), right = Read(csv);
        var byTime = Enumerable.Range(0, right.Count).ToDictionary(i => right.Times[i]);
        int compared = 0;
        for (int i = 0; i < left.Count; i++)
        {
            if (!byTime.TryGetValue(left.Times[i], out int j)) continue;
            compared++;
            for (int column = 0; column < 4; column++) Assert.Equal(right.Values[column][j], left.Values[column][i]);
        }

        Assert.InRange(compared, atLeast, left.Count);
    }

    [SharedFact]
    public void Funding_rates_are_the_same_in_Feather_and_in_the_archive()
    {
        var feather = Read("original/freqtrade/BTC_USDT_USDT-8h-funding_rate.feather");
        Assert.True(feather.IsFunding);
        Dictionary<long, double> archive = [];
        foreach (string file in Directory.GetFiles(PathOf("futures/um/monthly/fundingRate/BTCUSDT"), "*.zip"))
        {
            var table = RawTable.Read(file, new ProblemList(file))!;
            for (int i = 0; i < table.Count; i++) archive[Minute(table.Times[i])] = table.Values[0][i];
        }

        int compared = 0;
        for (int i = 0; i < feather.Count; i++)
        {
            if (!archive.TryGetValue(Minute(feather.Times[i]), out double rate)) continue;
            // The archive's files keep eight decimals.
            Assert.Equal(rate, feather.Values[0][i], 8);
            compared++;
        }

        Assert.InRange(compared, 60, feather.Count);

        static long Minute(long utcMs) => (utcMs + 30_000) / Timeframe.Minute;
    }

    [SharedFact]
    public void A_damaged_file_is_refused_or_read_and_never_harms()
    {
        byte[] whole = File.ReadAllBytes(PathOf("defects/gaps/XRP_ETH-1m.feather"));
        ulong state = 1;
        for (int round = 0; round < 3000; round++)
        {
            byte[] damaged = [.. whole];
            int changes = 1 + (int)(Next() % 8);
            // Half of the damage goes to the description at the end, where every length and offset is.
            for (int i = 0; i < changes; i++)
                damaged[Next() % 2 == 0 ? (int)(Next() % (ulong)damaged.Length) : damaged.Length - 1 - (int)(Next() % 2000)] = (byte)Next();
            if (Next() % 4 == 0) damaged = damaged[..(int)(Next() % (ulong)damaged.Length)];
            try
            {
                var table = FeatherTable.Read(damaged);
                Assert.All(table.Numbers.Values, column => Assert.Equal(table.Rows, column.Length));
            }
            catch (InvalidDataException)
            {
                // The only way in which it may refuse.
            }
        }

        ulong Next()
        {
            state ^= state << 13;
            state ^= state >> 7;
            return state ^= state << 17;
        }
    }

    [Fact]
    public void Matches_that_overlap_what_they_write_repeat_it()
    {
        // One block: literal `a`, then a match of 8 at distance 1; then the last literals `bc`. By the format's own rules that is a⁹bc.
        byte[] block = [0x14, (byte)'a', 1, 0, 0x20, (byte)'b', (byte)'c'];
        byte[] frame = [0x04, 0x22, 0x4D, 0x18, 0x60, 0x40, 0x82, (byte)block.Length, 0, 0, 0, .. block, 0, 0, 0, 0];
        var target = new byte[11];
        Lz4Frame.Unpack(frame, target);
        Assert.Equal("aaaaaaaaabc"u8.ToArray(), target);
        Assert.Throws<InvalidDataException>(() => Lz4Frame.Unpack(frame, new byte[10]));
        Assert.Throws<InvalidDataException>(() => Lz4Frame.Unpack(frame, new byte[12]));
        frame[13] = 9;
        Assert.Throws<InvalidDataException>(() => Lz4Frame.Unpack(frame, new byte[11]));
    }

    private static RawTable Read(string path)
    {
        var problems = new ProblemList(path);
        var table = RawTable.Read(PathOf(path), problems);
        Assert.Empty(problems.ToDiagnostics());
        return table!;
    }
}
