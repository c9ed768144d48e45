using QuantDsl.Diagnostics;
using QuantDsl.Language.Syntax.Generated;

namespace QuantDsl.Language.Syntax.Parsing;

/// <summary>Bounds how deep a tree can get before anything walks it: every later stage may then recurse without care.</summary>
internal static class DepthLimit
{
    private const int Brackets = 100;
    private const int Operators = 1_000;

    /// <summary>Reports, and returns true for, a slice whose tree could be deeper than the limit.</summary>
    public static bool IsExceeded(TokenList tokens, int start, int end, DiagnosticBag diagnostics)
    {
        int depth = 0, operators = 0;
        // The literals of a parameter's list are flat, whatever their signs.
        bool isFlat = start < end && tokens[start].Type == QStratLexer.PARAM;
        for (int i = start; i < end; i++)
        {
            switch (tokens[i].Type)
            {
                case QStratLexer.LEFT_PAREN or QStratLexer.LEFT_BRACKET:
                    depth++;
                    operators++;
                    break;
                case QStratLexer.RIGHT_PAREN or QStratLexer.RIGHT_BRACKET:
                    depth--;
                    break;
                case QStratLexer.PLUS or QStratLexer.MINUS or QStratLexer.STAR or QStratLexer.SLASH or QStratLexer.NOT or QStratLexer.FOREIGN_NOT
                    or QStratLexer.DOT or QStratLexer.ON or QStratLexer.OF or QStratLexer.WITHIN:
                    operators++;
                    break;
            }

            if (depth > Brackets) return Report(i, Brackets, "brackets inside each other");
            if (operators > Operators && !isFlat) return Report(i, Operators, "operators");
        }

        return false;

        bool Report(int index, int limit, string what)
        {
            diagnostics.Report(SyntaxDiagnostics.TooDeep, TokenList.SpanOf(tokens[index]), [limit, what], "name a part of it with `let`");
            return true;
        }
    }
}
