namespace QuantDsl.Backtest;

/// <summary>At which price an order is filled, and how much of it (RULES X11). The walk is specialised for each model, a struct, so an
/// account of another fidelity is another model, not another walk.</summary>
internal interface IFillModel
{
    /// <summary>Whether prices depend on how much is traded; then an entry is sized at the bar's open before it is filled.</summary>
    static abstract bool DependsOnQuantity { get; }

    /// <summary>Whether a limit may be served in parts.</summary>
    static abstract bool ServesParts { get; }

    /// <summary>Whether anything can be bought or sold at a bar's open.</summary>
    bool Trades(int bar);

    /// <summary>Fill of a market order at a bar's open.</summary>
    /// <param name="direction">+1 buys, −1 sells.</param>
    /// <param name="quantity">In base asset; anything where prices do not depend on it.</param>
    double AtOpen(int bar, double open, double direction, double quantity, DrawPurpose purpose);

    /// <summary>Fill of a stop that was reached at a price: its own, or the open that jumped over it.</summary>
    double AtStop(int bar, double price, double direction, double quantity);

    /// <summary>How much of a limit that was reached is filled; the rest keeps working.</summary>
    /// <param name="limit">Its price.</param>
    /// <param name="extreme">The farthest price in its favour, at or beyond <paramref name="limit"/>.</param>
    /// <param name="quantity">What is wanted, in base asset.</param>
    /// <param name="traded">Volume of the bar in which it was reached, in base asset.</param>
    /// <param name="served">What another limit of the position has been given of it before.</param>
    double AtLimit(int bar, double limit, double extreme, double quantity, double traded, double served);
}

/// <summary>No slippage, and every reached limit fills.</summary>
internal readonly struct NeutralFills : ILaneFills
{
    public static bool DependsOnQuantity => false;

    public static bool ServesParts => false;

    public bool Trades(int bar) => true;

    public double AtOpen(int bar, double open, double direction, double quantity, DrawPurpose purpose) => open;

    public double AtStop(int bar, double price, double direction, double quantity) => price;

    public double AtLimit(int bar, double limit, double extreme, double quantity, double traded, double served) => quantity;

    public static bool Slips => false;

    public double Slip(int bar, double direction) => 0;

    public bool FillsLimits(int bar) => true;
}
