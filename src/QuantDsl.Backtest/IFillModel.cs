namespace QuantDsl.Backtest;

/// <summary>At which price an order is filled, and whether (RULES X11). The walk is specialised for each model, a struct, so an
/// account of another fidelity is another model, not another walk.</summary>
internal interface IFillModel
{
    /// <summary>Fill of a market order at a bar's open.</summary>
    /// <param name="direction">+1 buys, −1 sells.</param>
    double AtOpen(int bar, double open, double direction, DrawPurpose purpose);

    /// <summary>Fill of a stop that was reached at a price: its own, or the open that jumped over it.</summary>
    double AtStop(int bar, double price, double direction);

    /// <summary>Whether a target reached in this bar is filled; otherwise it keeps working.</summary>
    bool FillsTarget(int bar);
}

/// <summary>No slippage, and every reached limit fills.</summary>
internal readonly struct NeutralFills : IFillModel
{
    public double AtOpen(int bar, double open, double direction, DrawPurpose purpose) => open;

    public double AtStop(int bar, double price, double direction) => price;

    public bool FillsTarget(int bar) => true;
}
