using System.Collections.Immutable;
using QuantDsl.Language.Semantics;

namespace QuantDsl.Compiler.Emission;

/// <summary>One number the class keeps while a combination is bound.</summary>
/// <param name="Value">The C# it is set from in Bind.</param>
internal sealed record ScalarField(string Name, string Value, string Comment);

/// <summary>Writes what is the same at every bar: parameters, scalar lets, and numbers of bars.</summary>
internal sealed class ScalarEmitter
{
    private readonly NameTable _names;
    private readonly ImmutableArray<string> _parameters;
    private readonly Dictionary<string, string> _lets = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _wholeNumbers = new(StringComparer.Ordinal);
    private readonly List<ScalarField> _letFields = [], _barFields = [];

    public ScalarEmitter(BoundStrategy strategy, NameTable names)
    {
        _names = names;
        _parameters = [.. strategy.Parameters.Select(p => names.Unique(p.Name))];
        Parameters = [.. strategy.Parameters.Select((p, i) => new ScalarField(_parameters[i], $"parameters[{i}]", p.Doc))];
    }

    public ImmutableArray<ScalarField> Parameters { get; }

    public IReadOnlyList<ScalarField> Lets => _letFields;

    /// <summary>Fields of type int.</summary>
    public IReadOnlyList<ScalarField> WholeNumbers => _barFields;

    public void AddLet(BoundLet let)
    {
        string value = Read(let.Value).Text;
        string name = _names.Unique(let.Name);
        _lets.Add(let.Name, name);
        _letFields.Add(new(name, value, ""));
    }

    public string ParameterName(int index) => _parameters[index];

    public string LetName(string let) => _lets[let];

    /// <summary>A scalar as an argument of type double.</summary>
    public string Argument(BoundExpression scalar) => scalar is BoundConstant constant ? CSharpText.PlainNumber(constant.Value) : Read(scalar).Text;

    /// <summary>A scalar as a number of bars; <paramref name="conversion"/> is the method of CompiledStrategy that makes it whole.</summary>
    public WholeNumber Bars(BoundExpression scalar, string conversion = "Bars")
    {
        if (scalar is BoundConstant { Value: >= 0 and < 1e6 } constant && constant.Value == Math.Floor(constant.Value))
            return new(CSharpText.PlainNumber(constant.Value), (int)constant.Value);
        string value = $"{conversion}({Read(scalar).Text})";
        if (!_wholeNumbers.TryGetValue(value, out string? name))
        {
            string wanted = scalar switch
            {
                BoundParameterValue parameter => parameter.Name,
                BoundLetValue let => let.Let.Name,
                _ => "computed",
            };
            name = _names.Unique($"{wanted}_{conversion.ToLowerInvariant()}");
            _wholeNumbers.Add(value, name);
            _barFields.Add(new(name, value, ""));
        }

        return new(name, null);
    }

    /// <exception cref="ArgumentException">The expression is a series.</exception>
    public CSharpText Read(BoundExpression scalar) => scalar switch
    {
        BoundConstant constant => CSharpText.Number(constant.Value),
        BoundParameterValue parameter => CSharpText.Atom(ParameterName(parameter.Index)),
        BoundLetValue { Let: var let } => CSharpText.Atom(LetName(let.Name)),
        BoundArithmetic sum => ArithmeticText.Of(sum.Operator, Read(sum.Left), Read(sum.Right)),
        BoundNegation negation => ArithmeticText.Negation(Read(negation.Operand)),
        BoundFunction function => ArithmeticText.Call(function.Function, [.. function.Arguments.Select(Read)]),
        _ => throw new ArgumentException($"{scalar} is not a scalar", nameof(scalar)),
    };
}
