namespace QuantDsl.Indicators;

/// <summary>Bars made up for the laws: the same on every machine, quiet or hostile.</summary>
/// <param name="Open">Prices of each bar's open; all columns have one length.</param>
/// <param name="OpenTimes">UTC milliseconds as doubles, five minutes apart.</param>
public sealed record LawMarket(double[] Open, double[] High, double[] Low, double[] Close, double[] Volume, double[] OpenTimes)
{
    private const double FirstOpen = 1_735_689_600_000, Spacing = 300_000;

    public int Count => Close.Length;

    /// <summary>A walk in steps of up to a percent, with ranges around it and volume up to 100; some bars do not move, and in some nothing is traded.</summary>
    public static LawMarket Walk(int count, uint seed, double start = 100)
    {
        uint state = seed * 2_654_435_769u + 1;
        double[] open = new double[count], high = new double[count], low = new double[count], close = new double[count], volume = new double[count];
        double price = start;
        for (int i = 0; i < count; i++)
        {
            open[i] = price;
            price *= 1 + Step() / 50;
            close[i] = price;
            high[i] = Math.Max(open[i], close[i]) * (1 + Math.Abs(Step()) / 100);
            low[i] = Math.Min(open[i], close[i]) * (1 - Math.Abs(Step()) / 100);
            volume[i] = Next() < 0.05 ? 0 : 1 + Math.Floor(Next() * 100);
        }

        return new(open, high, low, close, volume, Times(count));

        double Step() => Next() < 0.1 ? 0 : Next() - 0.5;

        // Numerical Recipes' linear congruential generator; its high bits are random enough to tell formulas apart.
        double Next() => (state = 1_664_525 * state + 1_013_904_223) / 4_294_967_296.0;
    }

    /// <summary>Bars without any range: the four prices of each are equal.</summary>
    public static LawMarket Flat(params double[] prices) =>
        new([.. prices], [.. prices], [.. prices], [.. prices], [.. prices.Select(_ => 1.0)], Times(prices.Length));

    /// <summary>What a formula may meet and no market book shows: no bars to speak of, no range, no volume, a spike, holes, tiny and huge prices.</summary>
    public static IEnumerable<(string Name, LawMarket Market)> Hostile()
    {
        yield return ("no bars", Flat());
        yield return ("one bar", Flat(100));
        yield return ("two bars", Flat(100, 101));
        yield return ("constant prices", Flat([.. Enumerable.Repeat(0.1, 700)]));
        yield return ("only NaN", Flat([.. Enumerable.Repeat(double.NaN, 50)]));
        yield return ("prices of zero", Flat([.. Enumerable.Repeat(0.0, 100)]));
        yield return ("a spike of a million", Walk(700, 2).With(m => m.High[500] = m.Close[500] = 1e6));
        yield return ("no volume", Walk(700, 5).With(m => Array.Clear(m.Volume)));
        yield return ("NaN inside", Walk(700, 6).With(m => m.High[500] = m.Low[500] = m.Close[500] = double.NaN));
        yield return ("NaN at the start", Walk(700, 7).With(m => m.Volume[0] = m.Close[0] = double.NaN));
        yield return ("tiny prices", Walk(700, 3, start: 1e-9));
        yield return ("huge prices", Walk(700, 4, start: 1e12));
    }

    /// <summary>Every column strewn with zeros, infinities, NaN and the ends of the range of numbers.</summary>
    public static LawMarket Arbitrary()
    {
        double[] hostile = [0, -0.0, 1, -1, double.NaN, double.PositiveInfinity, double.NegativeInfinity, double.MaxValue, double.MinValue, double.Epsilon, 1e308, -1e308, 1e-300, 100];
        return Walk(1200, 8).With(m =>
        {
            uint state = 11;
            foreach (double[] column in new[] { m.Open, m.High, m.Low, m.Close, m.Volume, m.OpenTimes })
                for (int i = 0; i < column.Length; i += 1 + (int)(Next() % 6)) column[i] = hostile[Next() % hostile.Length];

            uint Next() => (state = 1_664_525 * state + 1_013_904_223) >> 8;
        });
    }

    /// <summary>A copy, changed.</summary>
    public LawMarket With(Action<LawMarket> change)
    {
        LawMarket copy = new([.. Open], [.. High], [.. Low], [.. Close], [.. Volume], [.. OpenTimes]);
        change(copy);
        return copy;
    }

    public LawMarket Take(int count) => new(Open[..count], High[..count], Low[..count], Close[..count], Volume[..count], OpenTimes[..count]);

    /// <summary>The same bars after some that hold nothing but NaN; their times are those before the first bar.</summary>
    public LawMarket After(int bars)
    {
        double[] nothing = [.. Enumerable.Repeat(double.NaN, bars)];
        return new([.. nothing, .. Open], [.. nothing, .. High], [.. nothing, .. Low], [.. nothing, .. Close], [.. nothing, .. Volume],
            [.. Enumerable.Range(0, bars).Select(i => OpenTimes[0] - (bars - i) * Spacing), .. OpenTimes]);
    }

    /// <summary>What an indicator reads; its sources are close, then open, then high, in turn.</summary>
    public double[][] InputsOf(IndicatorDefinition definition)
    {
        double[][] sources = [Close, Open, High];
        int next = 0;
        return
        [
            .. definition.Inputs.Select(input => input switch
            {
                IndicatorInput.Open => Open,
                IndicatorInput.High => High,
                IndicatorInput.Low => Low,
                IndicatorInput.Close => Close,
                IndicatorInput.Volume => Volume,
                IndicatorInput.OpenTime => OpenTimes,
                _ => sources[next++ % sources.Length],
            }),
        ];
    }

    private static double[] Times(int count) => [.. Enumerable.Range(0, count).Select(i => FirstOpen + i * Spacing)];
}
