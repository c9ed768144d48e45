namespace QuantDsl.Backtest;

/// <summary>The settlements of a run in the order one walk meets them (RULES X8).</summary>
internal sealed class FundingCursor(FundingSettlement[] settlements)
{
    private int _next;

    public void Start() => _next = 0;

    /// <summary>Passes over what was due before the position was opened, and at the very instant it was.</summary>
    /// <returns>The bar of the next settlement; one that never comes when there is none.</returns>
    public int SkipTo(int entryBar)
    {
        while (_next < settlements.Length
            && (settlements[_next].Bar < entryBar || (settlements[_next].Bar == entryBar && settlements[_next].AtOpen)))
            _next++;
        return NextBar();
    }

    /// <summary>Pays or receives everything due at one instant, on the quantity then held.</summary>
    /// <returns>As <see cref="SkipTo"/>.</returns>
    public int Settle(int bar, bool atOpen, Account account)
    {
        ref var position = ref account.Position;
        for (; _next < settlements.Length && settlements[_next].Bar == bar && settlements[_next].AtOpen == atOpen; _next++)
        {
            if (settlements[_next].ShortsOnly && position.Sign > 0) continue;
            double flow = -position.Sign * position.Quantity * settlements[_next].Price * settlements[_next].Rate;
            position.Funding += flow;
            account.Wallet.Pay(flow);
            account.Events?.Settled(bar, atOpen, settlements[_next], flow);
        }

        return NextBar();
    }

    private int NextBar() => _next < settlements.Length ? settlements[_next].Bar : int.MaxValue;
}
