using System.Collections.Immutable;
using QuantDsl.Compiler;
using QuantDsl.Language.Semantics;
using QuantDsl.Market;
using QuantDsl.Runtime;

namespace QuantDsl.Research.Jobs;

/// <summary>What the members of a portfolio have in common, made once: the program of a strategy on several symbols, the columns of a symbol under several strategies.</summary>
internal sealed class SharedParts : IDisposable
{
    private readonly Dictionary<BoundStrategy, IStrategyProgram> _programs = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<(BarSeries Base, Timeframe Timeframe), MarketColumns> _columns = [];

    /// <summary>How long the classes took that were made on other threads; waits until they are there.</summary>
    public double CompileSeconds => _programs.Values.OfType<ProgramInMaking>().Sum(program => program.Seconds);

    /// <param name="make">By which back end.</param>
    public IStrategyProgram Program(BoundStrategy strategy, Func<BoundStrategy, IStrategyProgram> make)
    {
        if (!_programs.TryGetValue(strategy, out var program)) _programs.Add(strategy, program = make(strategy));
        return program;
    }

    /// <param name="others">Symbols that are read and not traded; columns with them are of one strategy alone.</param>
    public MarketColumns Columns(BarSeries bars, Timeframe timeframe, ImmutableArray<BarSeries> others)
    {
        if (!others.IsEmpty) return new(bars, timeframe, others: others);
        if (!_columns.TryGetValue((bars, timeframe), out var columns)) _columns.Add((bars, timeframe), columns = new(bars, timeframe));
        return columns;
    }

    public void Dispose()
    {
        foreach (var program in _programs.Values) program.Dispose();
    }
}
