using System.Numerics;
using System.Runtime.CompilerServices;
using QuantDsl.Runtime;

namespace QuantDsl.Backtest.Groups;

/// <summary>The bars at whose close a signal ends a position of a group, whatever becomes of it: its exit rule, and the opposite entry where that reverses.</summary>
internal sealed class LeavingBars(RunContext context)
{
    private readonly ulong[] _long = new ulong[context.AllowedEntries.Words.Length], _short = new ulong[context.AllowedEntries.Words.Length];
    private Signals? _signals;

    /// <summary>True where a combination of the group leaves after so many bars.</summary>
    public bool AnyTimeStop { get; private set; }

    /// <summary>True where the stop of one of them may trail.</summary>
    public bool AnyTrails { get; private set; }

    /// <summary>True where the stops of all of them do, by one rule, and so can be followed together.</summary>
    public bool TrailsAlike { get; private set; }

    /// <summary>Takes the signals of the next group.</summary>
    public void Gather(Signals signals, ReadOnlySpan<CompiledStrategy> strategies)
    {
        _signals = signals;
        AnyTimeStop = false;
        // A regime may choose another rule.
        AnyTrails = !context.Plan.Regimes.IsEmpty;
        TrailsAlike = context.Plan.Regimes.IsEmpty && Trails(strategies[0]);
        foreach (var strategy in strategies)
        {
            AnyTimeStop |= strategy.ExitAfterBars > 0;
            AnyTrails |= Trails(strategy);
            TrailsAlike &= strategy.Stop with { Amount = 0 } == strategies[0].Stop with { Amount = 0 };
        }

        Gather(_long, signals.ExitLong, signals.EnterShort);
        Gather(_short, signals.ExitShort, signals.EnterLong);
    }

    /// <summary>The first bar of a position at whose close a signal ends it; one that never comes when there is none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Next<TDirection>(int from)
        where TDirection : struct, IDirection => Next(TDirection.Sign > 0 ? _long : _short, from);

    /// <summary>True where the exit rule reads the position, so that the strategy is asked at every close.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool AsksPosition<TDirection>()
        where TDirection : struct, IDirection => _signals is { } signals && (TDirection.Sign > 0 ? signals.ExitLong : signals.ExitShort) is null;

    /// <summary>Whether a position is turned round at a close.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Reverses<TDirection>(int bar)
        where TDirection : struct, IDirection =>
        context.Plan.Reverse && context.AllowedEntries.Contains(bar) && _signals is { } signals && (TDirection.Sign > 0 ? signals.EnterShort : signals.EnterLong).Contains(bar);

    /// <summary>The first bar of a set at or after another; one that never comes when there is none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Next(ulong[] words, int from)
    {
        int index = from >> 6;
        if ((uint)index >= (uint)words.Length) return int.MaxValue;
        ulong word = words[index] & (ulong.MaxValue << from);
        while (word == 0)
        {
            if (++index >= words.Length) return int.MaxValue;
            word = words[index];
        }

        return (index << 6) + BitOperations.TrailingZeroCount(word);
    }

    private static bool Trails(CompiledStrategy strategy) => strategy.Stop.Rule is StopRule.SeriesTrailing or StopRule.FractionTrailing;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Gather(ulong[] leaving, BarSet? exits, BarSet opposite)
    {
        if (exits is null) Array.Clear(leaving);
        else exits.Words.CopyTo(leaving);
        if (!context.Plan.Reverse) return;
        var allowed = context.AllowedEntries.Words;
        var turns = opposite.Words;
        for (int i = 0; i < leaving.Length; i++) leaving[i] |= allowed[i] & turns[i];
    }
}
