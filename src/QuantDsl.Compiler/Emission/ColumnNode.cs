using System.Collections.Immutable;

namespace QuantDsl.Compiler.Emission;

/// <summary>One column the class asks the market for.</summary>
/// <param name="number">Its place among the columns; stands for it in the keys of others, which as texts would double at every level.</param>
/// <param name="suggestedName">The field's name where no <c>let</c> gives one.</param>
/// <param name="frame">Of its bars.</param>
/// <param name="operands">The columns it is computed from.</param>
/// <param name="call">C# of type Column, from the C# of its operands.</param>
internal sealed class ColumnNode(int number, string suggestedName, SeriesFrame frame, ImmutableArray<ColumnNode> operands, Func<ImmutableArray<string>, string> call)
{
    public int Number { get; } = number;

    public string SuggestedName { get; } = suggestedName;

    public SeriesFrame Frame { get; } = frame;

    public ImmutableArray<ColumnNode> Operands { get; } = operands;

    /// <summary>What all outputs of one indicator call share, and the output's name: a second output is named after the let of the first.</summary>
    public string? Family { get; init; }

    public string? Output { get; init; }

    /// <summary>True for open, high, … , which the market has at hand: never kept in a local.</summary>
    public bool IsPrice { get; init; }

    /// <summary>The fields that hold its values: the names of lets, or one made when a rule first reads it.</summary>
    public List<string> Fields { get; } = [];

    /// <summary>How many other columns are computed from it.</summary>
    public int Uses { get; set; }

    /// <summary>The local that holds the column while binding, where it is needed twice.</summary>
    public string? Local { get; set; }

    public string Call(ImmutableArray<string> operands) => call(operands);
}
