using QuantDsl.Language.Semantics;
using QuantDsl.Language.Syntax;
using QuantDsl.Testing.Conformance;
using Xunit.Abstractions;

namespace QuantDsl.Language.Tests.Conformance;

/// <summary>Every construct of the language stands in a sound case of each notation, and in one that runs against what it says of itself.</summary>
public sealed class ConstructTests(ITestOutputHelper output)
{
    private static readonly string[] Run = ["enter long", "enter short", "exit long", "exit short", "regimes", "trades", "combinations"];

    // What no engine reads is held to its print and its hashes.
    private static readonly string[] Told = ["prints", "same document as", "same program as"];

    private static readonly (string Name, Func<StrategySyntax, bool> IsIn, bool Runs)[] Constructs =
    [
        Expression<ArithmeticSyntax>("+", a => a.Operator == ArithmeticOperator.Add),
        Expression<ArithmeticSyntax>("-", a => a.Operator == ArithmeticOperator.Subtract),
        Expression<ArithmeticSyntax>("*", a => a.Operator == ArithmeticOperator.Multiply),
        Expression<ArithmeticSyntax>("/", a => a.Operator == ArithmeticOperator.Divide),
        Expression<NegateSyntax>("unary -"),
        .. new[] { "abs", "min", "max", "log", "exp", "sqrt", "round", "sign", "rising", "falling", "highest", "lowest" }.Select(name => Expression<CallSyntax>($"{name}()", c => Is(c, name))),
        Expression<CallSyntax>("a call in a call", c => c.Arguments.Any(a => a is CallSyntax)),
        Expression<OutputSyntax>(".output"),
        Expression<OnSyntax>("on TF"),
        Expression<OnSyntax>("on TF of more than a call", o => o.Operand is not (CallSyntax or NameSyntax)),
        Expression<HistorySyntax>("history"),
        Expression<OnSyntax>("history inside on", o => SyntaxWalk.SelfAndDescendants(o.Operand).OfType<HistorySyntax>().Any()),
        Expression<ComparisonSyntax>(">", c => c.Operator == ComparisonOperator.Greater),
        Expression<ComparisonSyntax>("<", c => c.Operator == ComparisonOperator.Less),
        Expression<ComparisonSyntax>(">=", c => c.Operator == ComparisonOperator.GreaterOrEqual),
        Expression<ComparisonSyntax>("<=", c => c.Operator == ComparisonOperator.LessOrEqual),
        Expression<ComparisonSyntax>("==", c => c.Operator == ComparisonOperator.Equal),
        Expression<ComparisonSyntax>("!=", c => c.Operator == ComparisonOperator.NotEqual),
        Expression<CrossSyntax>("crosses above", c => c.Direction == CrossDirection.Above),
        Expression<CrossSyntax>("crosses below", c => c.Direction == CrossDirection.Below),
        Expression<BetweenSyntax>("between"),
        Expression<WithinSyntax>("within"),
        Expression<NotSyntax>("not"),
        Expression<AndSyntax>("and"),
        Expression<OrSyntax>("or"),
        Expression<AtLeastSyntax>("k of"),
        .. new[] { "bars_in_trade", "profit", "entry_price" }.Select(name => Expression<NameSyntax>(name, n => n.Name == name)),
        ("several enter statements", s => s.OfKind<EnterSyntax>().CountBy(e => e.Side).Any(g => g.Value > 1), true),
        Statement<EnterSyntax>("enter long", e => e.Side == Market.Side.Long),
        Statement<EnterSyntax>("enter short", e => e.Side == Market.Side.Short),
        Statement<EnterSyntax>("enter in a regime", e => e.Regime is not null),
        Statement<ExitSyntax>("exit"),
        Statement<ExitAfterSyntax>("exit after"),
        Statement<ReverseSyntax>("reverse", r => r.Value),
        Statement<StopSyntax>("stop in percent", s => s.Distance is NumberSyntax),
        .. new[] { "atr_fixed", "atr_trailing", "pct_trailing" }.Select(kind => Statement<StopSyntax>($"stop {kind}", s => s.Distance is CallSyntax c && Is(c, kind))),
        Statement<StopSyntax>("stop from signal", s => s.FromSignal),
        Statement<TargetSyntax>("target in percent", t => t.Distance is NumberSyntax),
        .. new[] { "atr_fixed", "risk_reward" }.Select(kind => Statement<TargetSyntax>($"target {kind}", t => t.Distance is CallSyntax c && Is(c, kind))),
        Statement<TargetSyntax>("target from signal", t => t.FromSignal),
        Statement<ScaleInSyntax>("scale in"),
        Statement<TakeSyntax>("take"),
        Statement<TradeSyntax>("sessions"),
        Statement<TradeSyntax>("a session of a zone", t => t.Sessions.Any(s => s.Zone != "UTC")),
        Statement<BlockSyntax>("blocked days"),
        Statement<BlockSyntax>("blocked days of a zone", b => b.Zone != "UTC"),
        Statement<AvoidFundingSyntax>("avoid funding"),
        Statement<RequireSyntax>("constraints"),
        Statement<LetSyntax>("names"),
        Statement<RegimeSyntax>("regimes"),
        Statement<RegimeSettingsSyntax>("the size of a regime", r => r.Size is not null),
        Statement<RegimeSettingsSyntax>("the stop of a regime", r => r.Stop is not null),
        Statement<ParameterSyntax>("parameters"),
        Statement<ParameterSyntax>("a list of values", p => p.Sweep is ListSweepSyntax),
        Statement<ParameterSyntax>("steps of values", p => p.Sweep is StepSweepSyntax),
        Statement<ParameterSyntax>("a count of values", p => p.Sweep is CountSweepSyntax { Logarithmic: false }),
        Statement<ParameterSyntax>("a count in the logarithm", p => p.Sweep is CountSweepSyntax { Logarithmic: true }),
        Statement<ParameterSweepSyntax>("values for another file's parameter"),
        Statement<DefineSyntax>("define"),
        Statement<UseSyntax>("use"),
        Statement<ExtendsSyntax>("extends"),
        Statement<SymbolsSyntax>("symbols"),
        Expression<OfSymbolSyntax>("of SYMBOL"),
        Statement<ParameterSyntax>("the text of a parameter", p => p.Doc.Length > 0, runs: false),
        Statement<ParameterSyntax>("the range of a parameter", p => p.Range is not null, runs: false),
        Statement<FormSyntax>("what is kept for forms", runs: false),
        Statement<LiveSettingsSyntax>("live settings", runs: false),
    ];

