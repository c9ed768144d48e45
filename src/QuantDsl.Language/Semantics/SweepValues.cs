using System.Collections.Immutable;
using System.Globalization;
using QuantDsl.Diagnostics;
using QuantDsl.Language.Syntax;

namespace QuantDsl.Language.Semantics;

/// <summary>The values of one sweep (RULES L8): ranges are stepped in decimal, both ends included.</summary>
internal sealed class SweepValues(BindingContext context, string parameter)
{
    private const int Longest = 10_000;

    /// <summary>Digits kept of a logarithmic step: enough to tell settings apart, few enough to read and retype.</summary>
    private const int LogarithmicDigits = 10;

    /// <summary>In order; empty when the sweep cannot be stepped, which is then reported.</summary>
    public ImmutableArray<double> Of(SweepSyntax sweep)
    {
        try
        {
            return sweep switch
            {
                ListSweepSyntax list => [.. list.Values.Select(v => v.ToDouble())],
                StepSweepSyntax step => Stepped(step),
                CountSweepSyntax count => Counted(count),
                _ => [],
            };
        }
        catch (OverflowException)
        {
            return Refuse(sweep, "the ends of the range are too far apart", "choose ends that a price or a setting can have");
        }
    }

    private ImmutableArray<double> Stepped(StepSweepSyntax sweep)
    {
        if (sweep.Step.Value <= 0) return Refuse(sweep.Step, "the step must be greater than 0", "write a positive step: the range runs upward");
        if (sweep.From.Value > sweep.To.Value) return Upward(sweep, sweep.From, sweep.To);
        decimal steps = decimal.Floor((sweep.To.Value - sweep.From.Value) / sweep.Step.Value);
        if (steps >= Longest) return TooLong(sweep);
        decimal last = sweep.From.Value + (steps * sweep.Step.Value);
        if (last != sweep.To.Value)
        {
            string end = SyntaxPrinter.Print(sweep.To), reached = SyntaxPrinter.Print(sweep.To with { Value = Trimmed(last) });
            context.Report(LintDiagnostics.StepMissesEnd, sweep.To.Span, [end, reached], $"end at `{reached}`",
                new($"end at `{reached}`", sweep.To.Span, reached));
        }

        return [.. Enumerable.Range(0, (int)steps + 1).Select(i => (sweep.From with { Value = sweep.From.Value + (i * sweep.Step.Value) }).ToDouble())];
    }

    private ImmutableArray<double> Counted(CountSweepSyntax sweep)
    {
        decimal count = sweep.Count.Value, from = sweep.From.Value, to = sweep.To.Value;
        if (count < 2 || decimal.Truncate(count) != count || sweep.Count.Unit != LiteralUnit.None)
            return Refuse(sweep.Count, "the count must be a whole number of at least 2", "write how many values the range has, both ends included");
        if (count > Longest) return TooLong(sweep);
        if (from > to) return Upward(sweep, sweep.From, sweep.To);
        if (sweep.Logarithmic && from <= 0) return Refuse(sweep.From, "a logarithmic sweep needs ends above 0", "start above 0, or leave out `log`");
        int last = (int)count - 1;
        return [.. Enumerable.Range(0, last + 1).Select(i =>
            i == 0 ? sweep.From.ToDouble()
            : i == last ? sweep.To.ToDouble()
            : (sweep.From with { Value = sweep.Logarithmic ? Logarithmic(from, to, i, last) : from + ((to - from) * i / last) }).ToDouble())];
    }

    private static decimal Logarithmic(decimal from, decimal to, int index, int last)
    {
        double value = (double)from * Math.Pow((double)to / (double)from, (double)index / last);
        return decimal.Parse(value.ToString("G" + LogarithmicDigits, CultureInfo.InvariantCulture), NumberStyles.Float, CultureInfo.InvariantCulture);
    }

    /// <summary>Without the zeros that decimal arithmetic leaves behind.</summary>
    private static decimal Trimmed(decimal value) => value / 1.0000000000000000000000000000m;

    private ImmutableArray<double> Upward(SyntaxNode sweep, NumberSyntax from, NumberSyntax to) => Refuse(sweep,
        $"a range runs upward, but `{SyntaxPrinter.Print(from)}` is greater than `{SyntaxPrinter.Print(to)}`",
        $"write `{SyntaxPrinter.Print(to)}..{SyntaxPrinter.Print(from)}`", Turned(from, to, context));

    /// <summary>A fix that turns the two ends of a range round, where they stand as <c>from..to</c>.</summary>
    public static CodeFix? Turned(NumberSyntax from, NumberSyntax to, BindingContext context)
    {
        var both = from.Span.Union(to.Span);
        string meant = $"{SyntaxPrinter.Print(to)}..{SyntaxPrinter.Print(from)}";
        return from.Span.End < to.Span.Start && context.Diagnostics.Source.Content[from.Span.End..to.Span.Start].Trim() == ".." ? new($"write `{meant}`", both, meant) : null;
    }

    private ImmutableArray<double> Refuse(SyntaxNode place, string problem, string help, CodeFix? fix = null)
    {
        context.Report(BindingDiagnostics.SweepShape, place.Span, [problem], help, fix);
        return [];
    }

    private ImmutableArray<double> TooLong(SweepSyntax sweep)
    {
        context.Report(BindingDiagnostics.SweepTooLong, sweep.Span, [parameter, Longest], "use a larger step, or `count`");
        return [];
    }
}
