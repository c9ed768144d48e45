using System.Collections.Immutable;
using QuantDsl.Research.Grid;
using QuantDsl.Research.Ranking;
using QuantDsl.Research.Store;
using QuantDsl.Research.Sweep;

namespace QuantDsl.Research.Jobs;

/// <summary>Everything a sweep has to say. Rows stay in the store and are read when they are asked for.</summary>
public sealed class ScreenReport(RunDescription description, SweepRun run, SweepRanking ranking, Timing timing) : IDisposable
{
    private readonly double[] _values = new double[run.Grid.Width];

    public RunDescription Description { get; } = description;

    public SweepGrid Grid => run.Grid;

    public SweepRanking Ranking { get; } = ranking;

    public Timing Timing { get; } = timing;

    public long RunId => run.Id;

    /// <summary>Rows taken over from an interrupted run.</summary>
    public long Resumed => run.Resumed;

    /// <summary>The numbers of a ranked row.</summary>
    public SweepRow Row(RankedRow ranked) => run.ReadRow(ranked.Key.Combination);

    public RunParameters Parameters(RankedRow ranked)
    {
        Grid.Fill(ranked.Key.Combination, _values);
        return new(Grid.Strategy.Parameters, [.. _values]);
    }

    /// <summary>Settings that make a backtest of this row, as <c>--set</c> takes them: every parameter that is swept or differs from its default.</summary>
    public ImmutableArray<string> SettingsOf(RankedRow ranked)
    {
        var parameters = Parameters(ranked);
        var swept = Grid.Axes.Select(a => a.Parameter).ToHashSet();
        return
        [
            .. Enumerable.Range(0, parameters.Values.Length)
                .Where(i => swept.Contains(i) || !parameters.Values[i].Equals(parameters.Parameters[i].Default))
                .Select(i => $"{parameters.Parameters[i].Name}={parameters.Print(i)}"),
        ];
    }

    public void Dispose() => run.Dispose();
}
