namespace QuantDsl.Backtest;

/// <summary>The closed trades of a run so far, as Kelly's formula reads them.</summary>
internal struct PastTrades
{
    private int _wins, _losses;
    private double _won, _lost;

    public int Count { get; private set; }

    /// <summary>One closed trade, by its net result in money; exactly 0 is neither won nor lost, and counts.</summary>
    public void Add(double netPnl)
    {
        Count++;
        if (netPnl > 0)
        {
            _wins++;
            _won += netPnl;
        }
        else if (netPnl < 0)
        {
            _losses++;
            _lost -= netPnl;
        }
    }

    /// <summary><c>W − (1 − W) ÷ R</c>: W the share of trades that won, R the mean win ÷ the mean loss. Without a loss it is W, without a
    /// win it is 0 at most; NaN without a trade.</summary>
    public readonly double KellyFraction
    {
        get
        {
            double share = (double)_wins / Count;
            return _losses == 0 ? share : _wins == 0 ? -1 : share - (1 - share) / (_won / _wins / (_lost / _losses));
        }
    }
}
