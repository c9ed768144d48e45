using System.Runtime.InteropServices;
using QuantDsl.Market;

namespace QuantDsl.Data.Sample;

/// <summary>The state and the columns of one symbol while it is simulated.</summary>
/// <remarks>
/// A minute is eight steps: a short one to its first trade, seven equal ones to its close. In each the price is multiplied by
/// 1 + drift + volatility × bell, and every draw has mean zero given the past; so without drift the price is a martingale exactly,
/// with no correction to get wrong. High and low are those of the path, mark prices follow it smoothed.
/// </remarks>
internal sealed class SimulatedSymbol
{
    public const int Steps = 8;

    /// <summary>Share of the minute's deviation in each step; the squares add up to 1.</summary>
    private static readonly double[] StepDeviation = [0.125, 0.375, 0.375, 0.375, 0.375, 0.375, 0.375, 0.375];

    /// <summary>Jumps of one symbol per minute: about 30 a year; half of them between the close and the next open, as gaps.</summary>
    private const double JumpChance = 30.0 / 525_600, JumpMin = 0.01, JumpMore = 0.03;

    private const double MarkFollows = 0.125;

    private const int FundingMinutes = 480;

    private const double Interest = 0.0001, PremiumClamp = 0.0005, PremiumKept = 0.997, PremiumDeviation = 0.0004;

    private const double VolumeKept = 0.9, VolumeDeviation = 0.5, OwnKept = 0.99, OwnDeviation = 0.25;

    private readonly SymbolModel _model;
    private readonly double[] _step = new double[Steps];
    private readonly long[] _times;
    private readonly double[][] _bars, _marks;
    private readonly List<long> _fundingTimes = [];
    private readonly List<double> _fundingRates = [];
    private readonly double _premiumShock = Math.Sqrt(1 - PremiumKept * PremiumKept) * PremiumDeviation;
    private readonly double _volumeShock = Math.Sqrt(1 - VolumeKept * VolumeKept) * VolumeDeviation, _ownShock = Math.Sqrt(1 - OwnKept * OwnKept) * OwnDeviation;
    private RandomStream _price, _jump, _premiumStream, _volume;
    private double _last, _mark, _premium, _premiumSum, _logVolume, _logOwn;
    private int _count, _premiumCount;

    public SimulatedSymbol(SymbolModel model, ulong seed, int minutes)
    {
        _model = model;
        _last = _mark = model.StartPrice;
        _price = new(seed, model.Symbol + " price");
        _jump = new(seed, model.Symbol + " jump");
        _premiumStream = new(seed, model.Symbol + " premium");
        _volume = new(seed, model.Symbol + " volume");
        _times = new long[minutes];
        _bars = [.. Enumerable.Range(0, 5).Select(_ => new double[minutes])];
        _marks = [.. Enumerable.Range(0, 5).Select(_ => new double[minutes])];
    }

    /// <summary>Fractional change of each step of the minute just simulated.</summary>
    public ReadOnlySpan<double> Changes => _step;

    /// <summary>Simulates the minute that begins at an instant; returns the size of its jump, 0 for none.</summary>
    /// <param name="openUtcMs">The open of the bar.</param>
    /// <param name="climate">The state of the market, already stepped to this minute.</param>
    /// <param name="market">The market's changes in this minute; empty for the market itself.</param>
    public double Step(long openUtcMs, MarketClimate climate, ReadOnlySpan<double> market)
    {
        if (openUtcMs % (FundingMinutes * 60_000L) == 0) Settle(openUtcMs);
        double volatility = climate.Volatility, drift = market.IsEmpty ? climate.DriftPerMinute / Steps : 0;
        if (!market.IsEmpty)
        {
            _logOwn = _logOwn * OwnKept + _ownShock * _price.Bell();
            volatility *= _model.OwnVolatility * Exponential.Of(_logOwn - OwnDeviation * OwnDeviation);
        }

        double jump = 0;
        int jumpStep = -1;
        if (_jump.Uniform() < JumpChance)
        {
            ulong bits = _jump.Next();
            double size = _jump.Uniform();
            jump = ((bits & 1) == 0 ? 1 : -1) * (JumpMin + JumpMore * size * size);
            jumpStep = (bits & 2) == 0 ? 0 : Steps / 2;
        }

        double price = _last, mark = _mark, open = 0, high = 0, low = double.MaxValue, markOpen = mark, markHigh = mark, markLow = mark;
        for (int i = 0; i < Steps; i++)
        {
            double change = drift + volatility * StepDeviation[i] * _price.Bell();
            if (!market.IsEmpty) change += _model.Beta * market[i];
            if (i == jumpStep) change += jump;
            _step[i] = change;
            price *= 1 + change;
            mark += (price - mark) * MarkFollows;
            if (i == 0) open = price;
            if (price > high) high = price;
            if (price < low) low = price;
            if (mark > markHigh) markHigh = mark;
            if (mark < markLow) markLow = mark;
        }

        Append(openUtcMs, open, high, low, price, Volume(climate, price));
        int index = _count - 1;
        _marks[0][index] = _model.OnMarkStep(markOpen);
        _marks[1][index] = _model.OnMarkStep(markHigh);
        _marks[2][index] = _model.OnMarkStep(markLow);
        _marks[3][index] = _model.OnMarkStep(mark);
        _last = price;
        _mark = mark;
        StepPremium(climate.Regime);
        return jump;
    }

