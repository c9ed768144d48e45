namespace QuantDsl.Research.Metrics;

/// <summary>The closed trades of one run that have something in common. Money is quote currency, an undefined number is null.</summary>
/// <param name="Name">What they have in common; null for trades that have nothing of the kind, such as no regime.</param>
/// <param name="WinRate">Share of trades with a positive net result; null without a trade.</param>
/// <param name="ProfitFactor">Gains ÷ losses; null without a loss and without a trade.</param>
/// <param name="NetPnl">Sum of what the trades netted.</param>
/// <param name="Expectancy">Mean of what they netted; null without a trade.</param>
/// <param name="MeanR">Mean R multiple of those with a stop; null without one.</param>
/// <param name="Funding">Positive is received.</param>
public sealed record BreakdownGroup(string? Name, int Trades, int Wins, int Losses, double? WinRate, double? ProfitFactor, double NetPnl, double? Expectancy, double? MeanR,
    double Fees, double Funding, double Slippage);
