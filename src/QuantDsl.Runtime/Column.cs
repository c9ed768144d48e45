namespace QuantDsl.Runtime;

/// <summary>One computed series: its formula with every parameter substituted, and a value per bar of its timeframe.</summary>
public sealed class Column
{
    /// <summary>A formula that reads another twice doubles at every level, so texts are cut; nothing but a reader's eye depends on them.</summary>
    private const int LongestFormula = 400;

    private static long s_lastIdentity;

    /// <param name="formula">What it is, for people; shortened when it is very long.</param>
    /// <param name="values">Never written once made; NaN where not ready.</param>
    public Column(string formula, double[] values)
        : this(formula, values, ReserveIdentities(1))
    {
    }

    internal Column(string formula, double[] values, long identity)
    {
        Formula = formula.Length <= LongestFormula ? formula : string.Concat(formula.AsSpan(0, LongestFormula - 1), "…");
        Values = values;
        Identity = identity;
    }

    public string Formula { get; }

    public double[] Values { get; }

    /// <summary>Stands for the formula in cache keys, where a number is compared faster than a text. It says nothing
    /// about the values, so a column computed again after an eviction has it again.</summary>
    internal long Identity { get; }

    /// <summary>The first of <paramref name="count"/> consecutive numbers no column has.</summary>
    internal static long ReserveIdentities(int count) => Interlocked.Add(ref s_lastIdentity, count) - count + 1;

    public override string ToString() => Formula;
}
