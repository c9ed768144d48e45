using System.Collections.Immutable;
using QuantDsl.Research.Store;

namespace QuantDsl.Research.Trades;

/// <summary>The canonical trade log of a stored run.</summary>
/// <param name="TradeType">As <see cref="LoggedTrade.TradeType"/>.</param>
/// <param name="Members">Which strategy on which symbol, in declared order.</param>
/// <param name="Trades">In order of exit.</param>
public sealed record TradeLog(long RunId, string TradeType, ImmutableArray<StoredMember> Members, ImmutableArray<LoggedTrade> Trades);
