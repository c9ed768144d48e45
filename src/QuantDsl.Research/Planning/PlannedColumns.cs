using System.Collections.Immutable;
using QuantDsl.Language.Analysis;
using QuantDsl.Language.Semantics;
using QuantDsl.Research.Grid;

namespace QuantDsl.Research.Planning;

/// <summary>Finds the formulas of a strategy that are computed from bars: indicators and extremes, those inside others first.</summary>
internal sealed class PlannedColumns
{
    private readonly SweepGrid _grid;
    private readonly BoundSyntax _syntax;
    private readonly HashSet<BoundLet> _lets = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);
    private readonly ImmutableArray<PlannedColumn>.Builder _columns = ImmutableArray.CreateBuilder<PlannedColumn>();

    private PlannedColumns(BoundStrategy strategy, SweepGrid grid) => (_grid, _syntax) = (grid, new(strategy));

    public static ImmutableArray<PlannedColumn> Of(BoundStrategy strategy, SweepGrid grid)
    {
        var found = new PlannedColumns(strategy, grid);
        BoundCondition?[] rules = [.. strategy.Regimes.Select(r => r.Condition), strategy.EnterLong, strategy.EnterShort, strategy.ExitLong, strategy.ExitShort];
        BoundExpression?[] distances = [strategy.Stop?.Series, strategy.Target?.Series, .. strategy.Regimes.Select(r => r.Stop?.Series)];
        foreach (var expression in rules.OfType<BoundCondition>().SelectMany(ParameterReads.Expressions).Concat(distances.OfType<BoundExpression>())) found.Visit(expression, seen => seen);
        return found._columns.ToImmutable();
    }

    /// <param name="seen">The expression as the primary bars see it: on which timeframe, of which symbol.</param>
    private void Visit(BoundExpression expression, Func<BoundExpression, BoundExpression> seen)
    {
        switch (expression)
        {
            case BoundLetValue use:
                if (_lets.Add(use.Let)) Visit(use.Let.Value, seen);
                return;
            case BoundOn on:
                Visit(on.Operand, inner => seen(on with { Operand = inner }));
                return;
            case BoundOf of:
                Visit(of.Operand, inner => seen(of with { Operand = inner }));
                return;
        }

        foreach (var operand in ParameterReads.Operands(expression)) Visit(operand, seen);
        if (expression is not (BoundIndicator or BoundExtreme)) return;
        string formula = _syntax.Print(seen(expression));
        if (_known.Add(formula)) _columns.Add(new(formula, CountOf(expression)));
    }

    private long CountOf(BoundExpression expression)
    {
        var reads = ParameterReads.Of([expression]);
        return _grid.Axes.Where(a => a.IsRun && reads.Contains(a.Parameter)).Aggregate(1L, (count, axis) => count * axis.Values.Distinct().Count());
    }
}
