using QuantDsl.Backtest.Groups;
using QuantDsl.Runtime;

namespace QuantDsl.Backtest.Tests.Groups;

/// <summary>A random scenario whose signals are shared by several combinations, each with stops, targets and time stops of its own.</summary>
internal sealed record RandomGroup(Scenario Scenario, Signals Signals, ScriptedStrategy[] Lanes)
{
    public static RandomGroup Of(int seed)
    {
        var scenario = RandomScenario.Of(seed);
        var random = new Random(seed ^ 0x5EED);
        T Any<T>(params T[] choices) => choices[random.Next(choices.Length)];
        scenario = scenario with { Plan = scenario.Plan with { Scales = false } };
        // No market has closes outside of their bars, but nothing may rest on that unseen.
        if (random.NextDouble() < 0.15)
        {
            var whole = scenario.History.Base;
            scenario = scenario with { History = scenario.History with { Base = whole with { Close = [.. whole.Close.Select(close => random.Next(20) == 0 ? close * Any(0.9, 0.99, 1.01, 1.1) : close)] } } };
        }

        var first = scenario.Strategy;
        first.ScaleRule = default;
        first.TakeRule = default;
        if (!scenario.Plan.EntersLong) first.EnterLongAt.Clear();
        if (!scenario.Plan.EntersShort) first.EnterShortAt.Clear();
        if (random.NextDouble() < 0.6) first.ExitAboveProfit = null;
        // A distance without end puts a level where every price reaches it, or none does.
        if (first.TargetRule.Series is { } series && random.NextDouble() < 0.3)
            first.TargetRule = first.TargetRule with { Series = [.. series.Select(value => random.NextDouble() < 0.1 ? Any(double.NegativeInfinity, double.PositiveInfinity) : value)] };
        int bars = scenario.History.Base.Aggregate(scenario.Plan.Timeframe).Count;
        var exits = first.ExitAboveProfit is null;
        var signals = new Signals(new(bars, first.EnterLong), new(bars, first.EnterShort),
            exits ? new(bars, first.ExitLongAt.Contains) : null, exits ? new(bars, first.ExitShortAt.Contains) : null);

        var lanes = new ScriptedStrategy[Any(1, 1, 2, 5, 16)];
        lanes[0] = first;
        // As sweeps come: of one rule, the nearest stop first.
        bool mixes = random.NextDouble() < 0.5, ascends = random.NextDouble() < 0.7;
        for (int i = 1; i < lanes.Length; i++)
        {
            lanes[i] = first.Alike();
            // Most lanes vary in what a sweep varies: how far, seldom by which rule.
            if (first.StopRule.Rule != StopRule.None) lanes[i].StopRule = first.StopRule with { Amount = first.StopRule.Amount * Any(0.3, 0.7, 1.2, 2.5) };
            if (mixes && random.NextDouble() < 0.4) lanes[i].StopRule = first.StopRule with { Rule = Any(StopRule.FixedFraction, StopRule.FractionTrailing), Amount = Any(0.002, 0.01, 0.03) };
            if (first.TargetRule.Rule != Runtime.TargetRule.None) lanes[i].TargetRule = first.TargetRule with { Amount = first.TargetRule.Amount * Any(0.3, 0.7, 1.2, 2.5) };
            lanes[i].TimeStop = Any(first.TimeStop, first.TimeStop, 0, 2, 25);
            foreach (int regime in first.RegimeStops.Keys.ToArray())
                if (random.NextDouble() < 0.5) lanes[i].RegimeStops[regime] = new(StopRule.FixedFraction, Any(0.004, 0.03), null, false);
        }

        if (ascends) Array.Sort(lanes, (a, b) => a.StopRule.Amount.CompareTo(b.StopRule.Amount));
        return new(scenario, signals, lanes);
    }

    public RunResult[] Run(RunContext context)
    {
        RunResult[] results = [.. Lanes.Select(_ => new RunResult())];
        new GroupWalk(context, Lanes.Length).Run(Signals, Lanes, results);
        return results;
    }
}
