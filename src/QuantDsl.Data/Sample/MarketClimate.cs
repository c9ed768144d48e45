using System.Collections.Immutable;

namespace QuantDsl.Data.Sample;

/// <summary>What the whole market shares from minute to minute: the regime with its drift, and the volatility.</summary>
/// <remarks>The constants are round numbers near those of the real BTCUSDT perpetual; docs/sample-market.md explains each. None was chosen for what a strategy earns.</remarks>
internal sealed class MarketClimate
{
    private const int MinutesPerDay = 1440;

    /// <summary>Deviation of a minute's return: 55 % a year.</summary>
    private const double BaseVolatility = 0.55 / 724.98275841217;

    /// <summary>Drift of bull and bear, as a fraction of price per minute: 0.5 % a day.</summary>
    private const double Drift = 0.005 / MinutesPerDay;

    /// <summary>Chance that a regime ends in a given minute: 15 days on average.</summary>
    private const double RegimeEnds = 1.0 / (15 * MinutesPerDay);

    /// <summary>Log-volatility is a slow wave (half-life about a day), a fast one (about half an hour), and the hour of the day.</summary>
    private const double SlowKept = 0.99952, SlowDeviation = 0.40, FastKept = 0.977, FastDeviation = 0.35, JumpExcites = 0.8;

    /// <summary>Log-volatility by hour, UTC: quiet before the European morning, loudest at the American open.</summary>
    private static readonly double[] LogVolatilityByHour =
    [
        0.05, 0.02, -0.03, -0.12, -0.20, -0.24, -0.20, -0.08, 0.00, 0.00, -0.04, -0.04, 0.04, 0.26, 0.38, 0.34, 0.22, 0.12, 0.06, 0.04, 0.02, -0.04, -0.10, -0.02,
    ];

    private const double WeekendLogVolatility = -0.25;

    private readonly SampleRegime _asked;
    private readonly double[] _minuteShape = new double[MinutesPerDay];
    private readonly List<RegimeSpan> _regimes = [];
    private readonly double _slowShock = Math.Sqrt(1 - SlowKept * SlowKept) * SlowDeviation, _fastShock = Math.Sqrt(1 - FastKept * FastKept) * FastDeviation;
    private RandomStream _regimeStream, _volatilityStream;
    private double _slow, _fast;
    private long _since;

    public MarketClimate(SampleOptions options, long fromUtcMs)
    {
        _asked = options.Regime;
        _since = fromUtcMs;
        _regimeStream = new(options.Seed, "regime");
        _volatilityStream = new(options.Seed, "volatility");
        _slow = _volatilityStream.Bell() * SlowDeviation;
        _fast = _volatilityStream.Bell() * FastDeviation;
        Regime = Fixed ? _asked : (SampleRegime)(1 + (int)(_regimeStream.Uniform() * 3));
        for (int minute = 0; minute < MinutesPerDay; minute++)
        {
            // Hours meet in a straight line, so that no hour begins with a step.
            int hour = minute / 60;
            double part = (minute % 60 + 0.5) / 60;
            _minuteShape[minute] = LogVolatilityByHour[hour] * (1 - part) + LogVolatilityByHour[(hour + 1) % 24] * part;
        }
    }

    public SampleRegime Regime { get; private set; }

    /// <summary>Fraction of price per minute.</summary>
    public double DriftPerMinute => Regime switch { SampleRegime.Bull => Drift, SampleRegime.Bear => -Drift, _ => 0 };

    /// <summary>Deviation of the market's return in this minute, known before it begins.</summary>
    public double Volatility { get; private set; }

    /// <summary>How lively this minute is: log-volatility without its constant, for the volume.</summary>
    public double LogActivity { get; private set; }

    private bool Fixed => _asked != SampleRegime.All;

    /// <summary>Steps to the minute that begins at an instant.</summary>
    public void Step(long openUtcMs)
    {
        if (!Fixed && _regimeStream.Uniform() < RegimeEnds)
        {
            _regimes.Add(new(Regime, _since, openUtcMs));
            _since = openUtcMs;
            // One of the two others, with equal chance.
            Regime = (SampleRegime)(1 + ((int)Regime - 1 + 1 + (int)(_regimeStream.Next() >> 63)) % 3);
        }

        _slow = _slow * SlowKept + _slowShock * _volatilityStream.Bell();
        _fast = _fast * FastKept + _fastShock * _volatilityStream.Bell();
        long day = openUtcMs / 86_400_000;
        bool weekend = (day + 3) % 7 >= 5;
        LogActivity = _slow + _fast + _minuteShape[openUtcMs / 60_000 % MinutesPerDay] + (weekend ? WeekendLogVolatility : 0);
        // Subtracting the variance keeps the mean square at that of the base volatility.
        Volatility = BaseVolatility * Exponential.Of(LogActivity - (SlowDeviation * SlowDeviation + FastDeviation * FastDeviation));
    }

    /// <summary>A jump stirs the market: the fast wave starts again from high up.</summary>
    public void Excite() => _fast += JumpExcites;

    public ImmutableArray<RegimeSpan> RegimesUntil(long toUtcMs) => [.. _regimes, new(Regime, _since, toUtcMs)];
}
