using System.Collections.Immutable;
using QuantDsl.Diagnostics;
using QuantDsl.Market;

namespace QuantDsl.Language.Syntax;

/// <summary>A whole strategy file.</summary>
/// <param name="Name">Its name; an empty text where it is missing (already reported).</param>
/// <param name="Version">The author's version number; 1 when absent.</param>
/// <param name="Description">One line of prose, or empty.</param>
/// <param name="Statements">In file order; the canonical printer groups them by kind.</param>
public sealed record StrategySyntax(Identifier Name, int Version, string Description,
    ImmutableArray<StatementSyntax> Statements, TextSpan Span) : SyntaxNode(Span)
{
    /// <summary>Where the line <c>strategy …</c> stands; empty where there is none, as in YAML.</summary>
    public TextSpan HeaderSpan { get; init; }

    /// <summary><c>language 1</c>, where the file says it.</summary>
    public LanguageSyntax? Language { get; init; }

    /// <summary>Comments below the last statement.</summary>
    public ImmutableArray<Comment> Closing { get; init; } = [];

    public IEnumerable<T> OfKind<T>() where T : StatementSyntax => Statements.OfType<T>();
}

/// <summary><c>language 1</c>: the version of the language the file is written in; there is one.</summary>
public sealed record LanguageSyntax(TextSpan Span) : SyntaxNode(Span);

public abstract record StatementSyntax(TextSpan Span) : SyntaxNode(Span);

/// <summary><c>use "library.qstrat"</c>: reads the definitions of another file. One statement a file, however many one <c>use</c> names.</summary>
public sealed record UseSyntax(Identifier File, TextSpan Span) : StatementSyntax(Span);

/// <summary><c>extends base</c>: everything the base says that this file does not say itself.</summary>
/// <param name="Base">A path, or a name that stands for a file beside this one.</param>
public sealed record ExtendsSyntax(Identifier Base, TextSpan Span) : StatementSyntax(Span);

/// <summary><c>symbols A, B</c>: the first is traded, the others are read by <c>of</c>.</summary>
public sealed record SymbolsSyntax(ImmutableArray<Identifier> Names, TextSpan Span) : StatementSyntax(Span);

/// <summary><c>define OSC(x, n) = (x - SMA(x, n)) / STDDEV(x, n)</c>: put in the place of its calls before anything is bound.</summary>
public sealed record DefineSyntax(Identifier Name, ImmutableArray<Identifier> Parameters, ExpressionSyntax Body, TextSpan Span) : StatementSyntax(Span);

/// <summary><c>timeframe 5m</c>.</summary>
public sealed record TimeframeSyntax(Timeframe Timeframe, TextSpan Span) : StatementSyntax(Span);

/// <summary><c>param p = 14 in [7, 14] range 2..100 "doc"</c>.</summary>
public sealed record ParameterSyntax(Identifier Name, NumberSyntax Default, SweepSyntax? Sweep, RangeSyntax? Range, string Doc, TextSpan Span) : StatementSyntax(Span);

/// <summary><c>param p in [7, 14]</c>: other values for a parameter of the base or of a used file; its default stays.</summary>
public sealed record ParameterSweepSyntax(Identifier Name, SweepSyntax Sweep, TextSpan Span) : StatementSyntax(Span);

/// <summary><c>param form "time_filters.allowed_sessions" type session_list, description "When to trade"</c>: what a form needs to know and no rule reads.</summary>
/// <param name="Path">A parameter, or the keys of a value of the YAML notation that is no number of the tree.</param>
public sealed record FormSyntax(Identifier Path, ImmutableArray<FormSettingSyntax> Settings, TextSpan Span) : StatementSyntax(Span);

/// <summary>One setting of a form field: a number, or a text, which for <c>default</c> is YAML in one line.</summary>
public sealed record FormSettingSyntax(Identifier Name, NumberSyntax? Number, string Text, TextSpan Span) : SyntaxNode(Span);

/// <summary>The values a parameter takes in a sweep.</summary>
public abstract record SweepSyntax(TextSpan Span) : SyntaxNode(Span);

/// <summary><c>in [7, 10, 14]</c>.</summary>
public sealed record ListSweepSyntax(ImmutableArray<NumberSyntax> Values, TextSpan Span) : SweepSyntax(Span);

/// <summary><c>in 1.5..3.0 step 0.5</c>: stepped in decimal, both ends included.</summary>
public sealed record StepSweepSyntax(NumberSyntax From, NumberSyntax To, NumberSyntax Step, TextSpan Span) : SweepSyntax(Span);

