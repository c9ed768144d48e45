using Antlr4.Runtime;
using QuantDsl.Diagnostics;
using QuantDsl.Language.Syntax.Generated;

namespace QuantDsl.Language.Syntax.Parsing;

/// <summary>What is being read, for the wording.</summary>
internal enum ReadUnit
{
    Statement,
    Condition,
}

/// <summary>Says in the language's own words where and why a slice of words does not fit.</summary>
internal sealed class FailureReport(TokenList tokens, DiagnosticBag diagnostics, ReadUnit unit)
{
    /// <summary>Reports the failure of the slice <c>[start, end)</c> as one diagnostic.</summary>
    public void Report(ParseFailure failure, int start, int end)
    {
        var found = failure.Index < end ? tokens[failure.Index] : null;
        if (found is not null && ReportMalformed(found, failure)) return;
        if (found is not null && ReportNamelessStrategy(start, end)) return;
        if (found is not null && MustBeName(failure, found) && ReportReserved(found)) return;
        if (found is not null && unit == ReadUnit.Statement && StandsWhereStatementsStart(failure, start)) ReportNoStatement(found);
        else if (OpenBracket(start, failure) is { } open && Closes(failure)) ReportUnclosed(failure, end, open);
        else if (found is not null && failure.Expected.All(type => type == TokenConstants.EOF)) ReportUnexpected(failure, found, start, end);
        else ReportExpected(failure, start, end);
    }

    /// <summary>A reserved word where a name should stand.</summary>
    public bool ReportReserved(IToken found)
    {
        if (!Vocabulary.IsStarter(found.Type) && !Vocabulary.IsOperatorWord(found.Type)) return false;
        string word = tokens.TextOf(found);
        diagnostics.Report(SyntaxDiagnostics.ReservedWord, TokenList.SpanOf(found), [word], $"choose another name, such as `{word}_value`");
        return true;
    }

    /// <summary>A word where a statement should start.</summary>
    public void ReportNoStatement(IToken found)
    {
        string text = tokens.TextOf(found);
        var span = TokenList.SpanOf(found);
        string? meant = Vocabulary.IsName(found.Type) ? NearestName.Of(text, Vocabulary.Starters.Keys) : null;
        if (meant is not null)
        {
            diagnostics.Report(SyntaxDiagnostics.UnknownStatement, span, [text], $"did you mean `{meant}`?", new CodeFix($"change to `{meant}`", span, meant));
        }
        else
        {
            diagnostics.Report(SyntaxDiagnostics.UnknownStatement, span, [text], "a statement starts with a word such as `let`, `enter` or `stop`");
        }
    }

    // An operator in the place of a value is a value left out; where only a name fits, it was meant to be one.
    private static bool MustBeName(ParseFailure failure, IToken found) =>
        failure.Expected.Contains(QStratLexer.NAME) && (Vocabulary.IsStarter(found.Type) || !failure.Expected.Contains(QStratLexer.NUMBER));

    // At the start of a line, no further in than the statement before it, and that one is complete.
    private bool StandsWhereStatementsStart(ParseFailure failure, int start)
    {
        if (failure.Index == start) return true;
        if (failure.Expected.Any(type => type != TokenConstants.EOF) || !tokens.StartsLine(failure.Index) || !Vocabulary.IsName(tokens[failure.Index].Type)) return false;
        return Column(failure.Index) <= Column(start);

        int Column(int index) => diagnostics.Source.Position(tokens[index].StartIndex).Column;
    }

