using System.Collections.Immutable;
using QuantDsl.Diagnostics;
using QuantDsl.Indicators;
using QuantDsl.Language.Syntax;

namespace QuantDsl.Language.Semantics;

/// <summary>The bound strategy, or null when there are errors; and every diagnostic of the file, the reader's included, in file order.</summary>
public sealed record BindResult(BoundStrategy? Strategy, ImmutableArray<Diagnostic> Diagnostics)
{
    public bool HasErrors => Strategy is null;
}

/// <summary>Resolves names, arity, ranges, units, timeframes, sweeps and warm-up; never throws on user input.</summary>
public static class Binder
{
    public static BindResult Bind(ReadResult read, IndicatorCatalog? catalog = null) => throw new NotImplementedException();
}
