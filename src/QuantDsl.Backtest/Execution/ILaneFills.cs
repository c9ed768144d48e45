namespace QuantDsl.Backtest;

/// <summary>A fill model whose answers do not depend on what is traded, so that the positions of several combinations are filled at once.</summary>
internal interface ILaneFills : IFillModel
{
    /// <summary>Whether <see cref="Slip"/> is ever anything.</summary>
    static abstract bool Slips { get; }

    /// <summary>What is added to the price at which a stop is reached, where that leaves a price above zero (<see cref="StopTick"/>).</summary>
    double Slip(int bar, double direction);

    /// <summary>Whether the limits that a bar reaches are filled, all of them or none.</summary>
    bool FillsLimits(int bar);
}
