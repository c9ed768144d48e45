using System.Collections.Immutable;
using QuantDsl.Language.Semantics;
using QuantDsl.Runtime;

namespace QuantDsl.Compiler.Columns;

/// <summary>What the combinations of a strategy signal on one market, by columns. Safe for any number of threads.</summary>
/// <remarks>
/// <para>Every condition inside a rule is evaluated once for the values of the parameters it reads and shared by all combinations that have them. Sets of bars
/// are kept within a budget of bytes, half of it for whole rules and half for what rules are made of; beyond it they are let go in the order they came, those
/// asked for since being passed over once. What was let go is computed again with the same bits, so results never depend on the budget.</para>
/// <para>Asking for what is there takes no lock and allocates nothing.</para>
/// </remarks>
public sealed class SignalProgram
{
    /// <summary>About 1,200 rules, and as much of what they are made of, over two years of five-minute bars.</summary>
    public const long DefaultBudgetBytes = 64L << 20;

    private const int StackLimit = 64;

    private readonly LoweredStrategy _strategy;
    private readonly SharedCache<Signals> _signals;
    private readonly BarSet _none;
    private Evaluation? _spare;

    /// <param name="strategy">Whose rules are evaluated.</param>
    /// <param name="market">Where columns are computed and shared.</param>
    /// <param name="budgetBytes">For sets of bars; columns have the market's own.</param>
    public SignalProgram(BoundStrategy strategy, MarketColumns market, long budgetBytes = DefaultBudgetBytes)
        : this(new LoweredStrategy(strategy, market, budgetBytes / 2), budgetBytes / 2)
    {
    }

    internal SignalProgram(LoweredStrategy strategy, long budgetBytes)
    {
        _strategy = strategy;
        _signals = new(budgetBytes);
        _none = BarSet.None(strategy.BarCount);
    }

    /// <summary>Whose columns it reads.</summary>
    public MarketColumns Market => _strategy.Market;

    /// <summary>The parameters that entries and exits read, by index, ascending: combinations that have the same values of all of them signal alike.</summary>
    /// <remarks>What exits read beside the position is among them. Regimes are where an entry names one; stops, targets and sizes are not.</remarks>
    public ImmutableArray<int> ParameterReads => _strategy.ParameterReads;

    /// <summary>Bytes of sets held now.</summary>
    public long HeldBytes => _signals.HeldBytes + _strategy.Sets.HeldBytes;

    /// <summary>How many combinations had their signals computed so far; those let go and computed again count again.</summary>
    public long ComputedCount => _signals.Made;

    internal LoweredStrategy Strategy => _strategy;

    /// <summary>What one combination signals; the same object for all combinations that signal alike, while it is held.</summary>
    /// <param name="parameters">One value per parameter of the strategy, in declared order.</param>
    public Signals Of(ReadOnlySpan<double> parameters)
    {
        var reads = _strategy.ParameterReads;
        Span<long> key = reads.Length <= StackLimit ? stackalloc long[reads.Length] : new long[reads.Length];
        for (int i = 0; i < key.Length; i++) key[i] = BitConverter.DoubleToInt64Bits(parameters[reads[i]]);
        return _signals.Get(key, new Maker(this, parameters));
    }

    private Signals Compute(ReadOnlySpan<double> parameters)
    {
        var evaluation = Interlocked.Exchange(ref _spare, null) ?? _strategy.CreateEvaluation();
        evaluation.Begin(parameters);
        var signals = new Signals(Of(_strategy.EnterLong) ?? _none, Of(_strategy.EnterShort) ?? _none, Of(_strategy.ExitLong), Of(_strategy.ExitShort));
        evaluation.End();
        // One is enough for the usual case of a thread at a time; another thread's own is left to the collector.
        Volatile.Write(ref _spare, evaluation);
        return signals;

        BarSet? Of(BarCondition? rule) => rule is null ? _none : rule.ReadsPosition ? null : evaluation.BarsOf(rule);
    }

    private readonly ref struct Maker(SignalProgram program, ReadOnlySpan<double> parameters) : ICacheMaker<Signals>
    {
        private readonly ReadOnlySpan<double> _parameters = parameters;

        public (Signals Value, long Bytes) Make()
        {
            var signals = program.Compute(_parameters);
            long bytes = 0;
            foreach (var set in new[] { signals.EnterLong, signals.EnterShort, signals.ExitLong, signals.ExitShort })
                if (set is not null && set != program._none) bytes += set.Words.Length * sizeof(ulong);
            return (signals, bytes);
        }
    }
}