    [Fact]
    public void Every_construct_is_bound_in_both_notations_and_runs()
    {
        var cases = ConformanceCase.All.Select(c => (Case: c, Read: c.Load())).Where(c => Binder.Bind(c.Read).Strategy is not null).ToList();
        List<string> holes = [];
        output.WriteLine($"{"construct",-36} text  YAML  runs");
        foreach (var (name, isIn, runs) in Constructs)
        {
            var with = cases.Where(c => isIn(c.Read.Strategy)).Select(c => c.Case).ToList();
            int text = with.Count(c => c.File.EndsWith(".qstrat", StringComparison.Ordinal)), held = with.Count(c => c.Facts.Any(f => (runs ? Run : Told).Contains(f.Kind)));
            output.WriteLine($"{name,-36} {text,4}  {with.Count - text,4}  {held,4}  {with.FirstOrDefault(c => c.Facts.Any(f => Run.Contains(f.Kind)))?.File}");
            if (text == 0 || with.Count == text || held == 0) holes.Add($"{name}: {text} in text, {with.Count - text} in YAML, {held} run");
        }

        output.WriteLine($"{Constructs.Length} constructs");
        Assert.True(holes.Count == 0, string.Join('\n', holes));
    }

    private static bool Is(CallSyntax call, string name) => call.Function.Text.Equals(name, StringComparison.OrdinalIgnoreCase);

    private static (string Name, Func<StrategySyntax, bool> IsIn, bool Runs) Expression<T>(string name, Func<T, bool>? which = null) where T : ExpressionSyntax =>
        (name, strategy => strategy.Statements.SelectMany(SyntaxWalk.ExpressionsOf).SelectMany(SyntaxWalk.SelfAndDescendants).OfType<T>().Any(which ?? (_ => true)), true);

    private static (string Name, Func<StrategySyntax, bool> IsIn, bool Runs) Statement<T>(string name, Func<T, bool>? which = null, bool runs = true) where T : StatementSyntax =>
        (name, strategy => strategy.OfKind<T>().Any(which ?? (_ => true)), runs);
}
