using System.Globalization;
using Antlr4.Runtime;
using Antlr4.Runtime.Atn;
using Antlr4.Runtime.Misc;
using Antlr4.Runtime.Tree;
using QuantDsl.Language.Syntax.Generated;

namespace QuantDsl.Language.Tests.Generation;

/// <summary>
/// Every alternative of the grammar, taken from the parser's own transition network, and how often parse trees used it: a rule
/// without a choice is one alternative, every branch of a choice, of an option and of a repetition is one, every word of a set is one.
/// </summary>
internal sealed class GrammarAlternatives
{
    private static readonly ATN Network = new QStratParser(new CommonTokenStream(new ListTokenSource([]))).Atn;

    private static readonly Dictionary<(ATNState, int), string> Names = [];

    private readonly SortedDictionary<string, int> _counts = new(StringComparer.Ordinal);

    public GrammarAlternatives()
    {
        foreach (var state in Reachable())
        {
            if (state is RuleStartState start) _counts[Name(start)] = 0;
            for (int i = 0; i < state.NumberOfTransitions; i++)
            {
                if (state is DecisionState decision && IsChoice(decision)) _counts[Name(decision, i)] = 0;
                if (state.Transition(i) is { } transition && IsSet(transition))
                    foreach (int token in transition.Label.ToArray()) _counts[Name(state, transition, token)] = 0;
            }
        }
    }

    /// <summary>Uses by alternative: the rule, then what distinguishes the alternative.</summary>
    public IReadOnlyDictionary<string, int> Counts => _counts;

    /// <summary>Counts what a parse tree without errors used.</summary>
    public void Count(ParserRuleContext tree)
    {
        CountAlone(tree);
        for (int i = 0; i < tree.ChildCount; i++)
            if (tree.GetChild(i) is ParserRuleContext child) Count(child);
    }

    /// <summary>Counts what the outermost rule of a parse tree used.</summary>
    public void CountAlone(ParserRuleContext tree)
    {
        var start = Network.ruleToStartState[tree.RuleIndex];
        _counts[Name(start)]++;
        List<string> path = [];
        if (!Follow(start, tree, 0, path)) throw new InvalidOperationException($"no way through {QStratParser.ruleNames[tree.RuleIndex]} for `{tree.GetText()}`");
        foreach (string step in path) _counts[step]++;
    }

    /// <summary>The states of the grammar as written: the runtime adds others, with sets of words in the place of rules, for speed.</summary>
    private static HashSet<ATNState> Reachable()
    {
        HashSet<ATNState> reached = [];
        Stack<ATNState> open = new(Network.ruleToStartState);
        while (open.TryPop(out var state))
        {
            if (!reached.Add(state)) continue;
            for (int i = 0; i < state.NumberOfTransitions; i++)
                open.Push(state.Transition(i) is RuleTransition rule ? rule.followState : state.Transition(i).target);
        }

        return reached;
    }

    /// <summary>Finds the way through a rule that its children took; the grammar decides by one token, so little is tried twice.</summary>
    private static bool Follow(ATNState state, ParserRuleContext tree, int child, List<string> path)
    {
        if (state is RuleStopState) return child == tree.ChildCount;
        for (int i = 0; i < state.NumberOfTransitions; i++)
        {
            var transition = state.Transition(i);
            int length = path.Count;
            if (state is DecisionState decision && IsChoice(decision)) path.Add(Name(decision, i));
            var next = child < tree.ChildCount ? tree.GetChild(child) : null;
            bool matches = transition switch
            {
                RuleTransition rule => next is ParserRuleContext inner && inner.RuleIndex == rule.ruleIndex && Follow(rule.followState, tree, child + 1, path),
                { IsEpsilon: true } => Follow(transition.target, tree, child, path),
                _ => next is ITerminalNode terminal && transition.Label.Contains(terminal.Symbol.Type)
                    && Recorded(state, transition, terminal.Symbol.Type, path) && Follow(transition.target, tree, child + 1, path),
            };
            if (matches) return true;
            path.RemoveRange(length, path.Count - length);
        }

        return false;
    }

    private static bool Recorded(ATNState state, Transition transition, int token, List<string> path)
    {
        if (IsSet(transition)) path.Add(Name(state, transition, token));
        return true;
    }

    private static bool IsChoice(DecisionState state) => state.decision >= 0 && state.NumberOfTransitions > 1;

    private static bool IsSet(Transition transition) => transition is SetTransition or RangeTransition && transition.Label.Count > 1;

    private static string Name(RuleStartState state) => QStratParser.ruleNames[state.ruleIndex];

    // A loop is decided at its entry; `#` numbers the choices of a rule in the order of the grammar.
    private static string Name(DecisionState state, int alternative)
    {
        if (Names.TryGetValue((state, alternative), out string? known)) return known;
        int number = Network.decisionToState.Where(d => d.ruleIndex == state.ruleIndex && IsChoice(d)).ToList().IndexOf(state) + 1;
        var first = Network.NextTokens(state.Transition(alternative).target);
        string tokens = first.Contains(TokenConstants.EPSILON) ? "nothing more" : string.Join(' ', first.ToArray().Take(3).Select(Spelling)) + (first.Count > 3 ? " …" : "");
        return Names[(state, alternative)] = string.Create(CultureInfo.InvariantCulture, $"{QStratParser.ruleNames[state.ruleIndex]} #{number}.{alternative + 1} {tokens}");
    }

    private static string Name(ATNState state, Transition transition, int token) =>
        string.Create(CultureInfo.InvariantCulture, $"{QStratParser.ruleNames[state.ruleIndex]} of {transition.Label.Count} words: {Spelling(token)}");

    private static string Spelling(int token) => token == TokenConstants.EOF ? "end" : QStratParser.DefaultVocabulary.GetSymbolicName(token);
}
