using QuantDsl.Diagnostics;
using QuantDsl.Language.Syntax;

namespace QuantDsl.Language.Semantics;

/// <summary>The author's names: parameters, lets and regimes share one set.</summary>
internal sealed class NameTable
{
    /// <summary>Names of the bars themselves; nobody may redeclare them.</summary>
    public static readonly IReadOnlyDictionary<string, PriceField> Prices =
        Enum.GetValues<PriceField>().ToDictionary(f => f.ToString().ToLowerInvariant(), StringComparer.Ordinal);

    /// <summary>Names of the open position, for exits; an author's name of the same spelling wins.</summary>
    public static readonly IReadOnlyDictionary<string, PositionValue> PositionValues = new Dictionary<string, PositionValue>(StringComparer.Ordinal)
    {
        ["bars_in_trade"] = PositionValue.BarsInTrade,
        ["profit"] = PositionValue.Profit,
        ["entry_price"] = PositionValue.EntryPrice,
    };

    private readonly Dictionary<string, Identifier> _declared = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Identifier> _byCase = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, int> _parameters = new(StringComparer.Ordinal);
    private readonly Dictionary<string, LetSyntax> _lets = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _regimes = new(StringComparer.Ordinal);
    private readonly BindingContext _context;

    public NameTable(BindingContext context, StrategySyntax strategy)
    {
        _context = context;
        foreach (var parameter in strategy.OfKind<ParameterSyntax>())
        {
            if (!Declare(parameter.Name)) continue;
            _parameters.Add(parameter.Name.Text, Parameters.Count);
            Parameters.Add(parameter);
        }

        foreach (var let in strategy.OfKind<LetSyntax>())
            if (Declare(let.Name)) _lets.Add(let.Name.Text, let);
        foreach (var regime in strategy.OfKind<RegimeSyntax>())
        {
            if (!Declare(regime.Name))
            {
                RefusedRegimes.Add(regime.Name.Text);
                continue;
            }

            _regimes.Add(regime.Name.Text, Regimes.Count);
            Regimes.Add(regime);
        }
    }

    /// <summary>Declared parameters, in order; their index is the parameter's index.</summary>
    public List<ParameterSyntax> Parameters { get; } = [];

    public IEnumerable<LetSyntax> Lets => _lets.Values;

    /// <summary>Declared regimes, in order; their index is the regime's index.</summary>
    public List<RegimeSyntax> Regimes { get; } = [];

    /// <summary>Names that a regime was given and cannot have, which has been reported.</summary>
    public HashSet<string> RefusedRegimes { get; } = new(StringComparer.Ordinal);

    /// <summary>Index of the regime of that name, or −1.</summary>
    public int RegimeIndex(string name) => _regimes.GetValueOrDefault(name, -1);

    /// <summary>Every name as it is defined, parameters first.</summary>
    public IEnumerable<Identifier> Declared => _declared.Values;

    /// <summary>Index of the parameter of that name, or −1.</summary>
    public int ParameterIndex(string name) => _parameters.GetValueOrDefault(name, -1);

    /// <summary>Where the author's name of an expression is defined, with a label; null for anything that is no such name.</summary>
    public (TextSpan Span, string Label)? PlaceOf(ExpressionSyntax syntax, string label) =>
        syntax is NameSyntax name && _declared.TryGetValue(name.Name, out var declared) ? (declared.Span, label) : null;

    public bool IsDeclared(string name) => _declared.ContainsKey(name);

    public LetSyntax? Let(string name) => _lets.GetValueOrDefault(name);

    /// <summary>Every name a rule could read here, the author's first.</summary>
    public IEnumerable<string> Readable(bool inExit) =>
        _declared.Keys.Where(name => !_regimes.ContainsKey(name)).Concat(Prices.Keys).Concat(inExit ? PositionValues.Keys : []);

    /// <summary>False when the name cannot be used; the reason has then been reported.</summary>
    private bool Declare(Identifier name)
    {
        // A missing name was reported by the reader.
        if (name.Text.Length == 0) return false;
        if (_declared.TryGetValue(name.Text, out var first))
        {
            _context.Report(BindingDiagnostics.DuplicateName, name.Span, [name.Text], "choose another name", secondary: (first.Span, "first defined here"));
            return false;
        }

        if (Prices.ContainsKey(name.Text))
            _context.Report(BindingDiagnostics.PriceRedeclared, name.Span, [name.Text], "choose another name");
        else if (_byCase.TryGetValue(name.Text, out var other))
            _context.Report(BindingDiagnostics.NamesDifferByCase, name.Span, [name.Text, other.Text], "choose another name", secondary: (other.Span, "the other one"));
        else if (Prices.Keys.FirstOrDefault(p => p.Equals(name.Text, StringComparison.OrdinalIgnoreCase)) is { } price)
            _context.Report(BindingDiagnostics.NamesDifferByCase, name.Span, [name.Text, price], "choose another name");
        _declared.Add(name.Text, name);
        _byCase.TryAdd(name.Text, name);
        // A price stays a price, so that its other uses are not reported too.
        return !Prices.ContainsKey(name.Text);
    }
}
