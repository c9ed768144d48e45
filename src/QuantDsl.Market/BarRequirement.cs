namespace QuantDsl.Market;

/// <summary>One part of a warm-up (RULES L9): at the primary close <paramref name="PrimaryShift"/> bars back,
/// <paramref name="Timeframe"/> must have closed at least <paramref name="Bars"/> bars.</summary>
/// <remarks>Higher-timeframe bars count once their end is at or before that close; a first, partial bucket counts.</remarks>
/// <param name="Symbol">Whose bars: 0 for the traded symbol, else the place of a read one behind it.</param>
public sealed record BarRequirement(Timeframe Timeframe, int Bars, int PrimaryShift, int Symbol = 0);