/// <summary><c>in 10..1000 count 5 log</c>.</summary>
public sealed record CountSweepSyntax(NumberSyntax From, NumberSyntax To, NumberSyntax Count, bool Logarithmic, TextSpan Span) : SweepSyntax(Span);

/// <summary><c>range 2..100</c>: the legal values, for forms and mutation.</summary>
public sealed record RangeSyntax(NumberSyntax From, NumberSyntax To, TextSpan Span) : SyntaxNode(Span);

/// <summary><c>require fast &lt; slow</c>: combinations where it is false are never run.</summary>
public sealed record RequireSyntax(ExpressionSyntax Condition, TextSpan Span) : StatementSyntax(Span);

/// <summary><c>let rsi = RSI(close, 14)</c>.</summary>
public sealed record LetSyntax(Identifier Name, ExpressionSyntax Value, TextSpan Span) : StatementSyntax(Span);

/// <summary><c>enter long when …</c>, <c>enter long in trending when …</c>; several are alternatives.</summary>
/// <param name="Regime">The regime it needs at the signal's close; null for any and none.</param>
public sealed record EnterSyntax(Side Side, Identifier? Regime, ExpressionSyntax Condition, TextSpan Span) : StatementSyntax(Span);

/// <summary><c>exit long when …</c>; several are alternatives.</summary>
public sealed record ExitSyntax(Side Side, ExpressionSyntax Condition, TextSpan Span) : StatementSyntax(Span);

/// <summary><c>exit after 12 bars</c>.</summary>
public sealed record ExitAfterSyntax(ExpressionSyntax Bars, TextSpan Span) : StatementSyntax(Span);

/// <summary><c>stop 2%</c>, <c>stop atr_trailing(atr, 2) from signal</c>; the distance is a percent or a call the binder knows.</summary>
public sealed record StopSyntax(ExpressionSyntax Distance, bool FromSignal, TextSpan Span) : StatementSyntax(Span);

/// <summary><c>target 3%</c>, <c>target risk_reward(2)</c>.</summary>
public sealed record TargetSyntax(ExpressionSyntax Distance, bool FromSignal, TextSpan Span) : StatementSyntax(Span);

/// <summary><c>trade 08:00-20:00 UTC, 22:00-23:00 Europe/London</c>.</summary>
public sealed record TradeSyntax(ImmutableArray<TradingSession> Sessions, ImmutableArray<TextSpan> SessionSpans, TextSpan Span) : StatementSyntax(Span);

/// <summary><c>trade live allowed_modes [paper, live], max_slippage_pct 0.05</c>: kept for live trading, nothing to a backtest.</summary>
public sealed record LiveSettingsSyntax(ImmutableArray<LiveSettingSyntax> Settings, TextSpan Span) : StatementSyntax(Span);

/// <summary>One setting: a number, a word, or a list of words; which of them it needs is the binder's to say.</summary>
public sealed record LiveSettingSyntax(Identifier Name, NumberSyntax? Number, ImmutableArray<Identifier> Words, bool IsList, TextSpan Span) : SyntaxNode(Span);

/// <summary><c>block Saturday, Sunday</c>, optionally with a zone.</summary>
public sealed record BlockSyntax(ImmutableArray<DayOfWeek> Days, string Zone, TextSpan Span) : StatementSyntax(Span);

/// <summary><c>avoid funding 5m before, 5m after</c>.</summary>
public sealed record AvoidFundingSyntax(FundingAvoidance Avoidance, TextSpan Span) : StatementSyntax(Span);

/// <summary><c>reverse true</c>.</summary>
public sealed record ReverseSyntax(bool Value, TextSpan Span) : StatementSyntax(Span);

/// <summary><c>regime trending when …</c>; the first true one in file order is the regime of a bar.</summary>
public sealed record RegimeSyntax(Identifier Name, ExpressionSyntax Condition, TextSpan Span) : StatementSyntax(Span);

/// <summary><c>in high_vol: size 50%, stop atr_fixed(atr, 1.5)</c>: what is otherwise for positions entered in a regime.</summary>
/// <param name="Size">A share of the usual size; null where it is as usual.</param>
/// <param name="Stop">Null where it is as usual.</param>
public sealed record RegimeSettingsSyntax(Identifier Regime, ExpressionSyntax? Size, StopSyntax? Stop, TextSpan Span) : StatementSyntax(Span);

/// <summary><c>scale in at +1% up to 3 times</c>.</summary>
public sealed record ScaleInSyntax(ExpressionSyntax Step, ExpressionSyntax Times, TextSpan Span) : StatementSyntax(Span);

/// <summary><c>take 50% at 2%</c>.</summary>
public sealed record TakeSyntax(ExpressionSyntax Share, ExpressionSyntax Distance, TextSpan Span) : StatementSyntax(Span);
