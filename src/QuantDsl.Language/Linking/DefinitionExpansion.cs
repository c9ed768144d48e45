using System.Collections.Immutable;
using QuantDsl.Diagnostics;
using QuantDsl.Language.Semantics;
using QuantDsl.Language.Syntax;

namespace QuantDsl.Language.Linking;

/// <summary>Puts the body of a definition in the place of each call, with the arguments in the place of its names.</summary>
/// <remarks>Arguments are trees, not text, and are put in all at once: a name in an argument means what it means at the call, and no
/// bracket is missing. Every part of a body gets an offset of its own that leads back to the call and to the definition.</remarks>
internal sealed class DefinitionExpansion(DefinitionTable definitions, SourceLayout layout, LinkReport report)
{
    private const int MostParts = 50_000, DeepestCalls = 60;

    private static readonly ImmutableDictionary<string, ExpressionSyntax> None = ImmutableDictionary.Create<string, ExpressionSyntax>(StringComparer.Ordinal);

    private int _parts, _depth;
    private bool _isTooLarge;

    /// <summary>A statement without calls of definitions.</summary>
    public StatementSyntax Of(StatementSyntax statement) => SyntaxMap.Expressions(statement, e => Of(e, None, 0));

    /// <param name="shift">Added to the offsets of what is not an argument.</param>
    private ExpressionSyntax Of(ExpressionSyntax expression, ImmutableDictionary<string, ExpressionSyntax> arguments, int shift)
    {
        if (expression is NameSyntax name && arguments.TryGetValue(name.Name, out var argument)) return argument;
        var inner = SyntaxMap.Operands(expression, o => Of(o, arguments, shift));
        if (shift != 0)
        {
            inner = Shifted(inner, shift);
            if (++_parts > MostParts) return TooLarge(inner);
        }

        if (inner is AtLeastSyntax { Count: not (NumberSyntax or NameSyntax or MissingSyntax) } atLeast)
        {
            report.Add(SyntaxDiagnostics.BadCount, atLeast.Count.Span, [], "give a number such as `2`");
            return new MissingSyntax(inner.Span);
        }

        return inner is CallSyntax call && definitions.Find(call.Function.Text) is { } define ? Call(call, define) : inner;
    }

    private ExpressionSyntax Call(CallSyntax call, DefineSyntax define)
    {
        if (!definitions.IsUsable(define)) return new MissingSyntax(call.Span);
        if (call.Arguments.Length != define.Parameters.Length)
        {
            string given = call.Arguments.Length switch { 0 => "none is given", 1 => "1 argument is given", var n => $"{n} arguments are given" };
            string[] names = [.. define.Parameters.Select(p => $"`{p.Text}`")];
            string takes = names.Length == 1 ? names[0] : $"{string.Join(", ", names[..^1])} and {names[^1]}";
            report.Add(BindingDiagnostics.ArgumentCount, call.Span, [define.Name.Text, takes, given], $"write it as `{SyntaxPrinter.Signature(define)}`",
                secondary: (define.Name.Span, "defined here"));
            return new MissingSyntax(call.Span);
        }

        if (_depth >= DeepestCalls || _parts > MostParts || layout.Expand(define.Body.Span, call.Span, define.Name.Text) is not { } shift) return TooLarge(call);
        _depth++;
        var arguments = define.Parameters.Zip(call.Arguments).ToImmutableDictionary(p => p.First.Text, p => p.Second, StringComparer.Ordinal);
        var expanded = Of(define.Body, arguments, shift);
        _depth--;
        return expanded;
    }

    private MissingSyntax TooLarge(ExpressionSyntax at)
    {
        // Every call on the way to the limit is the same mistake.
        if (!_isTooLarge) report.Add(LinkingDiagnostics.ExpansionTooLarge, at.Span, [MostParts], "name a part of it with `let`");
        _isTooLarge = true;
        return new(at.Span);
    }

    private static ExpressionSyntax Shifted(ExpressionSyntax expression, int shift)
    {
        var span = Moved(expression.Span);
        return expression switch
        {
            CallSyntax call => call with { Function = call.Function with { Span = Moved(call.Function.Span) }, Span = span },
            OutputSyntax output => output with { Output = output.Output with { Span = Moved(output.Output.Span) }, Span = span },
            OnSyntax on => on with { TimeframeSpan = Moved(on.TimeframeSpan), Span = span },
            OfSymbolSyntax of => of with { Symbol = of.Symbol with { Span = Moved(of.Symbol.Span) }, Span = span },
            _ => expression with { Span = span },
        };

        TextSpan Moved(TextSpan place) => new(place.Start + shift, place.Length);
    }
}
