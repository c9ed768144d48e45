using QuantDsl.Diagnostics;
using QuantDsl.Language.Syntax;
using QuantDsl.Market;
using QuantDsl.Research.Grid;
using QuantDsl.Research.Jobs;
using QuantDsl.Testing.Generation;

namespace QuantDsl.Research.Tests.OneSemantics;

/// <summary>A random strategy as somebody would sweep it: its stop and its target are swept, so that several combinations signal alike, and so are at most two of its own parameters;
/// the others are held at a random value of theirs.</summary>
internal sealed record SweptStrategy(StrategyInput Input, SweepGrid Grid)
{
    private const string StopName = "swept_stop", TargetName = "swept_target";

    private static readonly decimal[][] Widths = [[0.2m, 0.5m, 1.5m], [0.1m, 5m, 30m], [1m, 3m, 9m], [2.5m, 15m, 40m]];

    private static readonly decimal[][] Multiples = [[0.5m, 1.5m, 4m], [1m, 2.5m, 10m], [0.25m, 0.75m, 30m]];

    public static SweptStrategy Of(int seed, Timeframe timeframe)
    {
        var random = new Random(seed ^ 0x51EE7);
        var text = SyntaxPrinter.Print(Changed(StrategyGenerator.Strategy(700_000 + seed, timeframe), random));
        var input = StrategyInput.Of(StrategyReader.Read(new SourceText("random.qstrat", text)));
        string[] swept = [.. input.Bound.Parameters.Where(p => p.Sweep.Length > 0 && p.Name is not (StopName or TargetName)).Select(p => p.Name)];
        random.Shuffle(swept);
        ParameterSetting[] held = [.. swept.Skip(random.Next(3)).Select(name => input.Bound.Parameters.Single(p => p.Name == name)).Select(p => new ParameterSetting(p.Name, p.Sweep[random.Next(p.Sweep.Length)]))];
        return new(input, SweepGrid.Create(input.Bound, held));
    }

    private static StrategySyntax Changed(StrategySyntax strategy, Random random)
    {
        List<StatementSyntax> statements = [.. strategy.Statements];
        var target = strategy.OfKind<TargetSyntax>().FirstOrDefault();
        bool needsStop = target?.Distance is CallSyntax { Function.Text: "risk_reward" };
        // Every twelfth has no stop of its own, and of those that scale a third does it no more: both are commoner among what people sweep than the generator makes them.
        if (random.Next(12) == 0 && !needsStop) statements.RemoveAll(s => s is StopSyntax);
        if (random.Next(3) == 0) statements.RemoveAll(s => s is ScaleInSyntax or TakeSyntax);
        for (int i = 0; i < statements.Count; i++)
        {
            if (statements[i] is StopSyntax stop) statements[i] = stop with { Distance = Swept(stop.Distance, StopName) };
            if (statements[i] is TargetSyntax swept) statements[i] = swept with { Distance = Swept(swept.Distance, TargetName) };
        }

        ExpressionSyntax[] distances = [.. statements.OfType<StopSyntax>().Select(s => s.Distance), .. statements.OfType<TargetSyntax>().Select(t => t.Distance)];
        foreach (string name in new[] { TargetName, StopName })
        {
            if (!distances.SelectMany(SyntaxWalk.SelfAndDescendants).OfType<NameSyntax>().Any(n => n.Name == name)) continue;
            bool isWidth = distances.Any(d => IsWidth(d, name));
            decimal[][] choices = isWidth ? Widths : Multiples;
            NumberSyntax[] values = [.. choices[random.Next(choices.Length)].Select(v => Tree.Number(v, isWidth ? LiteralUnit.Percent : LiteralUnit.None))];
            statements.Insert(1, new ParameterSyntax(Tree.Id(name), values[0], new ListSweepSyntax([.. values], Tree.Nowhere), null, "", Tree.Nowhere));
        }

        if (random.Next(8) == 0) ReadOther(statements, random);
        return strategy with { Statements = [.. statements] };
    }

    /// <summary>What is defined only where another symbol has bars enters too, and leaves.</summary>
    private static void ReadOther(List<StatementSyntax> statements, Random random)
    {
        statements.Insert(1, new SymbolsSyntax([Tree.Id("HOSTILE"), Tree.Id(HostileMarkets.OtherSymbol)], Tree.Nowhere));
        var close = Of(Tree.Name("close"));
        var mean = Of(Tree.Call("SMA", Tree.Name("close"), Tree.Number(random.Next(2, 9))));
        var rule = Tree.Compare(close, random.Next(2) == 0 ? ComparisonOperator.Greater : ComparisonOperator.Less, mean);
        int entry = statements.FindIndex(s => s is EnterSyntax), exit = statements.FindIndex(s => s is ExitSyntax);
        if (exit >= 0) statements[exit] = (ExitSyntax)statements[exit] with { Condition = Tree.Or(((ExitSyntax)statements[exit]).Condition, Tree.And(rule, Tree.Compare(Tree.Name("close"), ComparisonOperator.Less, Tree.Name("open")))) };
        statements[entry] = (EnterSyntax)statements[entry] with { Condition = Tree.Or(((EnterSyntax)statements[entry]).Condition, rule) };

        static OfSymbolSyntax Of(ExpressionSyntax operand) => new(operand, Tree.Id(HostileMarkets.OtherSymbol), Tree.Nowhere);
    }

    private static ExpressionSyntax Swept(ExpressionSyntax distance, string name) => distance switch
    {
        CallSyntax { Function.Text: "fixed_pct" or "pct_trailing" or "risk_reward" } call => call with { Arguments = [Tree.Name(name)] },
        CallSyntax { Function.Text: "atr_fixed" or "atr_trailing" } call => call with { Arguments = [call.Arguments[0], Tree.Name(name)] },
        _ => Tree.Name(name),
    };

    private static bool IsWidth(ExpressionSyntax distance, string name) => distance switch
    {
        NameSyntax width => width.Name == name,
        CallSyntax { Function.Text: "fixed_pct" or "pct_trailing" } call => call.Arguments[0] is NameSyntax width && width.Name == name,
        _ => false,
    };
}
