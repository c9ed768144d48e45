using System.Collections.Immutable;
using QuantDsl.Language.Semantics;

namespace QuantDsl.Compiler.Columns;

/// <summary>What a strategy reads that is the same at every bar: each number has a slot, and all slots are evaluated together, once per combination.</summary>
internal sealed class ScalarSlots
{
    private readonly List<BoundExpression> _roots = [];
    private readonly List<ImmutableArray<int>> _reads = [];
    private readonly Dictionary<long, int> _constants = [];
    private readonly Dictionary<int, int> _parameters = [];
    private readonly Dictionary<object, int> _others = new(ReferenceEqualityComparer.Instance);

    /// <summary>The slot of a number; equal constants, one parameter and one <c>let</c> have one slot each.</summary>
    public int Of(BoundExpression scalar) => scalar switch
    {
        BoundConstant constant => Of(_constants, BitConverter.DoubleToInt64Bits(constant.Value), scalar),
        BoundParameterValue parameter => Of(_parameters, parameter.Index, scalar),
        BoundLetValue use => Of(_others, use.Let, scalar),
        _ => Of(_others, scalar, scalar),
    };

    /// <summary>The parameters a slot depends on, ascending.</summary>
    public ImmutableArray<int> ReadsOf(int slot) => _reads[slot];

    /// <summary>Evaluates all slots there are so far.</summary>
    public ScalarProgram Program() => new(_roots);

    private int Of<TKey>(Dictionary<TKey, int> slots, TKey key, BoundExpression scalar)
        where TKey : notnull
    {
        if (slots.TryGetValue(key, out int known)) return known;
        slots.Add(key, _roots.Count);
        _roots.Add(scalar);
        _reads.Add(ParameterSet.Of(scalar));
        return _roots.Count - 1;
    }
}
