using QuantDsl.Language.Syntax;
using QuantDsl.Runtime;

namespace QuantDsl.Compiler.Columns;

/// <summary>The bars of conditions, each computed once for the parameters it reads, within a budget of bytes; shared by all threads.</summary>
internal sealed class ConditionCache(long budgetBytes)
{
    private readonly SharedCache<BarSet[]> _sets = new(budgetBytes);

    /// <inheritdoc cref="SharedCache{TValue}.HeldBytes"/>
    public long HeldBytes => _sets.HeldBytes;

    /// <inheritdoc cref="SharedCache{TValue}.Made"/>
    public long Made => _sets.Made;

    /// <summary>The bars of a condition that no position decides: of one that is kept the same object for the same parameters, while it is there.</summary>
    public BarSet Of(BarCondition condition, Evaluation evaluation)
    {
        // A direction of a cross is a set as it is, for all that read it.
        if (condition is CrossCondition { IsNegated: false, Crosses: { IsKept: true } crosses } cross) return Kept(crosses, evaluation)[(int)cross.Direction];
        return condition.IsKept ? Kept(condition, evaluation)[0] : Compute(condition, evaluation);
    }

    /// <summary>Writes them over words.</summary>
    public void Write(BarCondition condition, Evaluation evaluation, Span<ulong> words)
    {
        if (condition.IsKept) Kept(condition, evaluation)[0].Words.CopyTo(words);
        else condition.Fill(evaluation, words);
    }

    /// <summary>Writes one direction of a cross over words.</summary>
    public void Write(Crosses crosses, CrossDirection direction, Evaluation evaluation, Span<ulong> words)
    {
        if (crosses.IsKept)
        {
            Kept(crosses, evaluation)[(int)direction].Words.CopyTo(words);
            return;
        }

        ulong[] other = evaluation.RentWords();
        if (direction == CrossDirection.Above) crosses.Fill(evaluation, words, other);
        else crosses.Fill(evaluation, other, words);
        evaluation.Return(other);
    }

    private static BarSet Compute(BarCondition condition, Evaluation evaluation)
    {
        ulong[] words = GC.AllocateUninitializedArray<ulong>(BarSet.WordsFor(evaluation.BarCount));
        condition.Fill(evaluation, words);
        return new(evaluation.BarCount, words);
    }

    private BarSet[] Kept(BarCondition condition, Evaluation evaluation)
    {
        var reads = condition.Reads;
        Span<long> key = reads.Length < 64 ? stackalloc long[reads.Length + 1] : new long[reads.Length + 1];
        key[0] = condition.Number;
        for (int i = 0; i < reads.Length; i++) key[i + 1] = BitConverter.DoubleToInt64Bits(evaluation.Parameters[reads[i]]);
        return _sets.Get(key, new Maker(condition, evaluation));
    }

    private readonly ref struct Maker(BarCondition condition, Evaluation evaluation) : ICacheMaker<BarSet[]>
    {
        public (BarSet[] Value, long Bytes) Make()
        {
            BarSet[] sets = condition is Crosses crosses ? Both(crosses) : [Compute(condition, evaluation)];
            return (sets, (long)sets.Length * sets[0].Words.Length * sizeof(ulong));
        }

        private BarSet[] Both(Crosses crosses)
        {
            ulong[] above = GC.AllocateUninitializedArray<ulong>(BarSet.WordsFor(evaluation.BarCount)), below = GC.AllocateUninitializedArray<ulong>(above.Length);
            crosses.Fill(evaluation, above, below);
            return [new(evaluation.BarCount, above), new(evaluation.BarCount, below)];
        }
    }
}
