using QuantDsl.Diagnostics;
using QuantDsl.Indicators;
using QuantDsl.Language.Syntax;

namespace QuantDsl.Language.Semantics;

/// <summary>Binds each <c>let</c> once, when it is first read, so that they may stand in any order.</summary>
/// <remarks>A let of a number is shared by name; a let of a condition is put in the place of its uses.</remarks>
internal sealed class LetBinder
{
    /// <summary>Levels of nesting, lets included; every later walk over the tree may then recurse.</summary>
    public const int DeepestNesting = 250;

    /// <summary>Nodes of one rule after its lets are put in place.</summary>
    private const int LargestRule = 20_000;

    private readonly BindingContext _context;
    private readonly NameTable _names;
    private readonly ExpressionBinder _numbers;
    private readonly ConditionBinder _conditions;
    private readonly Dictionary<string, Bound> _bound = new(StringComparer.Ordinal);
    private readonly List<string> _inProgress = [];
    private readonly Dictionary<BoundLet, Extent> _lets = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<BoundCondition, Extent> _extents = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<(string Let, int Output), BoundLet> _outputs = [];

    public LetBinder(BindingContext context, NameTable names, ScalarDomain domain)
    {
        (_context, _names) = (context, names);
        var settings = new SettingCheck(context, names, domain);
        _numbers = new(context, names, settings, this);
        _conditions = new(context, domain, settings, _numbers, this);
    }

    public ExpressionBinder Numbers => _numbers;

    public ConditionBinder Conditions => _conditions;

    /// <summary>The author's let of that name, or null.</summary>
    public LetSyntax? Let(string name) => _names.Let(name);

    /// <summary>Where the author's name of an expression is defined, with a label; null for anything that is no such name.</summary>
    public (TextSpan Span, string Label)? PlaceOf(ExpressionSyntax syntax, string label) => _names.PlaceOf(syntax, label);

    /// <summary>The number a let stands for; null when it could not be bound, which has been reported.</summary>
    public BoundLet? Number(LetSyntax let) => Bind(let).Number;

    /// <summary>The condition a let stands for; null when it could not be bound, which has been reported.</summary>
    public BoundCondition? Condition(LetSyntax let) => Bind(let).Condition;

    /// <summary>Binds a let even if nothing reads it, for its mistakes.</summary>
    public void Check(LetSyntax let) => Bind(let);

    /// <summary>Whether an expression is true or false rather than a number, as far as its outermost form shows.</summary>
    public bool IsCondition(ExpressionSyntax syntax)
    {
        HashSet<string>? followed = null;
        while (syntax is NameSyntax name && _names.Let(name.Name) is { } let)
        {
            syntax = let.Value;
            // Lets that only name another one may go round in a circle, which is reported elsewhere.
            if (syntax is NameSyntax && !(followed ??= new(StringComparer.Ordinal)).Add(name.Name)) break;
        }

        return syntax switch
        {
            ComparisonSyntax or CrossSyntax or BetweenSyntax or WithinSyntax or NotSyntax or AndSyntax or OrSyntax or AtLeastSyntax => true,
            CallSyntax call => ConditionBinder.IsTrend(call),
            _ => false,
        };
    }

    /// <summary>One output of an indicator that a let names, as a let of its own, so that all its uses share it.</summary>
    public BoundExpression OutputOf(BoundLet let, IndicatorDefinition definition, int output, BoundExpression value)
    {
        if (!_outputs.TryGetValue((let.Name, output), out var shared))
        {
            string name = $"{let.Name}_{definition.Outputs[output].Name}";
            while (_names.IsDeclared(name) || _outputs.Values.Any(o => o.Name == name)) name += "_";
            _outputs.Add((let.Name, output), shared = new(name, value));
            _lets.Add(shared, _lets.GetValueOrDefault(let));
        }

        return new BoundLetValue(shared);
    }

