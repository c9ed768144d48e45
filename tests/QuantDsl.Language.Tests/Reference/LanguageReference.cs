using System.Globalization;
using System.Text;
using QuantDsl.Documents;
using QuantDsl.Indicators;
using QuantDsl.Language.Formatting;
using QuantDsl.Language.Semantics;
using QuantDsl.Language.Syntax;
using QuantDsl.Language.Syntax.Generated;
using QuantDsl.Language.Syntax.Parsing;
using QuantDsl.Testing;

namespace QuantDsl.Language.Tests.Reference;

/// <summary>Writes <c>docs/language.md</c> from the grammar, the language's own tables and the prose beside them.</summary>
internal sealed class LanguageReference
{
    private readonly StringBuilder _text = new();

    public static string Write()
    {
        var reference = new LanguageReference();
        reference.WriteIntroduction();
        reference.WriteStatements();
        reference.WriteExpressions();
        reference.WriteTables();
        reference.WriteYaml();
        return reference._text.ToString();
    }

    private void Line(string line = "") => _text.Append(line).Append('\n');

    private void Block(string kind, string content)
    {
        Line($"```{kind}");
        // Examples are shown as `qdsl format` leaves them.
        bool isText = kind.StartsWith("qstrat", StringComparison.Ordinal);
        Line((isText ? StrategyFormatter.Format(new("example.qstrat", content.TrimEnd('\n') + "\n")).Text : content).TrimEnd('\n'));
        Line("```");
        Line();
    }

    private void Table(string[] titles, IEnumerable<string[]> rows)
    {
        Line($"| {string.Join(" | ", titles)} |");
        Line($"|{string.Concat(titles.Select(_ => "---|"))}");
        foreach (string[] row in rows) Line($"| {string.Join(" | ", row.Select(cell => cell.Replace("|", "\\|").Replace("\n", " ")))} |");
        Line();
    }

    private void WriteIntroduction()
    {
        string example = File.ReadAllText(Repository.PathOf("strategies", "rsi_mean_reversion_mtf.qstrat")).ReplaceLineEndings("\n");
        Line("# The language");
        Line();
        Line("This page is generated from the grammar and the tables of the compiler, and every example in it is compiled by a test.");
        Line("How the rules are read where they leave a question is in [rule-readings.md](rule-readings.md); `qdsl explain FILE` tells a");
        Line("strategy in plain English, and [strategy.schema.json](strategy.schema.json) is the JSON Schema of the YAML notation.");
        Line();
        Line("There are two notations for one language, text and YAML (JSON is YAML). Both read to the same tree, give the same messages");
        Line("and print to each other. Newlines mean nothing in text: a statement ends where the next one starts. Comments start with `//`.");
        Line();
        Line("`qdsl format` lays a file of either notation out in one way and keeps every comment and single empty lines where they are; `--check` only says");
        Line("what would change. `qdsl convert` takes comments to the other notation, each with the statement below or before it. `qdsl compile --emit qstrat|yaml`");
        Line("shows what is hashed: one file in canonical order, without comments.");
        Line();
        Block("qstrat complete", example);
        Line("The same in YAML. A condition inside YAML is read by the same rule of the grammar as in text:");
        Line();
        Block("yaml complete", YamlPrinter.Print(QStratReader.Read(new("example.qstrat", example)).Strategy));
    }

    private void WriteStatements()
    {
        Line("## Statements");
        Line();
        Line("Words in quotes are written as they stand; `?` is optional, `*` repeats. `NAME` is a name, `NUMBER` a number such as `2.5`,");
        Line("`DURATION` a count and `m`, `h`, `d` or `w` such as `4h`, `TIME` a time such as `08:00`, `STRING` a text in double quotes.");
        Line();
        foreach (string rule in GrammarRules.AlternativesOf("statement"))
        {
            var (heading, meaning, example) = ReferenceProse.Statements.TryGetValue(rule, out var told) ? told
                : throw new InvalidOperationException($"the grammar has a new statement: write a sentence and an example of `{rule}` in {nameof(ReferenceProse)}");
            Line($"### {heading}");
            Line();
            Block("text", GrammarRules.Syntax(rule));
            Line(meaning);
            Line();
            if (example.Length > 0) Block("qstrat fragment", example);
        }

        Line("The parts that statements share:");
        Line();
        string[] shared = [.. GrammarRules.Names.SkipWhile(n => n != "text").TakeWhile(n => n != "expression"), "literal"];
        Block("text", string.Join('\n', shared.Distinct().Select(r => $"{r,-14}: {GrammarRules.Syntax(r)}")));
    }

