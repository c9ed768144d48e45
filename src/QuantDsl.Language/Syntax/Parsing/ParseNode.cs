using Antlr4.Runtime;
using Antlr4.Runtime.Tree;

namespace QuantDsl.Language.Syntax.Parsing;

/// <summary>A node of the parser's tree. Most have one child, since the grammar has a level for each operator: that one needs no list.</summary>
internal abstract class ParseNode : ParserRuleContext
{
    /// <summary>What a statement or a comparison has; longer lists are rare.</summary>
    private const int UsualOthers = 4;

    private IParseTree? _first;
    private Child[] _others = [];
    private int _count;

    protected ParseNode()
    {
    }

    protected ParseNode(ParserRuleContext parent, int invokingState)
        : base(parent, invokingState)
    {
    }

    public override int ChildCount => _count;

    public override IParseTree? GetChild(int i) => i == 0 ? _first : i > 0 && i < _count ? _others[i - 1].Node : null;

    public override void AddChild(ITerminalNode t) => Append(t);

    public override void AddChild(RuleContext ruleInvocation) => Append(ruleInvocation);

    public override void RemoveLastChild() => _count--;

    public override T? GetChild<T>(int i)
        where T : default
    {
        for (int child = 0; child < _count; child++)
            if (GetChild(child) is T found && i-- == 0) return found;
        return default;
    }

    public override ITerminalNode? GetToken(int ttype, int i)
    {
        for (int child = 0; child < _count; child++)
            if (GetChild(child) is ITerminalNode found && found.Symbol.Type == ttype && i-- == 0) return found;
        return null;
    }

    public override ITerminalNode[] GetTokens(int ttype)
    {
        List<ITerminalNode>? found = null;
        for (int child = 0; child < _count; child++)
            if (GetChild(child) is ITerminalNode token && token.Symbol.Type == ttype) (found ??= []).Add(token);
        return found is null ? [] : [.. found];
    }

    public override T[] GetRuleContexts<T>()
    {
        int number = 0;
        for (int child = 0; child < _count; child++)
            if (GetChild(child) is T) number++;
        if (number == 0) return [];
        var found = new T[number];
        number = 0;
        for (int child = 0; child < _count; child++)
            if (GetChild(child) is T node) found[number++] = node;
        return found;
    }

    private void Append(IParseTree child)
    {
        if (_count == 0)
        {
            _first = child;
        }
        else
        {
            if (_others.Length == 0) _others = new Child[UsualOthers];
            else if (_count > _others.Length) Array.Resize(ref _others, 2 * _others.Length);
            _others[_count - 1] = new(child);
        }

        _count++;
    }

    /// <summary>Arrays of an interface ask at every store whether the type fits; those of a structure do not.</summary>
    private readonly record struct Child(IParseTree Node);
}