    // Words that are wrong wherever they stand.
    private bool ReportMalformed(IToken found, ParseFailure failure)
    {
        string text = tokens.TextOf(found);
        var span = TokenList.SpanOf(found);
        switch (found.Type)
        {
            case QStratLexer.MALFORMED_NUMBER:
                ReportNumber(text, span, failure.Expected.Contains(QStratLexer.DURATION) && !failure.Expected.Contains(QStratLexer.NUMBER));
                return true;
            case QStratLexer.MALFORMED_NAME:
                diagnostics.Report(SyntaxDiagnostics.ForeignName, span, [text], "choose a name of those letters");
                return true;
            case QStratLexer.UNTERMINATED_TEXT:
                int textEnd = span.Start + text.TrimEnd().Length;
                diagnostics.Report(SyntaxDiagnostics.UnterminatedText, span, [], "close it with `\"` on the same line", new CodeFix("insert `\"`", new(textEnd, 0), "\""));
                return true;
            case QStratLexer.SINGLE_QUOTED:
                string quoted = $"\"{text[1..^1]}\"";
                diagnostics.Report(SyntaxDiagnostics.UnexpectedCharacter, span, ["'"], "text stands in double quotes",
                    new CodeFix("use double quotes", span, quoted));
                return true;
            case QStratLexer.UNKNOWN:
                ReportCharacter(found);
                return true;
            default:
                return false;
        }
    }

    private void ReportNumber(string text, TextSpan span, bool isTimeframe)
    {
        string? meant = text.StartsWith('.') ? $"0{text}" : UnitSpelling.Timeframe(text) ?? (isTimeframe ? null : UnitSpelling.Percent(text));
        if (isTimeframe)
            diagnostics.Report(SyntaxDiagnostics.BadTimeframe, span, [text], meant is null ? "write a count and m, h, d or w, such as `5m`" : $"write `{meant}`",
                meant is null ? [] : [new CodeFix($"write `{meant}`", span, meant)]);
        else if (meant is null)
            diagnostics.Report(SyntaxDiagnostics.MalformedNumber, span, [text], "write a number such as `0.5`, or a timeframe such as `5m`");
        else
            diagnostics.Report(SyntaxDiagnostics.MalformedNumber, span, [text], $"write `{meant}`", new CodeFix($"write `{meant}`", span, meant));
    }

    private void ReportCharacter(IToken found)
    {
        string content = diagnostics.Source.Content;
        // Characters beyond the basic plane are two UTF-16 units and one mistake.
        bool isPair = char.IsHighSurrogate(content[found.StartIndex]) && found.StartIndex + 1 < content.Length && char.IsLowSurrogate(content[found.StartIndex + 1]);
        var span = new TextSpan(found.StartIndex, isPair ? 2 : 1);
        string text = content.Substring(span.Start, span.Length);
        string? meant = text switch { "–" or "—" or "−" => "-", "×" => "*", "÷" => "/", "≥" => ">=", "≤" => "<=", "≠" => "!=", "“" or "”" => "\"", _ => null };
        string shown = char.IsControl(text[0]) || char.IsSurrogate(text[0]) && !isPair ? $"U+{(int)text[0]:X4}" : text;
        if (meant is null) diagnostics.Report(SyntaxDiagnostics.UnexpectedCharacter, span, [shown], "leave it out");
        else diagnostics.Report(SyntaxDiagnostics.UnexpectedCharacter, span, [shown], $"write `{meant}`", new CodeFix($"write `{meant}`", span, meant));
    }

    private void ReportUnclosed(ParseFailure failure, int end, int open)
    {
        var bracket = tokens[open];
        if (ReportNamelessCall(failure, end, open)) return;
        bool isRound = bracket.Type == QStratLexer.LEFT_PAREN;
        string close = isRound ? ")" : "]";
        bool isList = failure.Rule is QStratParser.RULE_arguments or QStratParser.RULE_formals or QStratParser.RULE_list or QStratParser.RULE_sweep;
        var found = failure.Index < end ? tokens[failure.Index] : null;
        var previous = tokens[failure.Index - 1];
        var span = found is null ? TokenList.SpanOf(previous) : TokenList.SpanOf(found);
        string what = isList && found is not null ? $"`,` or `{close}`" : $"`{close}`";
        int after = TokenList.SpanOf(previous).End;
        diagnostics.Add(Diagnostic.At(diagnostics.Source, span, SyntaxDiagnostics.Unclosed, what, tokens.TextOf(bracket), Found(found)) with
        {
            Help = $"close the bracket with `{close}`",
            Fixes = found is null ? [new CodeFix($"insert `{close}`", new(after, 0), close)] : [],
            Secondary = (TokenList.SpanOf(bracket), "opened here"),
        });
    }

