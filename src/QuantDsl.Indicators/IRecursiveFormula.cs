namespace QuantDsl.Indicators;

/// <summary>A formula whose state is made of all that it was fed, but forgets: fed the same for long enough, two of them agree, however they began.</summary>
public interface IRecursiveFormula<TSelf> : ISeriesFormula
    where TSelf : struct, IRecursiveFormula<TSelf>
{
    /// <summary>Bars after which two of them nearly always agree to the last bit.</summary>
    int Memory { get; }

    /// <summary>Whether its seed is complete, so that every defined value gives one.</summary>
    bool IsSettled { get; }

    /// <summary>Whether both give the same from now on, whatever they are fed. False when that is not certain.</summary>
    bool AgreesWith(in TSelf other);

    /// <summary>Feeds settled formulas a part of a column each, side by side; bit for bit as <see cref="ISeriesFormula.Next"/> one after the other.</summary>
    /// <param name="strands">A formula per part; eight.</param>
    /// <param name="source">From the first bar of the first part on; all values of the parts are defined, and none is so large that a sum of them overflows.</param>
    /// <param name="values">From there on too.</param>
    /// <param name="distance">From where a part begins to where the next does.</param>
    /// <param name="count">Bars of each part.</param>
    static abstract void Next(Span<TSelf> strands, ReadOnlySpan<double> source, Span<double> values, int distance, int count);
}
