using System.Collections.Frozen;
using System.Collections.Immutable;
using QuantDsl.Language.Syntax.Generated;

namespace QuantDsl.Language.Syntax.Parsing;

/// <summary>The words of the language by what they do.</summary>
internal static class Vocabulary
{
    /// <summary>The starters that have a meaning today.</summary>
    public static readonly FrozenDictionary<string, int> Starters = Words(QStratLexer.STRATEGY, QStratLexer.TAKE);

    /// <summary>The starters kept for a later version of the language.</summary>
    public static readonly FrozenDictionary<string, int> LaterStarters = Words(QStratLexer.DEFINE, QStratLexer.SYMBOLS);

    public static readonly FrozenDictionary<string, int> Operators = Words(QStratLexer.AND, QStratLexer.OF);

    /// <summary>What may follow a complete expression.</summary>
    public static readonly ImmutableArray<string> AfterExpression =
        ["and", "or", "within", "between", "crosses_above", "crosses_below", "crosses", "on", "from"];

    public static readonly ImmutableArray<string> Days = [.. Enum.GetNames<DayOfWeek>()];

    public static bool IsStarter(int type) => type is (>= QStratLexer.STRATEGY and <= QStratLexer.SYMBOLS) or QStratLexer.IN_REGIME;

    public static bool IsLaterStarter(int type) => type is >= QStratLexer.DEFINE and <= QStratLexer.SYMBOLS;

    public static bool IsOperatorWord(int type) => type is >= QStratLexer.AND and <= QStratLexer.OF;

    /// <summary>Author names, and words that may be names where they have no meaning.</summary>
    public static bool IsName(int type) => type is QStratLexer.NAME or (>= QStratLexer.LONG and <= QStratLexer.FALSE);

    /// <summary>True for a word that text must not use as a name.</summary>
    public static bool IsReserved(string word) =>
        Starters.ContainsKey(word) || LaterStarters.ContainsKey(word) || Operators.ContainsKey(word);

    /// <summary>The spelling of a token type that has only one, otherwise null.</summary>
    public static string? Spelling(int type) => QStratLexer.DefaultVocabulary.GetLiteralName(type)?.Trim('\'');

    private static FrozenDictionary<string, int> Words(int first, int last) =>
        Enumerable.Range(first, last - first + 1).ToFrozenDictionary(type => Spelling(type) ?? "", StringComparer.Ordinal);
}