    // `strategy version 1`: the word is taken for the name, and the number for too much.
    private bool ReportNamelessStrategy(int start, int end)
    {
        if (end - start < 3 || tokens[start].Type != QStratLexer.STRATEGY || tokens[start + 1].Type != QStratLexer.VERSION || tokens[start + 2].Type != QStratLexer.NUMBER) return false;
        diagnostics.Report(SyntaxDiagnostics.Expected, TokenList.SpanOf(tokens[start + 1]), ["a name", "strategy", "`version`"], Example(QStratLexer.STRATEGY));
        return true;
    }

    // `= (close, 50)`: values in brackets that no name calls.
    private bool ReportNamelessCall(ParseFailure failure, int end, int open)
    {
        bool isNameless = tokens[open].Type == QStratLexer.LEFT_PAREN && (open == 0 || !Vocabulary.IsName(tokens[open - 1].Type) && tokens[open - 1].Type != QStratLexer.OF);
        if (!isNameless || failure.Index >= end) return false;
        string before = open == 0 ? "nothing" : $"`{tokens.TextOf(tokens[open - 1])}`";
        if (failure.Index == open + 2 && tokens[open + 1].Type == QStratLexer.NAME && tokens[failure.Index].Type is QStratLexer.NAME or QStratLexer.NUMBER)
        {
            // `(RSI close, 14)`: the name and the bracket have changed places.
            string name = tokens.TextOf(tokens[open + 1]);
            var both = TextSpan.FromBounds(tokens[open].StartIndex, tokens[failure.Index].StartIndex);
            diagnostics.Report(SyntaxDiagnostics.CallWithoutName, TokenList.SpanOf(tokens[open]).Union(TokenList.SpanOf(tokens[open + 1])), [before], $"write `{name}(…)`", new CodeFix($"write `{name}(`", both, $"{name}("));
            return true;
        }

        if (tokens[failure.Index].Type != QStratLexer.COMMA) return false;
        diagnostics.Report(SyntaxDiagnostics.CallWithoutName, TokenList.SpanOf(tokens[open]), [before], "name what is called, as in `EMA(close, 50)`");
        return true;
    }

    private void ReportUnexpected(ParseFailure failure, IToken found, int start, int end)
    {
        if (ReportMisreadBefore(failure, start)) return;
        var span = TokenList.SpanOf(found);
        string text = tokens.TextOf(found);
        string previous = failure.Index > 0 ? tokens.TextOf(tokens[failure.Index - 1]) : "";
        string? meant = Vocabulary.IsName(found.Type) && EndsInExpression(start, failure.Index) ? NearestName.Of(text, Vocabulary.AfterExpression) ?? (text is "an" or "ad" or "nd" ? "and" : null) : null;
        string what = found.Type == QStratLexer.STRING ? "text" : $"`{text}`";
        string help = found.Type switch
        {
            _ when meant is not null => $"did you mean `{meant}`?",
            QStratLexer.RIGHT_PAREN or QStratLexer.RIGHT_BRACKET => "it closes nothing: leave it out",
            QStratLexer.STRING => "text stands after `strategy` and `param` only",
            _ when Vocabulary.IsStarter(found.Type) => "a condition ends with its text",
            _ when EndsInCondition(start, failure.Index) => "join conditions with `and` or `or`, and values with an operator",
            _ => "start the next statement, or leave it out",
        };
        diagnostics.Report(SyntaxDiagnostics.Unexpected, span, [what, previous], help, meant is not null ? [new CodeFix($"change to `{meant}`", span, meant)]
            : found.Type is QStratLexer.RIGHT_PAREN or QStratLexer.RIGHT_BRACKET ? [new CodeFix($"remove `{text}`", span, "")]
            : EndsInCondition(start, failure.Index) && AreConditions(start, failure.Index, end) ? [new CodeFix("insert `and`", new(span.Start, 0), "and "), new CodeFix("insert `or`", new(span.Start, 0), "or ")] : []);
    }