    /// <summary>Reports a tree too deep or too large for later stages.</summary>
    public bool IsTooComplex(BoundExpression value, ExpressionSyntax syntax) => Refuse(IsTooLarge(ExtentOf(value)), syntax);

    /// <inheritdoc cref="IsTooComplex(BoundExpression, ExpressionSyntax)"/>
    public bool IsTooComplex(BoundCondition condition, ExpressionSyntax syntax) => Refuse(IsTooLarge(ExtentOf(condition)), syntax);

    private static bool IsTooLarge(Extent extent) => extent.Depth > DeepestNesting || extent.Size > LargestRule;

    private bool Refuse(bool tooComplex, ExpressionSyntax syntax)
    {
        if (tooComplex) _context.Report(BindingDiagnostics.TooComplex, syntax.Span, [], "split it by `let`, or simplify it");
        return tooComplex;
    }

    private Bound Bind(LetSyntax let)
    {
        string name = let.Name.Text;
        if (_bound.TryGetValue(name, out var known)) return known;
        if (_inProgress.Contains(name))
        {
            var cycle = _inProgress.SkipWhile(n => n != name).Append(name);
            _context.Report(BindingDiagnostics.CyclicLet, let.Name.Span, [name, string.Join(" → ", cycle.Select(n => $"`{n}`"))], "define one of them by a series or a number");
            return default;
        }

        _inProgress.Add(name);
        var bound = _inProgress.Count > DeepestNesting && Refuse(true, let.Value) ? default : BindValue(let);
        _inProgress.RemoveAt(_inProgress.Count - 1);
        return _bound[name] = bound;
    }

    private Bound BindValue(LetSyntax let)
    {
        if (IsCondition(let.Value))
        {
            var condition = _conditions.Bind(let.Value, BindingPlace.Entry);
            return condition is null || IsTooComplex(condition, let.Value) ? default : new(null, condition);
        }

        var value = _numbers.Bind(let.Value, BindingPlace.Entry);
        if (value is null) return default;
        var extent = ExtentOf(value);
        if (Refuse(IsTooLarge(extent), let.Value)) return default;
        var bound = new BoundLet(let.Name.Text, value);
        _lets.Add(bound, extent);
        return new(bound, null);
    }

    /// <summary>Recursion stays within what the expression binder allowed; lets answer from what was measured.</summary>
    private Extent ExtentOf(BoundExpression expression)
    {
        if (expression is BoundLetValue use) return _lets.GetValueOrDefault(use.Let).Around();
        var inner = default(Extent);
        foreach (var child in BoundTree.Children(expression)) inner = inner.Beside(ExtentOf(child));
        return inner.Around();
    }

    private Extent ExtentOf(BoundCondition condition)
    {
        var inner = BoundTree.Children(condition);
        // What joins others may be met in many places, through lets; the rest is measured as quickly as it is looked up.
        if (!inner.IsEmpty && _extents.TryGetValue(condition, out var known)) return known;
        // An expression counts as one node of its rule, however deep it is.
        var extent = default(Extent);
        foreach (var expression in BoundTree.Expressions(condition)) extent = extent.Beside(new(ExtentOf(expression).Depth, 1));
        foreach (var child in inner) extent = extent.Beside(ExtentOf(child));
        extent = extent.Around();
        if (!inner.IsEmpty) _extents.Add(condition, extent);
        return extent;
    }

    /// <summary>How much a node is.</summary>
    /// <param name="Depth">Levels, its own among them.</param>
    /// <param name="Size">Nodes with every let put in place, as a walk that remembers nothing would meet them: twenty lets that double each other are a million.</param>
    private readonly record struct Extent(int Depth, long Size)
    {
        /// <summary>Of two operands of one node.</summary>
        public Extent Beside(Extent other) => new(Math.Max(Depth, other.Depth), Size + other.Size);

        /// <summary>Of the node that holds it.</summary>
        public Extent Around() => new(Depth + 1, Size + 1);
    }

    private readonly record struct Bound(BoundLet? Number, BoundCondition? Condition);
}
