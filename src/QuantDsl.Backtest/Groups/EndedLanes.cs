namespace QuantDsl.Backtest.Groups;

/// <summary>Which lanes of a block have positions that ended and are still to be booked, the lowest bit first.</summary>
/// <param name="Rough">Those whose extremes since they were last marked are bounds: none of the closes lies beyond them.</param>
internal record struct EndedLanes(uint Lanes, uint Rough, uint Liquidated);
