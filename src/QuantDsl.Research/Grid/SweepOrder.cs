namespace QuantDsl.Research.Grid;

/// <summary>The order in which the combinations of a grid are run: those that signal alike are neighbours, those that share columns are near.</summary>
/// <remarks>The axes are reordered, whatever the order of the <c>param</c> lines: what decides columns of the rules slowest, then what else decides
/// signals, then columns of stop and target, then the rest; within each as declared. A combination keeps its number in the declared grid, and has a
/// second one here; both count the same programs.</remarks>
internal sealed class SweepOrder
{
    private readonly SweepAxis[] _axes;
    private readonly long[] _strides;
    private readonly long _groupSize;

    /// <param name="running">The axes that are run, in declared order.</param>
    /// <param name="parameters">What they decide.</param>
    public SweepOrder(IReadOnlyList<SweepAxis> running, SignalParameters parameters)
    {
        _axes = [.. running.OrderBy(a => (parameters.Signals.Contains(a.Parameter), parameters.Columns.Contains(a.Parameter)) switch
        {
            (true, true) => 0,
            (true, false) => 1,
            (false, true) => 2,
            _ => 3,
        })];
        IsDeclared = _axes.SequenceEqual(running);
        _strides = new long[_axes.Length];
        long stride = _groupSize = 1;
        for (int a = _axes.Length - 1; a >= 0; a--)
        {
            _strides[a] = stride;
            stride *= _axes[a].Values.Length;
            if (!parameters.Signals.Contains(_axes[a].Parameter)) _groupSize = stride;
        }
    }

    /// <summary>True when combinations are run as they are declared.</summary>
    public bool IsDeclared { get; }

    /// <summary>The place of a combination in this order, counting every combination of the running axes.</summary>
    public long PlaceOf(long combination)
    {
        long place = 0;
        for (int a = 0; a < _axes.Length; a++) place += _axes[a].IndexIn(combination) * _strides[a];
        return place;
    }

    /// <summary>The combination at a place.</summary>
    public long CombinationAt(long place)
    {
        long combination = 0;
        for (int a = 0; a < _axes.Length; a++)
        {
            (long digit, place) = Math.DivRem(place, _strides[a]);
            combination += digit * _axes[a].Stride;
        }

        return combination;
    }

    /// <summary>The same for all combinations that share every parameter the signals read.</summary>
    public long GroupOf(long place) => place / _groupSize;
}
