namespace QuantDsl.Statistics;

/// <summary>What the ratios of simple returns are made of, for returns that come one after another and are kept nowhere: all of them through
/// <see cref="Add"/>, then all of them again, in the same order, through <see cref="AddSpread"/>.</summary>
public struct ReturnSums
{
    private double _first, _mean, _distances, _losses, _squares;

    /// <summary>Returns added.</summary>
    public int Count { get; private set; }

    /// <summary>Those of returns that somebody else has added up, in their order.</summary>
    /// <param name="count">Returns.</param>
    /// <param name="mean">Of them.</param>
    /// <param name="losses">Sum of the squares of the negative ones.</param>
    /// <param name="squares">Sum of the squares of their distances from the mean.</param>
    public static ReturnSums Of(int count, double mean, double losses, double squares) => new() { Count = count, _mean = mean, _losses = losses, _squares = squares };

    /// <summary>The first time a return comes, a fraction (0.01 is 1 %).</summary>
    public void Add(double r)
    {
        // As in Moments: distances from the first value, and sums in the order of the values.
        if (Count++ == 0) _first = r;
        _distances += r - _first;
        double loss = r >= 0 ? 0 : r;
        _losses += loss * loss;
    }

    /// <summary>Between the two: the mean is known from here on.</summary>
    public void Turn() => _mean = _first + _distances / Count;

    /// <summary>The second time.</summary>
    public void AddSpread(double r) => _squares += (r - _mean) * (r - _mean);

    /// <summary>The ratios of <see cref="ReturnStatistics"/>, NaN each where it says so.</summary>
    /// <param name="periodsPerYear">365 for daily returns of a market that never closes.</param>
    public readonly (double Sharpe, double Sortino, double Volatility) Ratios(double periodsPerYear)
    {
        if (Count == 0) return (double.NaN, double.NaN, double.NaN);
        double deviation = Count < 2 ? double.NaN : Math.Sqrt(_squares / (Count - 1)), perYear = Math.Sqrt(periodsPerYear);
        return (Ratio(_mean, deviation, perYear), Ratio(_mean, Math.Sqrt(_losses / Count), perYear), deviation * perYear);
    }

    /// <summary>A mean over what it risks.</summary>
    private static double Ratio(double mean, double risk, double perYear) => risk > 0 ? mean / risk * perYear : double.NaN;
}