    // `between 20 ad 40`: the misspelt word was read as a value, and the next word is not the mistake.
    private bool ReportMisreadBefore(ParseFailure failure, int start)
    {
        if (failure.Index <= start + 1 || tokens[failure.Index - 1] is not { Type: QStratLexer.NAME } previous || !EndsInExpression(start, failure.Index)) return false;
        string word = tokens.TextOf(previous);
        if (NearestName.Of(word, Vocabulary.AfterExpression) is not { } meant) return false;
        var span = TokenList.SpanOf(previous);
        diagnostics.Report(SyntaxDiagnostics.Unexpected, span, [$"`{word}`", tokens.TextOf(tokens[failure.Index - 2])], $"did you mean `{meant}`?", new CodeFix($"change to `{meant}`", span, meant));
        return true;
    }

    // `enter long B when …`: a rule trades the first symbol, whatever it reads.
    private bool ReportSymbolOfRule(ParseFailure failure, int start, int end)
    {
        int at = failure.Index;
        if (at != start + 2 || at + 1 >= end || tokens[start].Type is not (QStratLexer.ENTER or QStratLexer.EXIT) || !Vocabulary.IsName(tokens[at].Type) || tokens[at + 1].Type != QStratLexer.WHEN) return false;
        string rule = $"{tokens.TextOf(tokens[start])} {tokens.TextOf(tokens[start + 1])}", symbol = tokens.TextOf(tokens[at]);
        if (at + 2 < end && !StartsValue(tokens[at + 2].Type))
        {
            // `enter long close when > open`: the first value and `when` have changed places.
            var both = TokenList.SpanOf(tokens[at]).Union(TokenList.SpanOf(tokens[at + 1]));
            diagnostics.Report(SyntaxDiagnostics.Expected, both, ["`when`", tokens.TextOf(tokens[start + 1]), $"`{symbol}`"], $"write `when {symbol}`", new CodeFix($"write `when {symbol}`", both, $"when {symbol}"));
            return true;
        }

        diagnostics.Report(ReuseDiagnostics.SymbolOfRule, TokenList.SpanOf(tokens[at]), [rule, symbol],
            $"only the first symbol of `symbols` is traded: write `{rule} when …`, and read `{symbol}` by `close of {symbol}`",
            new CodeFix($"remove `{symbol}`", TextSpan.FromBounds(tokens[at].StartIndex, tokens[at + 1].StartIndex), ""));
        return true;
    }

    private void ReportExpected(ParseFailure failure, int start, int end)
    {
        if (ReportSymbolOfRule(failure, start, end)) return;
        var found = failure.Index < end ? tokens[failure.Index] : null;
        if (failure.Index == 0)
        {
            var at = found is null ? tokens.Range : TokenList.SpanOf(found);
            diagnostics.Report(SyntaxDiagnostics.MissingCondition, at, [Found(found)], "a condition compares two values, as in `rsi < 30`");
            return;
        }

        var previous = tokens[failure.Index - 1];
        var span = TokenList.SpanOf(found ?? previous);
        var words = failure.Expected.Select(Vocabulary.Spelling).OfType<string>().Where(w => char.IsLetter(w[0]));
        string? meant = found is not null && Vocabulary.IsName(found.Type) ? NearestName.Of(tokens.TextOf(found), words.Order(StringComparer.Ordinal)) : null;
        string help = meant is not null ? $"did you mean `{meant}`?"
            : found is { Type: QStratLexer.NUMBER } && failure.Expected.Contains(QStratLexer.DURATION) ? $"name the unit, as in `{tokens.TextOf(found)}m`"
            : failure.Expected.Contains(QStratLexer.NAME) && failure.Expected.Contains(QStratLexer.NUMBER) && EndsInExpression(start, failure.Index) ? ValueExample(previous)
            : Example(unit == ReadUnit.Condition ? TokenConstants.EOF : tokens[start].Type);
        diagnostics.Report(SyntaxDiagnostics.Expected, span, [ExpectedWords(failure, previous), tokens.TextOf(previous), Found(found)], help,
            meant is null ? [] : [new CodeFix($"change to `{meant}`", span, meant)]);
    }