    public MarketHistory ToHistory(Venue venue)
    {
        var bars = Series(_bars);
        var mark = Series(_marks);
        var funding = new FundingSeries(_model.Symbol, [.. _fundingTimes], [.. _fundingRates]);
        return new(bars, funding, venue.InstrumentOf(_model.Symbol), venue)
        {
            Mark = mark,
            IsSimulated = true,
            Sources = ["sample market"],
            ContentHash = ContentHash.Of(bars, mark, funding),
        };
    }

    private void Append(long openUtcMs, double open, double high, double low, double close, double volume)
    {
        _times[_count] = openUtcMs;
        _bars[0][_count] = _model.OnTick(open);
        _bars[1][_count] = _model.OnTick(high);
        _bars[2][_count] = _model.OnTick(low);
        _bars[3][_count] = _model.OnTick(close);
        _bars[4][_count] = _model.OnLot(volume);
        _count++;
    }

    /// <summary>Volume rises with the market's liveliness and with the way the price went.</summary>
    private double Volume(MarketClimate climate, double close)
    {
        _logVolume = _logVolume * VolumeKept + _volumeShock * _volume.Bell();
        double moved = Math.Min(5, Math.Abs(close / _last - 1) / (climate.Volatility * (_model.Beta + _model.OwnVolatility)));
        return _model.VolumePerMinute * (0.6 + 0.5 * moved) * Exponential.Of(_logVolume + 1.2 * climate.LogActivity - 0.4);
    }

    /// <summary>The premium over the index wanders around what the regime makes people pay for leverage.</summary>
    private void StepPremium(SampleRegime regime)
    {
        double centre = regime switch { SampleRegime.Bull => 0.0007, SampleRegime.Bear => -0.0004, _ => 0.0001 };
        _premium = centre + (_premium - centre) * PremiumKept + _premiumShock * _premiumStream.Bell();
        _premiumSum += _premium;
        _premiumCount++;
    }

    /// <summary>Funding as Binance computes it: the mean premium of eight hours and a clamped share of interest, to 8 decimals.</summary>
    private void Settle(long openUtcMs)
    {
        double mean = _premiumCount == 0 ? _premium : _premiumSum / _premiumCount;
        double rate = mean + Math.Clamp(Interest - mean, -PremiumClamp, PremiumClamp);
        _fundingTimes.Add(openUtcMs);
        _fundingRates.Add(Math.Floor(rate * 1e8 + 0.5) / 1e8);
        (_premiumSum, _premiumCount) = (0, 0);
    }

    private BarSeries Series(double[][] columns) => new(_model.Symbol, new Timeframe(Timeframe.Minute), ImmutableCollectionsMarshal.AsImmutableArray(_times),
        ImmutableCollectionsMarshal.AsImmutableArray(columns[0]), ImmutableCollectionsMarshal.AsImmutableArray(columns[1]),
        ImmutableCollectionsMarshal.AsImmutableArray(columns[2]), ImmutableCollectionsMarshal.AsImmutableArray(columns[3]),
        ImmutableCollectionsMarshal.AsImmutableArray(columns[4]));
}
