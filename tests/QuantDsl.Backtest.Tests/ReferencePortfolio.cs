using QuantDsl.Backtest.Risk;
using QuantDsl.Market;

namespace QuantDsl.Backtest.Tests;

/// <summary>Several <see cref="ReferenceAccount"/>s on one purse, bar by bar, and the limits over all as <c>docs/risk.md</c> has them. All have the same bar times.</summary>
internal sealed class ReferencePortfolio
{
    private readonly ReferencePurse _purse;
    private readonly ReferenceAccount[] _accounts;
    private readonly Scenario[] _members;
    private readonly PortfolioLimits _limits;
    private readonly int _first, _last;

    public ReferencePortfolio(IReadOnlyList<Scenario> members, PortfolioLimits limits)
    {
        _members = [.. members];
        _limits = limits;
        _purse = new(members[0].Settings.Equity);
        _accounts = [.. members.Select((member, i) => new ReferenceAccount(member, Mutant.None, _purse, i))];
        // One that never asks for an entry it may take is no part of the account.
        var active = _accounts.Where((account, i) => Signals(account, _members[i])).ToArray();
        if (active.Length == 0) active = _accounts;
        _first = active.Min(a => a.Market.FirstDecisionBar);
        _last = _accounts[0].Market.Bars.Count - 1;
        for (int i = 0; i < _accounts.Length; i++)
        {
            int self = i;
            _accounts[i].Orders.Beside = () => (Others(self).Sum(o => o.Position.EntryPrice * o.Position.Quantity / members[0].Settings.Leverage), Others(self).Sum(o => o.Position.Gain(LastPrice(o.Index))));
            _accounts[i].Orders.RefusedByAll = (time, sign, quantity, price, stop, regime) => Refused(self, time, sign, quantity, price, stop, regime);
        }
    }

    public IReadOnlyList<ReferenceResult> Results => [.. _accounts.Select(a => a.Result)];

    /// <summary>Equity of the account at every close.</summary>
    public List<(long Time, double Equity)> Marks { get; } = [];

    public bool Ruined { get; private set; }

    private int Bar { get; set; }

    /// <summary>True between a bar's open and its close, where the last close is that of the bar before.</summary>
    private bool IsOpening { get; set; }

    public void Run()
    {
        for (int bar = _first; bar <= _last; bar++)
        {
            Bar = bar;
            IsOpening = true;
            Each(bar, (account, _) => account.LeaveAtOpen(bar));
            Each(bar, (account, _) => account.EnterAtOpen(bar));
            Each(bar, (account, _) => account.EndAtOpen(bar));
            IsOpening = false;
            Each(bar, (account, _) => account.Close(bar));
            double equity = _purse.Cash;
            foreach (var account in _accounts)
                if (account.Position is { } held) equity += held.Gain(account.Market.Bars.Close[bar]);
            Marks.Add((_accounts[0].Market.CloseTime(bar), equity));
            _purse.Breaker = Breaker();
            Ruined |= _purse.Cash <= 0 && _accounts.All(a => a.Position is null);
            for (int i = 0; i < _accounts.Length; i++)
            {
                if (Ruined) _accounts[i].Result.Ruined = true;
                if (bar == _accounts[i].Market.FirstDecisionBar) _accounts[i].Begin();
                else if (bar > _accounts[i].Market.FirstDecisionBar) _accounts[i].Decide(bar, _purse.Breaker is not null);
            }
        }
    }

    /// <summary>A member steps from the bar after its first decision on.</summary>
    private void Each(int bar, Action<ReferenceAccount, int> step)
    {
        for (int i = 0; i < _accounts.Length; i++)
            if (bar > _accounts[i].Market.FirstDecisionBar) step(_accounts[i], i);
    }

    private IEnumerable<(int Index, ReferencePosition Position)> Others(int self) => Open().Where(o => o.Index != self);

    private IEnumerable<(int Index, ReferencePosition Position)> Open()
    {
        for (int i = 0; i < _accounts.Length; i++)
            if (_accounts[i].Position is { } position) yield return (i, position);
    }

    /// <summary>The last close; the fill, for a position that has not seen one.</summary>
    private double LastPrice(int index)
    {
        var position = _accounts[index].Position!;
        return position.EntryBar == Bar && IsOpening ? position.FirstFill : _accounts[index].Market.Bars.Close[IsOpening ? Bar - 1 : Bar];
    }

    private Refusal? Breaker()
    {
        double peak = _members[0].Settings.Equity;
        foreach (var (_, equity) in Marks)
        {
            peak = Math.Max(peak, equity);
            if (_limits.Drawdown is { } most && Share(peak - equity, peak) >= most) return Refusal.PortfolioDrawdown;
        }

        if (_limits.DailyLoss is not { } loss) return null;
        long today = (Marks[^1].Time - 1) / Timeframe.Day;
        var before = Marks.Where(m => (m.Time - 1) / Timeframe.Day < today).ToList();
        double from = before.Count > 0 ? before[^1].Equity : _members[0].Settings.Equity;
        return Marks.Where(m => (m.Time - 1) / Timeframe.Day == today).Any(m => Share(from - m.Equity, from) >= loss) ? Refusal.PortfolioDailyLoss : null;
    }