    // Two comparisons side by side, each whole: what is missing between them is `and` or `or`.
    private bool AreConditions(int start, int index, int end) => Compares(index - 1, -1, start, end) && Compares(index, 1, start, end);

    private bool Compares(int from, int step, int start, int end)
    {
        int comparisons = 0, open = 0;
        for (int i = from; i >= start && i < end; i += step)
        {
            int type = tokens[i].Type;
            if (open == 0 && type is QStratLexer.AND or QStratLexer.OR or QStratLexer.WHEN or QStratLexer.REQUIRE or QStratLexer.ASSIGN) return comparisons == 1 && (step < 0 || type is QStratLexer.AND or QStratLexer.OR);
            if (type is QStratLexer.LEFT_PAREN or QStratLexer.LEFT_BRACKET) open += step;
            else if (type is QStratLexer.RIGHT_PAREN or QStratLexer.RIGHT_BRACKET) open -= step;
            else if (open == 0 && type is QStratLexer.GREATER or QStratLexer.LESS or QStratLexer.GREATER_OR_EQUAL or QStratLexer.LESS_OR_EQUAL
                or QStratLexer.CROSSES_ABOVE or QStratLexer.CROSSES_BELOW) comparisons++;
            if (open < 0) return false;
        }

        return open == 0 && comparisons == 1;
    }

    private static bool StartsValue(int type) =>
        Vocabulary.IsName(type) || type is QStratLexer.NUMBER or QStratLexer.MINUS or QStratLexer.PLUS or QStratLexer.NOT or QStratLexer.LEFT_PAREN;

    private string Found(IToken? found) =>
        found is not null ? $"`{tokens.TextOf(found)}`" : unit == ReadUnit.Condition ? "the end of the condition" : "the end of the statement";

    /// <summary>True when a bracket is open where a slice fails.</summary>
    public static bool IsInBrackets(TokenList tokens, int start, ParseFailure failure) => OpenBracket(tokens, start, failure) is not null;

    private int? OpenBracket(int start, ParseFailure failure) => OpenBracket(tokens, start, failure);

    // The innermost bracket open before the failure, as an index.
    private static int? OpenBracket(TokenList tokens, int start, ParseFailure failure)
    {
        Stack<int> open = new();
        for (int i = start; i < failure.Index; i++)
        {
            if (tokens[i].Type is QStratLexer.LEFT_PAREN or QStratLexer.LEFT_BRACKET) open.Push(i);
            else if (tokens[i].Type is QStratLexer.RIGHT_PAREN or QStratLexer.RIGHT_BRACKET) open.TryPop(out _);
        }

        return open.TryPeek(out int innermost) ? innermost : null;
    }

    private static bool Closes(ParseFailure failure) =>
        (failure.Expected.Contains(QStratLexer.RIGHT_PAREN) || failure.Expected.Contains(QStratLexer.RIGHT_BRACKET)) && !failure.Expected.Contains(QStratLexer.NUMBER);

    private bool EndsInExpression(int start, int index) =>
        unit == ReadUnit.Condition
        || (tokens[start].Type is QStratLexer.LET or QStratLexer.DEFINE or QStratLexer.REQUIRE or QStratLexer.ENTER or QStratLexer.EXIT or QStratLexer.STOP or QStratLexer.TARGET or QStratLexer.REGIME
            && tokens[index - 1].Type is not (QStratLexer.SIGNAL or QStratLexer.BARS));

    private bool EndsInCondition(int start, int index) =>
        EndsInExpression(start, index) && (unit == ReadUnit.Condition || tokens[start].Type is not (QStratLexer.STOP or QStratLexer.TARGET));

