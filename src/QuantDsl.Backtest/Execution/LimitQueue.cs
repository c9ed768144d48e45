namespace QuantDsl.Backtest;

/// <summary>RULES V4: a limit that is only touched fills with a probability, since others were there before; one that is traded through fills.
/// In a bar no more is filled than a share of what was traded; the rest keeps working.</summary>
/// <remarks>Source: the probability is that of the original specification's fill model; that orders at a price are served in the order they came is
/// how the venues' order books work, so a trade beyond the limit proves that it was served.</remarks>
/// <param name="Probability">Of a fill where the limit is reached by less than a tick; in [0, 1].</param>
/// <param name="Share">Of a bar's volume, above 0.</param>
public sealed record LimitQueue(double Probability = 0.8, double Share = 0.1);
