using System.Collections;
using System.Collections.Immutable;

namespace QuantDsl.Language.Semantics;

/// <summary>The expressions a bound node holds directly, without an array of their own: walks over a tree ask for them at every node.</summary>
internal readonly struct BoundOperands : IReadOnlyList<BoundExpression>
{
    private readonly BoundExpression? _first, _second;
    private readonly ImmutableArray<BoundExpression> _others, _rest;

    public BoundOperands(BoundExpression first, BoundExpression? second = null)
    {
        (_first, _second, _others, _rest) = (first, second, [], []);
        Count = second is null ? 1 : 2;
    }

    public BoundOperands(ImmutableArray<BoundExpression> others, ImmutableArray<BoundExpression> rest)
    {
        (_others, _rest) = (others, rest);
        Count = others.Length + rest.Length;
    }

    public int Count { get; }

    public BoundExpression this[int index] =>
        _first is null ? (index < _others.Length ? _others[index] : _rest[index - _others.Length])
        : index == 0 ? _first
        : _second ?? throw new ArgumentOutOfRangeException(nameof(index));

    public Enumerator GetEnumerator() => new(this);

    IEnumerator<BoundExpression> IEnumerable<BoundExpression>.GetEnumerator()
    {
        for (int i = 0; i < Count; i++) yield return this[i];
    }

    IEnumerator IEnumerable.GetEnumerator() => ((IEnumerable<BoundExpression>)this).GetEnumerator();

    public struct Enumerator(BoundOperands operands)
    {
        private readonly BoundOperands _operands = operands;
        private int _index = -1;

        public readonly BoundExpression Current => _operands[_index];

        public bool MoveNext() => ++_index < _operands.Count;
    }
}
