namespace QuantDsl.Market;

/// <summary>How the price of liquidation is found (RULES X9).</summary>
public enum LiquidationFormula
{
    /// <summary>Long <c>entry × (1 − 1/L + MMR)</c>, short <c>entry × (1 + 1/L − MMR)</c>.</summary>
    Simple,

    /// <summary>Where margin plus result equals notional × MMR − maintenance amount, as venues with tiers compute it.</summary>
    Exact,
}
