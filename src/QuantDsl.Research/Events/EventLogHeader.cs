using System.Collections.Immutable;
using System.Globalization;
using QuantDsl.Backtest;
using QuantDsl.Market;

namespace QuantDsl.Research.Events;

/// <summary>What the first line of an event log says of its run.</summary>
/// <param name="RunId">In the store; null for a run that is not kept.</param>
/// <param name="Mode">As in the store.</param>
/// <param name="Members">The strategies on their symbols, in declared order.</param>
public sealed record EventLogHeader(long? RunId, string Mode, ImmutableArray<EventLogMember> Members);

/// <summary>A strategy on a symbol, as the event log names it.</summary>
/// <param name="StartUtcMs">The first close at which it may decide, UTC milliseconds.</param>
public sealed record EventLogMember(string Strategy, string Symbol, Timeframe Timeframe, long StartUtcMs)
{
    /// <summary>Whether its closes are marks of the account; the run says it as it begins.</summary>
    public bool IsMarked { get; init; } = true;

    public double Leverage { get; init; } = 1;

    public Sizing Sizing { get; init; } = new Sizing.EquityFraction(0.1);

    /// <summary>How long a market order takes, milliseconds; null where no delay is modelled.</summary>
    public double? LatencyMs { get; init; }

    /// <summary>The strategy's sessions in one text; null without any.</summary>
    public string? Sessions { get; init; }

    /// <summary>Names of the strategy's regimes, by the index that positions carry.</summary>
    public ImmutableArray<string> Regimes { get; init; } = [];

    /// <summary>The fraction of the cash that the sizing puts at risk; null where it has none.</summary>
    public double? RiskFraction => Sizing switch
    {
        Sizing.FixedFractional sizing => sizing.Risk,
        Sizing.Atr sizing => sizing.Risk,
        _ => null,
    };

    /// <summary>The member that runs in a context.</summary>
    public static EventLogMember Of(RunContext context)
    {
        long latency = context.Settings.Fills == FillMode.Realistic ? context.Models.LatencyNanos : 0;
        var sessions = context.Plan.Filters.Sessions;
        return new(context.Plan.Name, context.History.Base.Symbol, context.Bars.Timeframe, context.StartUtcMs)
        {
            Leverage = context.Settings.Leverage,
            Sizing = context.Settings.Sizing,
            LatencyMs = latency > 0 ? latency / 1e6 : null,
            Sessions = sessions.IsEmpty ? null : string.Join(", ", sessions.Select(session => $"{Clock(session.StartMinute)}-{Clock(session.EndMinute)} {session.Zone}")),
            Regimes = context.Plan.Regimes,
        };
    }

    private static string Clock(int minute) => string.Create(CultureInfo.InvariantCulture, $"{minute / 60:00}:{minute % 60:00}");
}