    private static double Share(double loss, double from) => from > 0 ? loss / from : loss > 0 ? double.PositiveInfinity : 0;

    private Refusal? Refused(int self, long time, double sign, double quantity, double price, double? stop, int? regime)
    {
        if (_limits.IsNone) return null;
        if (_purse.Breaker is { } breaker) return breaker;
        double equity = _purse.Cash + Open().Sum(o => o.Position.Gain(LastPrice(o.Index)));
        string symbol = Symbol(self);
        double Exposure(Func<(int Index, ReferencePosition Position), bool> counts) =>
            (quantity * price + Open().Where(counts).Sum(o => o.Position.Quantity * LastPrice(o.Index))) is var value && equity > 0 ? value / equity : double.PositiveInfinity;

        if (Exposure(_ => true) > _limits.TotalExposure) return Refusal.TotalExposure;
        if (Exposure(o => Correlates(o.Index, self, o.Position.Sign * sign, time)) > _limits.CorrelatedExposure) return Refusal.CorrelatedExposure;
        if (Exposure(o => Symbol(o.Index) == symbol) > Limit(_limits.Symbol, symbol)) return Refusal.SymbolExposure;
        if (_limits.AssetClasses.TryGetValue(symbol, out string? kind) && Exposure(o => _limits.AssetClasses.GetValueOrDefault(Symbol(o.Index)) == kind) > Limit(_limits.AssetClass, kind)) return Refusal.AssetClassExposure;
        if (_limits.Sectors.TryGetValue(symbol, out string? sector) && Exposure(o => _limits.Sectors.GetValueOrDefault(Symbol(o.Index)) == sector) > Limit(_limits.Sector, sector)) return Refusal.SectorExposure;
        if (regime is { } at && Exposure(o => o.Position.Regime is { } own && _members[o.Index].Plan.Regimes[own] == _members[self].Plan.Regimes[at]) > Limit(_limits.Regime, _members[self].Plan.Regimes[at]))
            return Refusal.RegimeExposure;
        double leverage = _members[0].Settings.Leverage;
        double Risk(double side, double amount, double last, double entry, double? level) => level is { } protects ? Math.Max(0, side * (last - protects)) * amount : amount * entry / leverage;
        double risk = Risk(sign, quantity, price, price, stop) + Open().Sum(o => Risk(o.Position.Sign, o.Position.Quantity, LastPrice(o.Index), o.Position.EntryPrice, o.Position.Stop));
        return (equity > 0 ? risk / equity : double.PositiveInfinity) > _limits.OpenRisk ? Refusal.OpenRisk : null;
    }

    private static double? Limit(ExposureCap cap, string name) => cap.ByName.TryGetValue(name, out double limit) ? limit : cap.Others;

    /// <summary>Pearson's correlation by its definition, over days that ended before; assumed where fewer than ten are known.</summary>
    private bool Correlates(int first, int second, double sides, long time)
    {
        if (Symbol(first) == Symbol(second)) return sides >= _limits.Correlation;
        var (x, y) = (Returns(first), Returns(second));
        long today = time / Timeframe.Day;
        long[] days = [.. x.Keys.Where(d => d < today && d >= today - _limits.CorrelationDays && y.ContainsKey(d)).Order()];
        if (days.Length < 10) return true;
        double meanX = days.Average(d => x[d]), meanY = days.Average(d => y[d]);
        double up = days.Sum(d => (x[d] - meanX) * (y[d] - meanY)), down = Math.Sqrt(days.Sum(d => (x[d] - meanX) * (x[d] - meanX)) * days.Sum(d => (y[d] - meanY) * (y[d] - meanY)));
        return down == 0 || sides * (up / down) >= _limits.Correlation;
    }

    private Dictionary<long, double> Returns(int index)
    {
        var bars = _members[index].History.Base;
        var closes = Enumerable.Range(0, bars.Count).GroupBy(i => bars.OpenTimes[i] / Timeframe.Day).ToDictionary(g => g.Key, g => bars.Close[g.Last()]);
        return closes.Where(c => closes.ContainsKey(c.Key - 1)).ToDictionary(c => c.Key, c => c.Value / closes[c.Key - 1] - 1);
    }

    private string Symbol(int index) => _members[index].History.Base.Symbol;

    private static bool Signals(ReferenceAccount account, Scenario member)
    {
        for (int bar = account.Market.FirstDecisionBar; bar <= account.Market.Bars.Count - 1; bar++)
        {
            if (account.Market.EndsBeforeHole(bar) || !account.Market.Allows(bar)) continue;
            if ((member.Plan.EntersLong && member.Strategy.EnterLong(bar)) || (member.Plan.EntersShort && member.Strategy.EnterShort(bar))) return true;
        }

        return false;
    }
}
