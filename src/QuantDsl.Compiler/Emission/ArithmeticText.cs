using System.Collections.Immutable;
using QuantDsl.Language.Semantics;

namespace QuantDsl.Compiler.Emission;

/// <summary>C# of the operators and functions; the tree's order of evaluation is kept to the last bit.</summary>
internal static class ArithmeticText
{
    public static CSharpText Of(BoundOperator operation, CSharpText left, CSharpText right)
    {
        var (sign, binding) = operation switch
        {
            BoundOperator.Add => ("+", Binding.Sum),
            BoundOperator.Subtract => ("-", Binding.Sum),
            BoundOperator.Multiply => ("*", Binding.Product),
            _ => ("/", Binding.Product),
        };

        // The right side is parenthesised at equal binding: a - (b - c), and a + (b + c) which rounds differently from (a + b) + c.
        return new($"{left.In(binding)} {sign} {right.In(binding + 1)}", binding);
    }

    public static CSharpText Negation(CSharpText operand) => new($"-{operand.In(Binding.Primary)}", Binding.Unary);

    public static CSharpText Call(MathFunction function, ImmutableArray<CSharpText> arguments) => CSharpText.Atom(
        $"{MethodOf(function)}({string.Join(", ", arguments.Select(a => a.Text))})");

    private static string MethodOf(MathFunction function) => function switch
    {
        MathFunction.Abs => "Math.Abs",
        MathFunction.Min => "Math.Min",
        MathFunction.Max => "Math.Max",
        MathFunction.Log => "Math.Log",
        MathFunction.Exp => "Math.Exp",
        MathFunction.Sqrt => "Math.Sqrt",
        MathFunction.Round => "Round",
        _ => "Sign",
    };
}
