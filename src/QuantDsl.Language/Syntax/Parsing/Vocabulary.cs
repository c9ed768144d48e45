using System.Collections.Frozen;
using System.Collections.Immutable;
using QuantDsl.Language.Syntax.Generated;

namespace QuantDsl.Language.Syntax.Parsing;

/// <summary>The words of the language by what they do.</summary>
internal static class Vocabulary
{
    public static readonly FrozenDictionary<string, int> Starters = Words(QStratLexer.STRATEGY, QStratLexer.SYMBOLS);

    public static readonly FrozenDictionary<string, int> Operators = Words(QStratLexer.AND, QStratLexer.OF);

    /// <summary>What may follow a complete expression.</summary>
    public static readonly ImmutableArray<string> AfterExpression =
        ["and", "or", "within", "between", "crosses_above", "crosses_below", "crosses", "on", "from"];

    public static readonly ImmutableArray<string> Days = [.. Enum.GetNames<DayOfWeek>()];

    public static bool IsStarter(int type) => type is (>= QStratLexer.STRATEGY and <= QStratLexer.SYMBOLS) or QStratLexer.IN_REGIME;

    public static bool IsOperatorWord(int type) => type is >= QStratLexer.AND and <= QStratLexer.OF;

    /// <summary>Author names, and words that may be names where they have no meaning.</summary>
    public static bool IsName(int type) => type is QStratLexer.NAME or (>= QStratLexer.LONG and <= QStratLexer.FALSE);

    /// <summary>True for a word that text must not use as a name.</summary>
    public static bool IsReserved(string word) => Starters.ContainsKey(word) || Operators.ContainsKey(word);

    /// <summary>True for a word that text reads as a name wherever a name may stand.</summary>
    public static bool IsPlainName(string word) =>
        word.Length > 0 && !char.IsAsciiDigit(word[0]) && word.All(c => char.IsAsciiLetterOrDigit(c) || c == '_') && !IsReserved(word);

    /// <summary>The spelling of a token type that has only one, otherwise null.</summary>
    public static string? Spelling(int type) => QStratLexer.DefaultVocabulary.GetLiteralName(type)?.Trim('\'');

    private static FrozenDictionary<string, int> Words(int first, int last) =>
        Enumerable.Range(first, last - first + 1).ToFrozenDictionary(type => Spelling(type) ?? "", StringComparer.Ordinal);
}
