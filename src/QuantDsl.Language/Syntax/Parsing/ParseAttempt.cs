using Antlr4.Runtime;
using Antlr4.Runtime.Misc;
using QuantDsl.Language.Syntax.Generated;

namespace QuantDsl.Language.Syntax.Parsing;

/// <summary>Where a parse stopped, in terms of words; the wording is made from it elsewhere.</summary>
/// <param name="Index">The word that fits nowhere, as an index into the token list; the end of the slice when it is unfinished.</param>
/// <param name="Rule">The innermost grammar rule being read.</param>
/// <param name="Expected">Token types that could have stood there.</param>
internal sealed record ParseFailure(int Index, int Rule, IReadOnlySet<int> Expected);

/// <summary>One slice of words read by one grammar rule: a parse tree, or the first place where it does not fit.</summary>
internal static class ParseAttempt
{
    public static T? Run<T>(TokenList tokens, int start, int end, Func<QStratParser, T> rule, out ParseFailure? failure)
        where T : ParserRuleContext
    {
        var parser = tokens.Parser;
        tokens.Slice.Set(start, end);
        parser.Reset();
        failure = null;
        try
        {
            return rule(parser);
        }
        catch (ParseCanceledException cancelled) when (cancelled.InnerException is RecognitionException stop)
        {
            var expected = parser.Atn.GetExpectedTokens(stop.OffendingState, stop.Context).ToList().ToHashSet();
            int innermost = stop.Context?.RuleIndex ?? parser.RuleContext.RuleIndex;
            failure = new(tokens.Slice.IndexOf(stop.OffendingToken), innermost, expected);
            return null;
        }
    }
}
