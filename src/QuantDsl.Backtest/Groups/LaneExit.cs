namespace QuantDsl.Backtest.Groups;

/// <summary>How the position of a lane ended, where trades are written down.</summary>
internal readonly record struct LaneExit(ExitReason Reason, bool AtOpen);
