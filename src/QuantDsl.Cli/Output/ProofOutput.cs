using System.Collections.Immutable;
using System.Text.Json;
using QuantDsl.Language.Analysis;
using QuantDsl.Language.Semantics;

namespace QuantDsl.Cli.Output;

/// <summary>The table of <c>qdsl compile --proof</c>: when each value becomes known.</summary>
public static class ProofOutput
{
    /// <summary>Longer expressions are cut in the readable form; JSON has them whole.</summary>
    private const int LongestExpression = 56;

    public static void Write(Terminal terminal, BoundStrategy strategy, bool json)
    {
        var rows = ProofTable.Of(strategy);
        if (json) WriteJson(terminal, strategy, rows);
        else WriteText(terminal, strategy, rows);
    }

    private static void WriteText(Terminal terminal, BoundStrategy strategy, ImmutableArray<ProofRow> rows)
    {
        terminal.Out.WriteLine($"{strategy.Name}: a decision is taken at the close t of a {strategy.Timeframe} bar and fills at the next open");
        int expression = rows.SelectMany(r => r.Derivation).Max(s => 2 + (2 * s.Depth) + Cut(s.Expression).Length);
        int known = rows.SelectMany(r => r.Derivation).Max(s => s.KnownAt.Describe(strategy.Symbols).Length);
        foreach (var row in rows)
        {
            terminal.Out.WriteLine();
            terminal.Out.WriteLine($"{row.Role}: known {(row.KnownAt.Moments.IsEmpty ? "" : "at ")}{row.KnownAt.Describe(strategy.Symbols)}");
            foreach (var step in row.Derivation)
            {
                string text = new string(' ', 2 + (2 * step.Depth)) + Cut(step.Expression);
                terminal.Out.WriteLine($"{text.PadRight(expression)}  {step.KnownAt.Describe(strategy.Symbols).PadRight(known)}  {step.Because}");
            }
        }

        terminal.Out.WriteLine();
        terminal.Out.WriteLine($"{rows.Length} values and rules; none is used before it is known");
    }

    private static string Cut(string expression) => expression.Length <= LongestExpression ? expression : expression[..(LongestExpression - 1)] + "…";

    private static void WriteJson(Terminal terminal, BoundStrategy strategy, ImmutableArray<ProofRow> rows) => JsonOutput.Write(terminal, writer =>
    {
        writer.WriteString("strategy", strategy.Name);
        writer.WriteString("timeframe", strategy.Timeframe.ToString());
        writer.WriteStartArray("values");
        foreach (var row in rows)
        {
            writer.WriteStartObject();
            writer.WriteString("role", row.Role);
            writer.WriteString("expression", row.Expression);
            WriteKnown(writer, strategy, row.KnownAt);
            writer.WriteStartArray("derivation");
            foreach (var step in row.Derivation)
            {
                writer.WriteStartObject();
                writer.WriteNumber("depth", step.Depth);
                writer.WriteString("expression", step.Expression);
                WriteKnown(writer, strategy, step.KnownAt);
                writer.WriteString("because", step.Because);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    });

    /// <summary>The words, and the latest closes they stand for; none for what is known before the run.</summary>
    private static void WriteKnown(Utf8JsonWriter writer, BoundStrategy strategy, KnownAt known)
    {
        writer.WriteString("knownAt", known.Describe(strategy.Symbols));
        writer.WriteStartArray("closes");
        foreach (var moment in known.Moments)
        {
            writer.WriteStartObject();
            writer.WriteNumber("primaryBarsBack", moment.PrimaryBarsBack);
            writer.WriteString("timeframe", (moment.Timeframe ?? strategy.Timeframe).ToString());
            writer.WriteString("symbol", moment.Symbol < strategy.Symbols.Length ? strategy.Symbols[moment.Symbol] : null);
            writer.WriteNumber("barsBack", moment.BarsBack);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
