using System.Collections.Immutable;
using QuantDsl.Diagnostics;
using QuantDsl.Language.Syntax;
using QuantDsl.Market;

namespace QuantDsl.Language.Semantics;

/// <summary>When entries may be decided: sessions, blocked days and the minutes around funding (RULES T3, T4).</summary>
internal sealed class FilterBinder(BindingContext context)
{
    private const string Universal = "UTC";

    public TimeFilters Bind(StrategySyntax strategy)
    {
        var sessions = ImmutableArray.CreateBuilder<TradingSession>();
        foreach (var trade in strategy.OfKind<TradeSyntax>())
        {
            for (int i = 0; i < trade.Sessions.Length; i++)
            {
                Check(trade.Sessions[i].Zone, i < trade.SessionSpans.Length ? trade.SessionSpans[i] : trade.Span);
                sessions.Add(trade.Sessions[i]);
            }
        }

        var block = strategy.OfKind<BlockSyntax>().FirstOrDefault();
        if (block is not null) Check(block.Zone, block.Span);
        return new()
        {
            Sessions = sessions.ToImmutable(),
            BlockedDays = block is null ? [] : [.. block.Days.Distinct()],
            BlockedDaysZone = block?.Zone ?? Universal,
            AvoidFunding = strategy.OfKind<AvoidFundingSyntax>().FirstOrDefault()?.Avoidance,
        };
    }

    private void Check(string zone, TextSpan place)
    {
        if (zone == Universal || (IsPlain(zone) && TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _))) return;
        // The smallest span that shows it: the zone where the text names it.
        int at = context.Diagnostics.Source.Content.IndexOf(zone, place.Start, Math.Min(place.Length, context.Diagnostics.Source.Content.Length - place.Start), StringComparison.Ordinal);
        var span = at < 0 || zone.Length == 0 ? place : new(at, zone.Length);
        string? nearest = NearestName.Of(zone, TimeZoneInfo.GetSystemTimeZones().Select(z => z.Id).Append(Universal));
        context.Report(BindingDiagnostics.UnknownZone, span, [zone],
            nearest is null ? "use an IANA name such as `UTC` or `America/New_York`" : $"did you mean `{nearest}`?",
            nearest is null ? null : new($"change to `{nearest}`", span, nearest));
    }

    /// <summary>The system looks zones up as files: nothing that is no zone's name may reach it.</summary>
    private static bool IsPlain(string zone) =>
        zone.Length is > 0 and < 64 && char.IsAsciiLetter(zone[0]) && zone.All(c => char.IsAsciiLetterOrDigit(c) || c is '/' or '_' or '-' or '+');
}
