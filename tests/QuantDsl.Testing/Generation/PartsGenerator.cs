using System.Collections.Immutable;
using QuantDsl.Language.Syntax;
using QuantDsl.Market;

namespace QuantDsl.Testing.Generation;

/// <summary>A generated strategy taken apart: into definitions, a library, a base and a template of symbols. Put together again it is the same program.</summary>
public sealed class PartsGenerator
{
    private static readonly string[] Arguments = ["x", "y", "from", "step", "value", "close_of_other"];

    private readonly Random _random, _sweeps;
    private readonly StrategySyntax _whole;
    private readonly List<StatementSyntax> _own = [], _library = [], _base = [];
    private readonly List<DefineSyntax> _definitions = [];
    private readonly HashSet<string> _taken;

    private PartsGenerator(int seed, Timeframe? timeframe)
    {
        _random = new(seed);
        _sweeps = new(seed + 2_000_003);
        _whole = StrategyGenerator.Strategy(seed, timeframe);
        _taken = [.. _whole.Statements.Select(NameOf).OfType<string>()];
    }

    /// <summary>The whole strategy, and its main file with the texts of the others by path.</summary>
    public static (StrategySyntax Whole, StrategySyntax Main, ImmutableArray<(string Path, string Text)> Files) Of(int seed, Timeframe? timeframe = null) =>
        new PartsGenerator(seed, timeframe).Take();

    private (StrategySyntax, StrategySyntax, ImmutableArray<(string Path, string Text)>) Take()
    {
        string traded = _random.Next(2) == 0 ? "A" : "BTC-USDT";
        bool hasSymbols = _random.Next(2) == 0, hasLibrary = _random.Next(2) == 0, hasBase = _random.Next(2) == 0;
        foreach (var written in _whole.Statements)
        {
            var statement = written is LetSyntax let && _random.Next(2) == 0 ? Abstracted(let) : written;
            if (hasSymbols) statement = OfTraded(statement, traded);
            // A constraint of another file over what no rule reads is left out, so constraints stay.
            bool isDefinition = statement is LetSyntax or ParameterSyntax;
            if (hasLibrary && isDefinition && _random.Next(2) == 0) _library.Add(statement);
            // Its values stand here, what else it is in the base.
            else if (hasBase && statement is ParameterSyntax { Sweep: { } sweep } swept && _sweeps.Next(2) == 0)
            {
                _base.Add(swept with { Sweep = _sweeps.Next(2) == 0 ? null : new ListSweepSyntax([swept.Default], Tree.Nowhere) });
                _own.Add(new ParameterSweepSyntax(swept.Name, sweep, Tree.Nowhere));
            }
            // Rules of a side are replaced together, so they stay together.
            else if (hasBase && statement is not (LetSyntax or ParameterSyntax or RequireSyntax or EnterSyntax or ExitSyntax or TradeSyntax or RegimeSyntax or RegimeSettingsSyntax) && _random.Next(2) == 0) _base.Add(statement);
            else _own.Add(statement);
        }

        foreach (var define in _definitions) (hasLibrary ? _library : _own).Add(define);
        if (hasSymbols) (hasBase ? _base : _own).Add(new SymbolsSyntax([Tree.Id(traded), Tree.Id("OTHER"), Tree.Id("1000PEPE")], Tree.Nowhere));
        if (hasBase)
        {
            // What the main file says in its place is not seen.
            _base.Add(new EnterSyntax(SideOfOwn(), null, Tree.Compare(Tree.Name("close"), ComparisonOperator.Greater, Tree.Number(1)), Tree.Nowhere));
            _own.Insert(0, new ExtendsSyntax(Tree.Id(_random.Next(2) == 0 ? "base" : "base.yaml"), Tree.Nowhere));
        }

        if (hasLibrary)
        {
            _own.Insert(0, new UseSyntax(Tree.Id("library.qstrat"), Tree.Nowhere));
            if (_random.Next(5) != 0) _own.Insert(1, new UseSyntax(Tree.Id("./again"), Tree.Nowhere));
        }

        var main = _whole with { Statements = [.. _own] };
        var library = new StrategySyntax(Tree.Id("library"), 1, "", [.. _library], Tree.Nowhere);
        var inherited = new StrategySyntax(Tree.Id("inherited"), 1, "", [.. _base], Tree.Nowhere);
        return (_whole, main, [("library.qstrat", SyntaxPrinter.Print(library)), ("again.yaml", "use: library.qstrat\n"), ("base.yaml", YamlPrinter.Print(inherited))]);
    }

    private Side SideOfOwn() => _own.OfType<EnterSyntax>().First().Side;

    /// <summary>The value of a let as a call of a definition, which has an argument in the place of a price.</summary>
    private LetSyntax Abstracted(LetSyntax let)
    {
        string name = $"DEF{_definitions.Count}_{let.Name.Text}";
        while (!_taken.Add(name)) name += "_";
        string argument = Arguments[_random.Next(Arguments.Length)], second = argument + "_2";
        if (SyntaxWalk.SelfAndDescendants(let.Value).OfType<NameSyntax>().Any(n => n.Name == argument || n.Name == second)) return let;
        var body = TreeRewriter.Rewrite(let.Value, node => node switch
        {
            NameSyntax { Name: "close" } price => price with { Name = argument },
            NameSyntax { Name: "high" } price => price with { Name = second },
            _ => node,
        });
        bool isPair = _random.Next(2) == 0 || SyntaxWalk.SelfAndDescendants(body).OfType<NameSyntax>().Any(n => n.Name == second);
        _definitions.Add(new(Tree.Id(name), isPair ? [Tree.Id(argument), Tree.Id(second)] : [Tree.Id(argument)], body, Tree.Nowhere));
        return let with { Value = isPair ? Tree.Call(name, Tree.Name("close"), Tree.Name("high")) : Tree.Call(name, Tree.Name("close")) };
    }

    /// <summary>A price of the traded symbol is the price.</summary>
    private StatementSyntax OfTraded(StatementSyntax statement, string traded) => TreeRewriter.Rewrite(statement, node =>
        node is NameSyntax { Name: "open" or "low" or "volume" } price && _random.Next(3) == 0 ? new OfSymbolSyntax(price, Tree.Id(traded), Tree.Nowhere) : node);

    private static string? NameOf(StatementSyntax statement) => statement switch
    {
        LetSyntax let => let.Name.Text,
        ParameterSyntax parameter => parameter.Name.Text,
        RegimeSyntax regime => regime.Name.Text,
        _ => null,
    };
}
