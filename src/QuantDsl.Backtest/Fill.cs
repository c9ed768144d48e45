namespace QuantDsl.Backtest;

/// <summary>What a fill did to its position.</summary>
public enum FillKind
{
    Entry,
    ScaleIn,
    PartialExit,
    Exit,
}

/// <summary>One fill of a position that may have several (RULES X4).</summary>
/// <param name="Time">UTC milliseconds: the bar's open for fills at an open, else its end.</param>
/// <param name="Price">Slippage included.</param>
/// <param name="Quantity">In base asset, positive whatever the side.</param>
/// <param name="Fee">In quote currency.</param>
public readonly record struct Fill(FillKind Kind, int Bar, long Time, double Price, double Quantity, double Fee);
