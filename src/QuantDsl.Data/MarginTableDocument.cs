using System.Collections.Immutable;
using System.Globalization;
using QuantDsl.Diagnostics;
using QuantDsl.Documents;
using QuantDsl.Market;

namespace QuantDsl.Data;

/// <summary>Reads the margin tables of a venue: tiers without a hole, an overlap or a contradiction.</summary>
internal static class MarginTableDocument
{
    /// <summary>The tables by name, and their names in the order of the file; a table with a mistake is there as far as it was read.</summary>
    public static (ImmutableDictionary<string, MarginTable> Tables, ImmutableArray<string> Names) Read(YamlMapping? tables, DiagnosticBag diagnostics)
    {
        var read = ImmutableDictionary.CreateBuilder<string, MarginTable>(StringComparer.Ordinal);
        foreach (var entry in tables?.Entries ?? [])
        {
            if (VenueFields.Of(entry, VenueKeys.Table, diagnostics) is not { } fields) continue;
            long from = fields.Day("from") ?? long.MinValue;
            string source = fields.Text("source");
            List<MarginTier> tiers = [];
            if (fields.List("tiers") is { } rows)
                foreach (var row in rows.Items)
                    if (ReadTier(row, diagnostics) is { } tier)
                    {
                        Judge(tier, tiers.Count == 0 ? null : tiers[^1], (YamlMapping)row, diagnostics);
                        tiers.Add(tier);
                    }

            fields.ReportUnknown();
            read[entry.Key] = new(from, [.. tiers], source) { Line = diagnostics.Source.Position(entry.KeySpan.Start).Line };
        }

        return (read.ToImmutable(), [.. tables?.Entries.Select(entry => entry.Key) ?? []]);
    }

    private static MarginTier? ReadTier(YamlNode node, DiagnosticBag diagnostics)
    {
        if (node is not YamlMapping mapping)
        {
            diagnostics.Report(DocumentDiagnostics.WrongValue, node.Span, ["tiers", "mappings with floor, cap, rate, max_leverage and amount", node.Describe()],
                "write a tier such as `{floor: 0, cap: 50000, rate: 0.01, max_leverage: 50, amount: 0}`");
            return null;
        }

        var fields = new VenueFields(mapping, VenueKeys.Tier, diagnostics);
        double? floor = fields.Number("floor"), cap = fields.Number("cap"), rate = fields.Number("rate"), leverage = fields.Number("max_leverage"), amount = fields.Number("amount");
        fields.ReportUnknown();
        return floor is { } f && cap is { } c && rate is { } r && leverage is { } l && amount is { } a ? new(f, c, r, l, a) : null;
    }

    /// <summary>One mistake of a tier, the first that holds: it decides what the others mean.</summary>
    private static void Judge(MarginTier tier, MarginTier? before, YamlMapping row, DiagnosticBag diagnostics)
    {
        double floor = before?.Cap ?? 0;
        double amount = before is null ? 0 : before.MaintenanceAmount + floor * (tier.MaintenanceRate - before.MaintenanceRate);
        if (tier.Floor != floor || tier.Cap <= tier.Floor)
            diagnostics.Report(DataDiagnostics.TierOutOfOrder, row.Span, [tier.Floor, floor], "let every tier begin where the one before it ends, with its cap above its floor");
        else if (tier.MaintenanceRate < before?.MaintenanceRate)
            diagnostics.Report(VenueDiagnostics.TierNotStricter, Of("rate"), ["rate", tier.MaintenanceRate, before.MaintenanceRate], "a larger position needs at least the margin of a smaller one");
        else if (tier.MaxLeverage > before?.MaxLeverage)
            diagnostics.Report(VenueDiagnostics.TierNotStricter, Of("max_leverage"), ["max_leverage", tier.MaxLeverage, before.MaxLeverage], "a larger position is allowed at most the leverage of a smaller one");
        else if (tier.MaintenanceRate * tier.MaxLeverage >= 1)
            diagnostics.Report(VenueDiagnostics.TierLiquidatesAtOnce, Of("rate"), [tier.MaintenanceRate, tier.MaxLeverage, 1 / tier.MaxLeverage],
                $"write a rate below {Text(1 / tier.MaxLeverage)}, which is 1 ÷ `max_leverage`");
        else if (Math.Abs(tier.MaintenanceAmount - amount) > 0.01 + amount * 1e-9)
            diagnostics.Report(DataDiagnostics.TierAmountWrong, row.Span, [tier.MaintenanceAmount, amount], $"write `amount: {Text(amount)}`",
                new CodeFix($"write `{Text(amount)}`", Of("amount"), Text(amount)));

        TextSpan Of(string key) => row.Find(key) is { } entry ? entry.Value.Span : row.Span;
    }

    private static string Text(double value) => value.ToString(CultureInfo.InvariantCulture);
}
