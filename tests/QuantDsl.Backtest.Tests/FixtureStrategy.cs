using System.Globalization;
using QuantDsl.Market;
using QuantDsl.Runtime;

namespace QuantDsl.Backtest.Tests;

/// <summary>Reads the <c>strategy</c> lines of a <see cref="Fixture"/>.</summary>
internal sealed class FixtureStrategy
{
    private StrategyPlan _plan = new("fixture", default);
    private double[] _atr = [];

    public ScriptedStrategy Rules { get; } = new();

    public StrategyPlan Plan(Timeframe timeframe)
    {
        Rules.StopRule = Rules.StopRule with { Series = _atr };
        Rules.TargetRule = Rules.TargetRule with { Series = _atr };
        foreach (int regime in Rules.RegimeStops.Keys) Rules.RegimeStops[regime] = Rules.RegimeStops[regime] with { Series = _atr };
        return _plan with
        {
            Timeframe = timeframe,
            EntersLong = Rules.EnterLongAt.Count > 0,
            EntersShort = Rules.EnterShortAt.Count > 0,
            Scales = Rules.ScaleRule.Times > 0 || Rules.TakeRule.Share > 0,
            Regimes = [.. Rules.Regimes.Values.Distinct().Order().Select(r => $"regime{r}")],
            HasStop = Rules.StopRule.Rule != StopRule.None,
        };
    }

    public void Add(string text, string[] words)
    {
        switch (words)
        {
            case ["enter", "long", "at", ..]: Bars(Rules.EnterLongAt, words); break;
            case ["enter", "short", "at", ..]: Bars(Rules.EnterShortAt, words); break;
            case ["exit", "long", "at", ..]: Bars(Rules.ExitLongAt, words); break;
            case ["exit", "short", "at", ..]: Bars(Rules.ExitShortAt, words); break;
            case ["exit", "when", "profit", ">", var profit]: Rules.ExitAboveProfit = Fixture.Number(profit); break;
            case ["exit", "when", "bars_in_trade", ">=", var bars]: Rules.ExitAtBarsInTrade = int.Parse(bars, CultureInfo.InvariantCulture); break;
            case ["exit", "after", var bars, "bars"]: Rules.TimeStop = int.Parse(bars, CultureInfo.InvariantCulture); break;
            case ["scale", "in", "at", var step, "up", "to", var times, "times"]: Rules.ScaleRule = new(Fixture.Number(step), (int)Fixture.Number(times)); break;
            case ["take", var share, "at", var distance]: Rules.TakeRule = new(Fixture.Number(share), Fixture.Number(distance)); break;
            case ["regime", var regime, "at", ..]:
                foreach (string bar in words.Skip(3)) Rules.Regimes[(int)Fixture.Number(bar.TrimEnd(','))] = (int)Fixture.Number(regime);
                break;
            case ["in", var regime, "size", var size]: Rules.RegimeSizes[(int)Fixture.Number(regime)] = Fixture.Number(size); break;
            case ["in", var regime, "stop", ..]: Rules.RegimeStops[(int)Fixture.Number(regime)] = Stop(words[2..]); break;
            case ["reverse"]: _plan = _plan with { Reverse = true }; break;
            case ["atr", ..]: _atr = [.. words.Skip(1).Select(w => w == "none" ? double.NaN : Fixture.Number(w))]; break;
            case ["stop", ..]: Rules.StopRule = Stop(words); break;
            case ["target", ..]: Rules.TargetRule = Target(words); break;
            // warmup 1h 2 bars, 1 back
            case ["warmup", var timeframe, var bars, "bars,", var shift, "back"]:
                _plan = _plan with
                {
                    Warmup = _plan.Warmup.Add(new(Timeframe.Parse(timeframe), int.Parse(bars, CultureInfo.InvariantCulture), int.Parse(shift, CultureInfo.InvariantCulture))),
                };
                break;
            case ["trade", var session, var zone]:
                string[] ends = session.Split('-');
                Filters(_plan.Filters with { Sessions = _plan.Filters.Sessions.Add(new(Minute(ends[0]), Minute(ends[1]), zone)) });
                break;
            case ["block", var days, "in", var zone]:
                Filters(_plan.Filters with { BlockedDays = [.. days.Split(',').Select(Enum.Parse<DayOfWeek>)], BlockedDaysZone = zone });
                break;
            case ["avoid", "funding", var before, "before,", var after, "after"]:
                Filters(_plan.Filters with { AvoidFunding = new((int)Fixture.Number(before), (int)Fixture.Number(after)) });
                break;
            default: throw new FormatException($"`{text}` is not a strategy line");
        }
    }

    private void Filters(TimeFilters filters) => _plan = _plan with { Filters = filters };

    private static void Bars(HashSet<int> bars, string[] words)
    {
        foreach (string word in words.Skip(3)) bars.Add(int.Parse(word.TrimEnd(','), CultureInfo.InvariantCulture));
    }

    private static StopPlan Stop(string[] words)
    {
        bool trailing = words.Contains("trailing"), fromSignal = words.Contains("signal");
        return words[1] == "atr"
            ? new(trailing ? StopRule.SeriesTrailing : StopRule.SeriesFixed, Fixture.Number(words[2]), null, fromSignal)
            : new(trailing ? StopRule.FractionTrailing : StopRule.FixedFraction, Fixture.Number(words[1]), null, fromSignal);
    }

    private static TargetPlan Target(string[] words)
    {
        bool fromSignal = words.Contains("signal");
        return words[1] switch
        {
            "atr" => new(TargetRule.SeriesFixed, Fixture.Number(words[2]), null, fromSignal),
            "rr" => new(TargetRule.RiskReward, Fixture.Number(words[2]), null, fromSignal),
            _ => new(TargetRule.FixedFraction, Fixture.Number(words[1]), null, fromSignal),
        };
    }

    private static int Minute(string text)
    {
        string[] parts = text.Split(':');
        return int.Parse(parts[0], CultureInfo.InvariantCulture) * 60 + int.Parse(parts[1], CultureInfo.InvariantCulture);
    }
}