    private static string ExpectedWords(ParseFailure failure, IToken previous)
    {
        var expected = failure.Expected;
        // What else may follow the name is rare.
        if (failure.Rule == QStratParser.RULE_paramStatement && expected.Contains(QStratLexer.ASSIGN)) return "`=`";
        if (expected.Contains(QStratLexer.NAME) && expected.Contains(QStratLexer.NUMBER))
        {
            return previous.Type switch
            {
                QStratLexer.WHEN or QStratLexer.AND or QStratLexer.OR or QStratLexer.NOT or QStratLexer.REQUIRE => "a condition",
                _ => "a value",
            };
        }

        if (expected.Contains(QStratLexer.NAME))
        {
            return failure.Rule switch
            {
                QStratParser.RULE_blockStatement => "a day such as `Saturday`",
                QStratParser.RULE_zone => "the rest of the time zone",
                _ when previous.Type == QStratLexer.BLOCK => "a day such as `Saturday`",
                _ => "a name",
            };
        }

        if (expected.Contains(QStratLexer.DURATION))
            return previous.Type is QStratLexer.TIMEFRAME or QStratLexer.ON ? "a timeframe such as `5m`" : "a stretch of time such as `5m`";

        var words = expected.Where(type => type != TokenConstants.EOF && (type != QStratLexer.MINUS || !expected.Contains(QStratLexer.NUMBER)))
            .Order().Select(Words).ToList();
        return words.Count == 1 ? words[0] : $"{string.Join(", ", words[..^1])} or {words[^1]}";
    }

    private static string ValueExample(IToken previous) => previous.Type is QStratLexer.WHEN or QStratLexer.AND or QStratLexer.OR or QStratLexer.NOT or QStratLexer.REQUIRE
        ? "a condition compares two values, as in `rsi < 30`" : "a value is a number, a series or a call, such as `30`, `close` or `EMA(close, 20)`";

    private static string Words(int type) => type switch
    {
        QStratLexer.NUMBER => "a number",
        QStratLexer.TIME => "a time such as `08:00`",
        QStratLexer.STRING => "text",
        _ => $"`{Vocabulary.Spelling(type)}`",
    };

    private static string Example(int starter) => starter switch
    {
        QStratLexer.STRATEGY => "the first line reads like `strategy ema_cross version 1`",
        QStratLexer.LANGUAGE => "write `language 1`",
        QStratLexer.TIMEFRAME => "write a timeframe such as `timeframe 5m`",
        QStratLexer.PARAM => "a parameter reads like `param period = 14 in [7, 14, 21]`",
        QStratLexer.REQUIRE => "a constraint reads like `require fast < slow`",
        QStratLexer.LET => "a named value reads like `let rsi = RSI(close, 14)`",
        QStratLexer.ENTER => "an entry reads like `enter long when rsi < 30`",
        QStratLexer.EXIT => "an exit reads like `exit long when rsi > 50` or `exit after 12 bars`",
        QStratLexer.STOP => "a stop reads like `stop 2%` or `stop atr_trailing(atr, 2)`",
        QStratLexer.TARGET => "a target reads like `target 3%` or `target risk_reward(2)`",
        QStratLexer.TRADE => "a session reads like `trade 08:00-20:00 UTC`",
        QStratLexer.BLOCK => "blocked days read like `block Saturday, Sunday`",
        QStratLexer.AVOID => "write `avoid funding 5m before, 5m after`",
        QStratLexer.REVERSE => "write `reverse true` or `reverse false`",
        QStratLexer.DEFINE => "a definition reads like `define OSC(x, n) = x - SMA(x, n)`; without arguments it is a `let`",
        QStratLexer.USE => "write `use \"library.qstrat\"`",
        QStratLexer.EXTENDS => "write `extends base` or `extends \"base.qstrat\"`",
        QStratLexer.SYMBOLS => "the symbols read like `symbols BTCUSDT, ETHUSDT`",
        QStratLexer.REGIME => "a regime reads like `regime trending when ADX(14) > 25`",
        QStratLexer.IN_REGIME => "settings of a regime read like `in trending: size 50%, stop 2%`",
        QStratLexer.SCALE => "write `scale in at +1% up to 3 times`",
        QStratLexer.TAKE => "write `take 50% at 2%`",
        _ => "a condition compares two values, as in `rsi < 30`",
    };
}
