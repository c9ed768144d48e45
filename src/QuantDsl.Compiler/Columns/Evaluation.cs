using System.Collections.Immutable;
using QuantDsl.Language.Semantics;
using QuantDsl.Runtime;

namespace QuantDsl.Compiler.Columns;

/// <summary>One combination being evaluated: its numbers, the columns asked for so far, and room to compute in. Of one thread at a time.</summary>
/// <param name="scalars">Every slot of the strategy.</param>
/// <param name="requestCount">How many columns the strategy can ask for.</param>
/// <param name="conditionCount">How many conditions it has.</param>
/// <param name="barCount">Primary bars.</param>
/// <param name="sets">Where the bars of conditions are kept for all evaluations.</param>
internal sealed class Evaluation(ScalarProgram scalars, int requestCount, int conditionCount, int barCount, ConditionCache sets)
{
    /// <summary>Bars computed at a time: whole words, and few enough to stay in the nearest cache.</summary>
    public const int RunBars = 1024;

    private readonly double[] _scalars = new double[scalars.Length];
    private readonly Column?[] _columns = new Column?[requestCount];
    private readonly Column[]?[] _sources = new Column[]?[requestCount];
    private readonly BarSet?[] _bars = new BarSet?[conditionCount];
    private readonly List<double[]> _buffers = [];
    private readonly Stack<ulong[]> _words = [];
    private double[] _parameters = [];

    /// <summary>Primary bars.</summary>
    public int BarCount => barCount;

    public ConditionCache Sets => sets;

    /// <summary>One value per parameter.</summary>
    public ReadOnlySpan<double> Parameters => _parameters;

    /// <summary>Takes on a combination.</summary>
    public void Begin(ReadOnlySpan<double> parameters)
    {
        if (_parameters.Length != parameters.Length) _parameters = new double[parameters.Length];
        parameters.CopyTo(_parameters);
        scalars.Evaluate(parameters, _scalars);
        End();
    }

    /// <summary>Lets go of columns and sets.</summary>
    public void End()
    {
        Array.Clear(_columns);
        Array.Clear(_bars);
        foreach (var sources in _sources)
            if (sources is not null) Array.Clear(sources);
    }

    public double Scalar(int slot) => _scalars[slot];

    public Column ColumnOf(ColumnRequest request) => _columns[request.Number] ??= request.Ask(this);

    /// <summary>The bars of a condition that no position decides.</summary>
    public BarSet BarsOf(BarCondition condition) => _bars[condition.Number] ??= sets.Of(condition, this);

    /// <summary>The columns a request is computed from; valid until it is asked again.</summary>
    public ReadOnlySpan<Column> ColumnsOf(ColumnRequest request, ImmutableArray<ColumnRequest> sources)
    {
        if (sources.IsEmpty) return [];
        var columns = _sources[request.Number] ??= new Column[sources.Length];
        for (int i = 0; i < columns.Length; i++) columns[i] = ColumnOf(sources[i]);
        return columns;
    }

    /// <summary>How many bars from one on two numbers are compared at once: all that are left, or whole words.</summary>
    public int RunFrom(int first, BarValue left, BarValue right) => Math.Min(barCount - first, Math.Min(left.LongestRun(this, first), right.LongestRun(this, first)));

    /// <summary>Room for the values of a run; each number is another.</summary>
    public Span<double> Buffer(int number, int count)
    {
        while (_buffers.Count <= number) _buffers.Add(new double[RunBars]);
        return _buffers[number].AsSpan(0, count);
    }

    /// <summary>Words for a set of all bars, whatever is in them; to be given back.</summary>
    public ulong[] RentWords() => _words.TryPop(out ulong[]? words) ? words : new ulong[BarSet.WordsFor(barCount)];

    public void Return(ulong[] words) => _words.Push(words);
}
