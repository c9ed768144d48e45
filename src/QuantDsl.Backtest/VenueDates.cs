using System.Collections.Immutable;
using QuantDsl.Diagnostics;
using QuantDsl.Market;

namespace QuantDsl.Backtest;

/// <summary>What is assumed of a venue before the first day that its file knows: the first margin table and the first fees (RULES X9).</summary>
internal static class VenueDates
{
    /// <summary>A warning for each of both that begins after the account.</summary>
    /// <exception cref="InputException">There is one, and <see cref="AccountSettings.StrictVenue"/> refuses it (kind Refused).</exception>
    public static ImmutableArray<Diagnostic> Judge(Venue venue, Instrument instrument, AccountSettings settings, long startUtcMs)
    {
        var (table, fees) = (instrument.MarginTables[0], settings.Fees.Periods[0]);
        var warnings = ImmutableArray.CreateBuilder<Diagnostic>();
        List<Diagnostic> refusals = [];
        Check(table.FromUtcMs, table.Line, BacktestDiagnostics.MarginTableTooLate, BacktestDiagnostics.MarginTableRefused, instrument.Symbol, "tables");
        Check(fees.FromUtcMs, fees.Line, BacktestDiagnostics.FeesTooLate, BacktestDiagnostics.FeesRefused, venue.Name, "fees");
        return refusals.Count == 0 ? warnings.ToImmutable() : throw new InputException(FailureKind.Refused, refusals);

        void Check(long fromUtcMs, int line, DiagnosticDescriptor warning, DiagnosticDescriptor refusal, string of, string what)
        {
            if (fromUtcMs <= startUtcMs) return;
            string from = Instant.Text(fromUtcMs);
            if (settings.StrictVenue)
                refusals.Add(Diagnostic.InFile(venue.File, line, refusal, of, from, Instant.Text(startUtcMs)) with
                {
                    Help = $"begin later, as with `--trade-from {from[..10]}`, add older {what} to a file of your own for `--venue`, or leave `--strict-venue` out",
                });
            else warnings.Add(Diagnostic.InFile("", 0, warning, of, from, Instant.Text(startUtcMs)));
        }
    }
}
