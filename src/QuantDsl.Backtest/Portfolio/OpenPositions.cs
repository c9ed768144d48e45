namespace QuantDsl.Backtest.Portfolio;

/// <summary>What the members of one account hold, as an order of one of them looks at it: margin, gain and exposure of the others.</summary>
internal sealed class OpenPositions
{
    private readonly List<Account> _members = [];

    /// <summary>The limits over all; null for none.</summary>
    public PortfolioMonitor? Monitor { get; init; }

    public IReadOnlyList<Account> Members => _members;

    public void Join(Account account) => _members.Add(account);

    /// <summary>Initial margin of the others' positions, quote currency; 0 without any.</summary>
    public double MarginBeside(Account account)
    {
        double margin = 0;
        foreach (var member in _members)
            if (member != account && member.IsOpen) margin += member.Position.EntryPrice * member.Position.Quantity / member.Context.Settings.Leverage;
        return margin;
    }

    /// <summary>What the others' positions have gained at their last closes; 0 without any.</summary>
    public double GainBeside(Account account)
    {
        double gain = 0;
        foreach (var member in _members)
            if (member != account && member.IsOpen) gain += member.Position.Gain(member.LastPrice);
        return gain;
    }

    /// <summary>Why the limits over all refuse an order, or null.</summary>
    /// <param name="sign">+1 for a long, −1 for a short.</param>
    /// <param name="quantity">What it adds, base asset.</param>
    /// <param name="stop">Where the position's stop would stand; infinitely far without one.</param>
    /// <param name="regime">The one it is entered in, by its index.</param>
    public Refusal? Refuses(Account account, long utcMs, double sign, double quantity, double price, double stop, int regime) =>
        Monitor?.Refuses(this, new(account, utcMs, sign, quantity, price, stop,
            regime == Runtime.CompiledStrategy.NoRegime ? null : account.Context.Plan.Regimes[regime]));
}