    private void WriteExpressions()
    {
        Line("## Expressions");
        Line();
        Line("Operators, loosest first; comparisons are never chained.");
        Line();
        Table(["Level", "Written", "Meaning"], ReferenceProse.Operators.Select(o =>
            new[] { (Array.IndexOf([.. ReferenceProse.Operators.Select(p => p.Rule).Distinct()], o.Rule) + 1).ToString(CultureInfo.InvariantCulture), $"`{o.Written}`", o.Meaning }));
        Block("text", string.Join('\n', GrammarRules.Names.SkipWhile(n => n != "expression").TakeWhile(n => n != "literal").Select(r => $"{r,-18}: {GrammarRules.Syntax(r)}")));
        Line("Conditions and values in one place:");
        Line();
        Block("qstrat fragment", """
            let rsi    = RSI(close, 14)
            let rsi_1h = RSI(close, 14)[1] on 1h
            let bands  = BBANDS(close, 20, 2)
            enter long when rsi < 30 and not rsi_1h > 60 and close crosses_above bands.lower within 3 bars
            enter long when 2 of (close > bands.middle, rising(close, 3), rsi between 40 and 60)
            enter short when close > highest(high, 20)[1] * (1 + 1%) or -(open - close) > 2 * ATR(14)
            """);
    }

    private void WriteTables()
    {
        Line("## Functions");
        Line();
        Line("Names of functions and indicators are read in any case.");
        Line();
        string[] functions = [.. Enum.GetNames<MathFunction>().Select(f => f.ToLowerInvariant()), .. CallBinder.SeriesFunctions];
        Table(["Function", "Value"], functions.Select(f => new[] { $"`{f}({(f is "min" or "max" ? "x, y, …" : CallBinder.SeriesFunctions.Contains(f) ? "x, n" : "x")})`", ReferenceProse.Functions[f] }));
        Line("## Prices");
        Line();
        Table(["Series", "What it is"], NameTable.Prices.Keys.Select(p => new[] { $"`{p}`", ReferenceProse.Prices[p] }));
        Line("## Values of the open position");
        Line();
        Line("In exits alone; a name of the author's own of the same spelling wins.");
        Line();
        Table(["Value", "What it is"], NameTable.PositionValues.Keys.Select(p => new[] { $"`{p}`", ReferenceProse.PositionValues[p] }));
        Line("## Stops and targets");
        Line();
        Table(["Distance", "Stop", "Target", "Meaning"], DistanceBinder.Known.Select(k =>
            new[] { $"`{ReferenceProse.Distances[k.Name].Call}`", k.IsStop ? "yes" : "", k.IsTarget ? "yes" : "", ReferenceProse.Distances[k.Name].Meaning }));
        Line("## Indicators");
        Line();
        Line("Numbers may be left out from the right; what is left out has the default shown. `qdsl indicators` tells more of each.");
        Line();
        Table(["Call", "Also", "Outputs", "What it is"], IndicatorCatalog.Default.All.Select(d =>
            new[] { $"`{CallBinder.Example(d)}`", string.Join(", ", d.Aliases.Select(a => $"`{a}`")), string.Join(" ", d.Outputs.Select(o => $"`{o.Name}`")), d.Summary }));
        Line("## Words");
        Line();
        Line("Reserved, so that they cannot be names: the words that start a statement and the operators.");
        Line();
        Line(Words(Vocabulary.Starters.Keys));
        Line();
        Line(Words(Vocabulary.Operators.Keys));
        Line();
        Line("With a meaning in one place, and names anywhere else:");
        Line();
        Line(Words(Enumerable.Range(1, QStratLexer.IN_REGIME).Where(t => Vocabulary.IsName(t)).Select(Vocabulary.Spelling).OfType<string>()));
        Line();
    }

    private static string Words(IEnumerable<string> words) => string.Join(' ', words.Where(w => w.Length > 0).Order(StringComparer.Ordinal).Select(w => $"`{w}`"));

