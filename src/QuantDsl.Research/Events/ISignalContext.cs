using QuantDsl.Backtest.Events;

namespace QuantDsl.Research.Events;

/// <summary>Says what a rule saw when it held.</summary>
public interface ISignalContext
{
    /// <summary>Adds what the rule of a signal names, with its values at the signal's close; NaN where undefined.</summary>
    void Read(SignalEvent signal, SignalValues values);
}
