namespace QuantDsl.Backtest;

/// <summary>What the filters say of an entry at an instant (RULES T3, T4): each is true where it lets it through, also where the strategy has none.</summary>
/// <param name="Session">Inside a session.</param>
/// <param name="Weekday">Not on a blocked day.</param>
/// <param name="Funding">Not too near to a settlement.</param>
public readonly record struct EntryVerdict(bool Session, bool Weekday, bool Funding)
{
    public bool Allows => Session && Weekday && Funding;
}
