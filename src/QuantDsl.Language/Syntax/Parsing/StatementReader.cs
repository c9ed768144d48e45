using QuantDsl.Diagnostics;
using QuantDsl.Language.Syntax.Generated;

namespace QuantDsl.Language.Syntax.Parsing;

/// <summary>
/// Cuts a file at its statement starters and reads each piece alone, so that a mistake in one statement hides none in the
/// next. Newlines mean nothing to a correct file; they only help to guess what a wrong one meant.
/// </summary>
/// <param name="tokens">The words of the file.</param>
/// <param name="diagnostics">Where mistakes go.</param>
/// <param name="isLibrary">True for a file read for its definitions, which needs no header.</param>
internal sealed class StatementReader(TokenList tokens, DiagnosticBag diagnostics, bool isLibrary = false)
{
    private readonly StatementBuilder _builder = new(tokens, diagnostics);
    private readonly FailureReport _failures = new(tokens, diagnostics, ReadUnit.Statement);
    private bool _mayMissHeader;

    // Where a misspelled starter was reported and read as what it was meant to be.
    private int _repaired = -1;

    public StrategySyntax Read(TextSpan span)
    {
        int at = 0;
        while (at < tokens.Count) at = ReadOne(at);
        if (_builder.StrategyName is null && !_mayMissHeader && !isLibrary)
        {
            var place = tokens.Count == 0 ? new TextSpan(span.Start, 0) : TokenList.SpanOf(tokens[0]);
            diagnostics.Report(SyntaxDiagnostics.MissingHeader, place, [], "start the file with a line such as `strategy ema_cross version 1`",
                new CodeFix("insert `strategy my_strategy`", new(place.Start, 0), "strategy my_strategy\n"));
        }

        return _builder.Finish(span);
    }

    // Reads the piece that starts at an index; returns where the next one starts.
    private int ReadOne(int start)
    {
        int end = EndOf(start);
        if (DepthLimit.IsExceeded(tokens, start, end, diagnostics))
        {
            _builder.AddUnread(start, end);
            return end;
        }

        var tree = ParseAttempt.Run(tokens, start, end, parser => parser.singleStatement(), out var failure);
        if (tree is not null)
        {
            _builder.Add(tree.statement());
            return end;
        }

        if (failure is null) return end;
        if (Transposed(start, end, failure))
        {
            if (end - 1 > start) ReadPiece(start, end - 1);
            return end - 1;
        }

        if (MisspelledStarter(start, end) is { } misspelled)
        {
            // What stands before it is read again, alone; then it is read as what it was meant to be.
            if (misspelled > start) ReadPiece(start, misspelled);
            return misspelled;
        }

        if (failure.Index == end && NameIsReserved(failure, start, end))
        {
            _builder.AddUnread(start, end);
            return EndOf(end);
        }

        // A starter half typed is one mistake, not one and all that is missing behind it.
        if (start != _repaired || end - start > 1) _failures.Report(failure, start, end);
        if (failure.Index == start) _mayMissHeader = true;
        _builder.AddUnread(start, end);
        return end;
    }

    private void ReadPiece(int start, int end)
    {
        var tree = ParseAttempt.Run(tokens, start, end, parser => parser.singleStatement(), out var failure);
        if (tree is not null)
        {
            _builder.Add(tree.statement());
        }
        else if (failure is not null)
        {
            _failures.Report(failure, start, end);
            _builder.AddUnread(start, end);
        }
    }

    private int EndOf(int start)
    {
        int end = start + 1;
        while (end < tokens.Count && (!Vocabulary.IsStarter(tokens[end].Type) || IsSetting(start, end))) end++;
        return end;
    }

    // The `stop` of `in trending: size 50%, stop 2%` starts no statement.
    private bool IsSetting(int start, int index) =>
        tokens[start].Type == QStratLexer.IN_REGIME && tokens[index].Type == QStratLexer.STOP && tokens[index - 1].Type is QStratLexer.IN_REGIME or QStratLexer.COMMA;

    // A starter on the line of an unfinished statement that still needs a name or a bracket, as in `let stop = 3` or `EMA(exit`.
    private bool NameIsReserved(ParseFailure failure, int start, int end) =>
        end < tokens.Count && (failure.Expected.Contains(QStratLexer.NAME) || FailureReport.IsInBrackets(tokens, start, failure)) && !tokens.StartsLine(end) && _failures.ReportReserved(tokens[end]);

