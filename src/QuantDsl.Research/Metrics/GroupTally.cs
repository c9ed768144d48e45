using QuantDsl.Backtest;

namespace QuantDsl.Research.Metrics;

/// <summary>Sums over the trades of one group, in order of exit.</summary>
internal struct GroupTally
{
    private int _trades, _wins, _losses, _withStop;
    private double _gains, _lossSum, _net, _multiples, _fees, _funding, _slippage;

    public void Add(in Trade trade)
    {
        _trades++;
        if (trade.NetPnl > 0)
        {
            _wins++;
            _gains += trade.NetPnl;
        }
        else if (trade.NetPnl < 0)
        {
            _losses++;
            _lossSum += trade.NetPnl;
        }

        _net += trade.NetPnl;
        _fees += trade.EntryFee + trade.ExitFee;
        _funding += trade.Funding;
        _slippage += trade.Slippage;
        if (trade.RMultiple is not { } multiple) return;
        _withStop++;
        _multiples += multiple;
    }

    public readonly BreakdownGroup Group(string? name) => new(name, _trades, _wins, _losses, Of(_wins, _trades), _losses > 0 ? FiniteNumber.OrNull(_gains / -_lossSum) : null,
        FiniteNumber.Plain(_net), Of(_net, _trades), Of(_multiples, _withStop), FiniteNumber.Plain(_fees), FiniteNumber.Plain(_funding), FiniteNumber.Plain(_slippage));

    private static double? Of(double sum, int count) => count > 0 ? FiniteNumber.OrNull(sum / count) : null;
}
