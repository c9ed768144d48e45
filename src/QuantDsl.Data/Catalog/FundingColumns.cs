namespace QuantDsl.Data.Catalog;

/// <summary>Funding settlements column by column, in order of their instant.</summary>
/// <param name="Times">UTC milliseconds as the archive keeps them; snapping to the minute (RULES X8) is the reader's.</param>
/// <param name="Rates">Fractions of the notional; positive is paid by longs.</param>
public sealed record FundingColumns(long[] Times, double[] Rates)
{
    public int Count => Times.Length;
}
