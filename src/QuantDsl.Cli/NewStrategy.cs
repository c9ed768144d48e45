namespace QuantDsl.Cli;

/// <summary>The file <c>qdsl new</c> writes: a small strategy that is complete, with a word about each part.</summary>
public static class NewStrategy
{
    public static string Text(string name) => $"""
        // {name}: a crossing of two averages, with the trend of a higher timeframe.
        // `qdsl check` finds mistakes, `qdsl explain` tells this file in plain English, `qdsl screen --sample` runs it.
        strategy {name} version 1
            "Buy when the fast average crosses above the slow one in an uptrend"

        // Decisions are taken at the close of these bars; orders fill at the next open.
        timeframe 15m

        // A parameter has a value and, after `in`, the values a sweep tries.
        param fast_period = 12   in [8, 12, 16]        "Bars of the fast average"
        param slow_period = 26   in 20..40 step 10     "Bars of the slow average"
        param stop_mult   = 2.0  in 1.5..3.0 step 0.5  "Distance of the stop, in average ranges"
        require fast_period < slow_period

        // Names make rules readable. `on 4h` is the last four-hour bar that has closed.
        let fast  = EMA(close, fast_period)
        let slow  = EMA(close, slow_period)
        let trend = EMA(close, 50) on 4h
        let atr   = ATR(14)

        // Several `enter` statements are alternatives.
        enter long  when fast crosses_above slow and close > trend
        enter short when fast crosses_below slow and close < trend

        exit long  when fast crosses_below slow
        exit short when fast crosses_above slow

        // A stop cuts a loss, a target takes a profit. Distances name their unit: a percent, or a multiple of a range.
        stop   atr_trailing(atr, stop_mult)
        target 4%

        // Entries only: these hours, and not around funding.
        trade 06:00-22:00 UTC
        avoid funding 5m before, 5m after

        """;

    public static string Yaml(string name) => $$"""
        # {{name}}: a crossing of two averages, with the trend of a higher timeframe.
        # `qdsl check` finds mistakes, `qdsl explain` tells this file in plain English, `qdsl screen --sample` runs it.
        name: {{name}}
        description: "Buy when the fast average crosses above the slow one in an uptrend"
        version: 1

        # Decisions are taken at the close of these bars; orders fill at the next open.
        timeframe: 15m

        constraints:
          - fast_period < slow_period

        # Names make rules readable. A `timeframe` of its own is the last bar of it that has closed.
        indicators:
          fast: { type: EMA, source: close, period: fast_period }
          slow: { type: EMA, source: close, period: slow_period }
          trend: { type: EMA, source: close, period: 50, timeframe: 4h }
          atr: { type: ATR, period: 14 }

        parameters:
          fast_period: { default: 12, doc: "Bars of the fast average" }
          slow_period: { default: 26, doc: "Bars of the slow average" }
          stop_mult: { default: 2.0, doc: "Distance of the stop, in average ranges" }

        # The conditions of a list must all hold.
        entry_conditions:
          long:
            - fast crosses_above slow
            - close > trend
          short:
            - fast crosses_below slow
            - close < trend

        exit_conditions:
          long: [fast crosses_below slow]
          short: [fast crosses_above slow]

        # A stop cuts a loss, a target takes a profit.
        stop_loss: { type: atr_trailing, indicator: atr, atr_multiplier: stop_mult }
        take_profit: { type: fixed_pct, percent: 4.0 }

        # Entries only: these hours, and not around funding.
        time_filters:
          allowed_sessions:
            - { start: "06:00", end: "22:00", timezone: "UTC" }
          avoid_around_funding: { minutes_before: 5, minutes_after: 5 }

        # The values a sweep tries.
        sweep:
          fast_period: [8, 12, 16]
          slow_period: { from: 20, to: 40, step: 10 }
          stop_mult: { from: 1.5, to: 3.0, step: 0.5 }

        """;
}
