namespace QuantDsl.Data.Query;

/// <summary>What the values of a column are, as far as writing them out is concerned.</summary>
public enum QueryValueKind
{
    Boolean,
    Integer,

    /// <summary>A double; not finite values are possible.</summary>
    Number,

    /// <summary>A decimal or an integer beyond 64 bits, as its exact text.</summary>
    ExactNumber,
    Text,
}

/// <summary>One column of an answer.</summary>
/// <param name="Name">As the statement names it; two columns may have one name.</param>
/// <param name="Kind">What its values are; every type without a kind of its own comes as text.</param>
public sealed record QueryColumn(string Name, QueryValueKind Kind);