    private void WriteYaml()
    {
        Line("## YAML keys");
        Line();
        Line("Every key with its text form. A key with nothing behind it counts as left out unless it is required. Conditions and");
        Line("expressions are texts; put one in quotes where YAML has a use for one of its characters. An unknown key is an error.");
        Line();
        WriteShape("A strategy", YamlKeys.Strategy);
        var inner = YamlKeys.Strategy.Keys.SelectMany(k => ShapesIn(k.Value).Select(s => (Path: k.Name, Shape: s)));
        HashSet<YamlShape> written = [];
        Queue<(string Path, YamlShape Shape)> open = new(inner);
        while (open.TryDequeue(out var next))
        {
            if (!written.Add(next.Shape) || next.Path == "indicators" && next.Shape != YamlKeys.Indicator.Absent) continue;
            WriteShape($"`{next.Path}`: {next.Shape.Title}", next.Shape);
            foreach (var key in next.Shape.Keys)
                foreach (var shape in ShapesIn(key.Value)) open.Enqueue(($"{next.Path}.{key.Name}", shape));
        }

        Line("An entry of `indicators` with a `type` has the keys `source` (and `source_2` where an indicator reads two series), one key for");
        Line("each number of the indicator by its name, and `timeframe`:");
        Line();
        Block("yaml fragment", """
            indicators:
              rsi: { type: RSI, source: close, period: 14 }
              trend: { type: EMA, period: 50, timeframe: 4h }
              gap: { expression: close - trend }
            entry_conditions:
              long: [rsi < 30, gap > 0]
            """);
        Line("### Older documents");
        Line();
        Line("A condition of `confirmations` is read as if its timeframe were the strategy's own: its prices, calls, history, crosses and");
        Line("`within` count the bars of that timeframe, names stand for what they were given, and what says a still higher timeframe keeps");
        Line("it. Both sides and every alternative need it. `live_settings` are kept for live trading and checked; a backtest ignores them.");
        Line();
        Block("yaml fragment", """
            schema_version: 1.0
            indicators:
              rsi: { type: RSI, period: 14 }
            entry_conditions:
              long: [rsi < 30]
            confirmations:
              - { timeframe: 1h, condition: rsi > 40 }
            live_settings: { allowed_modes: [paper], order_type: limit }
            """);
        Line("says the same as");
        Line();
        Block("qstrat fragment", """
            let rsi = RSI(close, 14)
            enter long when rsi < 30 and RSI(close, 14) on 1h > 40
            trade live allowed_modes [paper], order_type limit
            """);
    }

    private void WriteShape(string title, YamlShape shape)
    {
        Line($"### {title}");
        Line();
        if (!shape.ExactlyOne.IsEmpty) Line($"Exactly one of {string.Join(", ", shape.ExactlyOne.Select(k => $"`{k}`"))} is written.\n");
        Table(["Key", "Value", "In text", "What it is"], shape.Keys.Select(k =>
            new[] { $"`{k.Name}`{(k.IsRequired ? " (required)" : "")}", Kind(k.Value), k.Text.Length > 0 ? string.Join("<br>", k.Text.Split('\n').Select(t => $"`{t}`")) : "", k.Summary }));
    }

    private static IEnumerable<YamlShape> ShapesIn(YamlValue value) => value switch
    {
        YamlSection section => [section.Shape],
        YamlSwitch on => [on.On],
        YamlListOf list => ShapesIn(list.Item),
        YamlMapOf map => ShapesIn(map.Value),
        YamlEither either => either.Forms.SelectMany(ShapesIn),
        YamlVariants variants => variants.Cases.Select(c => c.Shape).Append(variants.Absent).OfType<YamlShape>().Distinct(),
        _ => [],
    };

    private static string Kind(YamlValue value) => value switch
    {
        YamlOneScalar { Form: YamlScalarForm.Text } => "text",
        YamlOneScalar { Form: YamlScalarForm.Literal } => "a number or a percent",
        YamlOneScalar { Form: YamlScalarForm.StartOfDay or YamlScalarForm.EndOfDay } => "a time such as `08:00`",
        YamlOneScalar { Form: YamlScalarForm.Boolean } => "`true` or `false`",
        YamlOneScalar scalar => $"a {scalar.Form.ToString().ToLowerInvariant()}",
        YamlWholeFrom whole => whole.Most == int.MaxValue ? $"a whole number from {whole.Least}" : $"a whole number from {whole.Least} to {whole.Most}",
        YamlNumberAbove range => string.Create(CultureInfo.InvariantCulture, $"a number above {range.Below} up to {range.Most}"),
        YamlChoice choice => string.Join(", ", choice.Words.Select(w => $"`{w}`")),
        YamlListOf list => $"a list of {Kind(list.Item)}",
        YamlMapOf map => $"names, each with {Kind(map.Value)}",
        YamlSection section => section.Shape.Title,
        YamlSwitch on => on.On.Title,
        YamlEither either => string.Join(", or ", either.Forms.Select(Kind).Distinct()),
        YamlVariants variants => $"keys by `{variants.Key}`",
        _ => "see the schema",
    };
}
