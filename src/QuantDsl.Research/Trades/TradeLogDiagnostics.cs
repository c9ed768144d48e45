using QuantDsl.Diagnostics;

namespace QuantDsl.Research.Trades;

/// <summary>QD5341 and on: why there is no trade log of a run.</summary>
public static class TradeLogDiagnostics
{
    public static readonly DiagnosticDescriptor NothingTraded = new("QD5341", Severity.Error, "no backtest or validation was run in this project yet")
    {
        Why = "`last` is the newest run that keeps its trades, and there is none.",
    };

    public static readonly DiagnosticDescriptor ScreeningHasNoTrades = new("QD5342", Severity.Error, "run {0} is a screening, which keeps no trades")
    {
        Why = "A sweep runs thousands of combinations and keeps a row of results for each; their trades would be gigabytes.",
    };

    public static readonly DiagnosticDescriptor TradesIncomplete = new("QD5343", Severity.Error, "run {0} was stored by a version that did not keep all of what a trade log says")
    {
        Why = "Bars, excursions and first levels of its trades were not stored. A log with holes would look like one of trades without a stop.",
    };
}
