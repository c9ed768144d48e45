using Dapper;
using Microsoft.Data.Sqlite;
using QuantDsl.Backtest;
using QuantDsl.Research.Jobs;
using QuantDsl.Research.Store;
using QuantDsl.Research.Sweep;
using QuantDsl.Testing;

namespace QuantDsl.Research.Tests.Sweep;

/// <summary>RULES R6: how many workers a sweep has shows in no byte of what it stores, whatever the sizes of its groups.</summary>
public sealed class SweepWorkersTests : IDisposable
{
    // The smallest group has three combinations and the largest 240: small ones go out together, most are cut.
    private const string Uneven = """
        strategy uneven timeframe 5m
        param fast = 5 in 2..11 step 1
        param slow = 21 in [8, 13, 21]
        param m = 2.0 in 1.9..9.8 step 0.1
        param reward = 2 in [0.5, 1, 3]
        require m < fast
        enter long when EMA(close, fast) > EMA(close, slow + 4)
        enter short when EMA(close, fast) < EMA(close, slow + 4) and RSI(close, 14) > 55
        exit long when EMA(close, fast) < EMA(close, slow + 4)
        stop atr_fixed(ATR(14), m)
        target risk_reward(reward)
        """;

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void R6_groups_of_every_size_are_stored_alike_by_one_two_and_five_workers()
    {
        var inputs = Library.Inputs(Library.Input(Uneven), Library.Sample(3));
        using var job = ScreenJob.Prepare(inputs, new(), TimeProvider.System);
        Assert.True(job.Plan.WalksGroups);
        List<long> sizes = [];
        for (long from = 0, until; from < job.Grid.Count; from = until) sizes.Add((until = job.Grid.GroupEnd(from, job.Grid.Count)) - from);
        Assert.True(sizes.Min() < 10 && sizes.Max() > 3 * SweepRunner.MostLanes && sizes.Distinct().Count() > 5, string.Join(' ', sizes));

        string[] one = Stored(inputs, workers: 1);
        Assert.Equal(job.Grid.Count, one.Length);
        Assert.Equal(one.Length, one.Distinct().Count());
        Assert.Equal(one, Stored(inputs, workers: 2));
        Assert.Equal(one, Stored(inputs, workers: 5));
    }

    /// <summary>Every row as it lies in the file, column by column, numbers by their bits.</summary>
    private string[] Stored(RunInputs inputs, int workers)
    {
        string file = _folder.File($"{workers}.db");
        using (var store = RunStore.Open(file, TimeProvider.System))
        using (var job = ScreenJob.Prepare(inputs, new() { Workers = workers }, TimeProvider.System))
        using (job.Run(store))
        {
        }

        using var raw = new SqliteConnection($"Data Source={file};Pooling=false");
        return [.. raw.Query("SELECT rowid AS place, * FROM sweep_results").Select(row => string.Join(' ', ((IDictionary<string, object?>)row)
            .Select(column => $"{column.Key}={(column.Value is double number ? BitConverter.DoubleToInt64Bits(number).ToString("x16", null) : column.Value)}")))];
    }

    public void Dispose() => _folder.Dispose();
}
