using QuantDsl.Diagnostics;

namespace QuantDsl.Cli;

/// <summary>QD007x: settings that are legal, and dangerous by themselves or with the strategies they are checked with.</summary>
public static class ConfigurationDiagnostics
{
    private const string Strategy = "strategy dip\ntimeframe 1h\nenter long when RSI(close, 14) < 30\nexit long when RSI(close, 14) > 50\n";

    public static readonly DiagnosticDescriptor LeverageWithoutStop = new("QD0071", Severity.Warning, "leverage {0} without a stop: {1} against the position takes its whole margin")
    {
        Why = "A position that nothing closes is closed by the exchange, at its worst price; the higher the leverage, the nearer that is.",
        Bad = "leverage: 20\n",
        Good = "leverage: 3\n",
        SampleFile = ProjectFolder.SettingsName,
        Beside = [("dip.qstrat", Strategy)],
    };

    public static readonly DiagnosticDescriptor StopBehindLiquidation = new("QD0072", Severity.Warning, "at leverage {0} a position is liquidated before its stop of {1} is reached")
    {
        Why = "The margin is gone after a move of 1 ÷ leverage. A stop farther away than that never acts.",
        Bad = "leverage: 20\nsizing: fixed_quantity:0.1\n",
        Good = "leverage: 5\nsizing: fixed_quantity:0.1\n",
        SampleFile = ProjectFolder.SettingsName,
        Beside = [("dip.qstrat", Strategy + "stop 6%\n")],
    };

    public static readonly DiagnosticDescriptor NoFee = new("QD0073", Severity.Warning, "a taker fee of {0} makes every trade look cheaper than it is")
    {
        Why = "Market orders pay a fee on every venue; without it a strategy that trades often wins on paper alone.",
        Bad = "taker: 0\n",
        Good = "taker: 0.0004\n",
        SampleFile = ProjectFolder.SettingsName,
    };
}