    // The last word of a failed piece and the starter behind it on the same line, the wrong way round: `fast param = 9`.
    private bool Transposed(int start, int end, ParseFailure failure)
    {
        int last = end - 1;
        if (end >= tokens.Count || tokens.StartsLine(end) || !tokens.StartsLine(last) || failure.Index != last && last != start) return false;
        tokens.Swap(last, end);
        if (ParseAttempt.Run(tokens, last, Math.Max(EndOf(last), end + 1), parser => parser.singleStatement(), out _) is null)
        {
            tokens.Swap(last, end);
            return false;
        }

        string starter = tokens.TextOf(tokens[last]), word = tokens.TextOf(tokens[end]);
        var span = TextSpan.FromBounds(tokens[end].StartIndex, tokens[last].StopIndex + 1);
        diagnostics.Report(SyntaxDiagnostics.WrongOrder, span, [word, starter], $"write `{starter} {word} …`", new CodeFix($"write `{starter} {word}`", span, $"{starter} {word}"));
        return true;
    }

    // Finds, corrects and reports the first word at the start of a line that was meant to start a statement.
    private int? MisspelledStarter(int start, int end)
    {
        for (int i = start; i < end; i++)
        {
            if (!Vocabulary.IsName(tokens[i].Type) || !tokens.StartsLine(i)) continue;
            bool afterComplete = i == start || CanEndStatement(tokens[i - 1].Type);
            string word = tokens.TextOf(tokens[i]);
            int next = i + 1 < end ? tokens[i + 1].Type : 0;
            if (afterComplete && LeftOut(next, i + 2, end) is { } starter)
            {
                diagnostics.Report(SyntaxDiagnostics.UnknownStatement, TokenList.SpanOf(tokens[i]), [word],
                    $"write `{starter} {word} {tokens.TextOf(tokens[i + 1])} …`", new CodeFix($"insert `{starter}`", new(tokens[i].StartIndex, 0), $"{starter} "));
                tokens.InsertBefore(i, Vocabulary.Starters[starter]);
                return i;
            }

            if (NearestName.Of(word, Vocabulary.Starters.Keys.Order(StringComparer.Ordinal)) is not { } meant) continue;
            int type = Vocabulary.Starters[meant];
            if (!IsFollowedBy(type, next) && !afterComplete) continue;
            _failures.ReportNoStatement(tokens[i]);
            tokens.Retag(i, type);
            _repaired = i;
            return i;
        }

        return null;
    }

    // The starter that is missing before a name, judged by what follows the name.
    private string? LeftOut(int next, int afterNext, int end) => next switch
    {
        QStratLexer.ASSIGN => IsParameter(afterNext, end) ? "param" : "let",
        QStratLexer.VERSION => "strategy",
        _ => null,
    };

    // A number with its sweep, range or text after `=`.
    private bool IsParameter(int value, int end)
    {
        int i = value;
        while (i < end && tokens[i].Type is (QStratLexer.MINUS or QStratLexer.NUMBER or QStratLexer.PERCENT)) i++;
        return i > value && i < end && tokens[i].Type is (QStratLexer.IN or QStratLexer.RANGE or QStratLexer.STRING);
    }

    private static bool CanEndStatement(int type) =>
        Vocabulary.IsName(type) || type is QStratLexer.NUMBER or QStratLexer.PERCENT or QStratLexer.DURATION or QStratLexer.TIME
            or QStratLexer.STRING or QStratLexer.RIGHT_PAREN or QStratLexer.RIGHT_BRACKET;

    // The second word of a statement gives it away even after an unfinished one.
    private static bool IsFollowedBy(int starter, int next) => starter switch
    {
        QStratLexer.ENTER => next is QStratLexer.LONG or QStratLexer.SHORT,
        QStratLexer.EXIT => next is QStratLexer.LONG or QStratLexer.SHORT or QStratLexer.AFTER,
        QStratLexer.TIMEFRAME => next == QStratLexer.DURATION,
        QStratLexer.TRADE => next == QStratLexer.TIME,
        QStratLexer.AVOID => next == QStratLexer.FUNDING,
        QStratLexer.REVERSE => next is QStratLexer.TRUE or QStratLexer.FALSE,
        QStratLexer.SCALE => next == QStratLexer.IN,
        QStratLexer.USE => next == QStratLexer.STRING,
        QStratLexer.EXTENDS => next == QStratLexer.STRING || Vocabulary.IsName(next),
        QStratLexer.LET or QStratLexer.PARAM or QStratLexer.STRATEGY or QStratLexer.BLOCK or QStratLexer.REGIME or QStratLexer.DEFINE or QStratLexer.SYMBOLS => Vocabulary.IsName(next),
        _ => false,
    };
}
