namespace QuantDsl.Backtest.Events;

/// <summary>Who is told what happens, in order.</summary>
public interface IRunEvents
{
    void Add(RunEvent happened);
}
