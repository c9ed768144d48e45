using System.Collections.Immutable;

namespace QuantDsl.Market;

/// <summary>Funding settlements of a perpetual: instants (UTC milliseconds, ascending, snapped to the minute) and rates as fractions of notional.</summary>
/// <remarks>A positive rate is paid by longs to shorts (RULES X8).</remarks>
public sealed record FundingSeries(string Symbol, ImmutableArray<long> Times, ImmutableArray<double> Rates)
{
    public int Count => Times.Length;
}
