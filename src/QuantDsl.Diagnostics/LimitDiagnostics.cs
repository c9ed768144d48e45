namespace QuantDsl.Diagnostics;

/// <summary>QD123x: files with more problems than anyone reads.</summary>
public static class LimitDiagnostics
{
    public static readonly DiagnosticDescriptor MoreErrors = new("QD1231", Severity.Error, "there are more than {0} errors; the others are not shown")
    {
        Why = "Most of a thousand errors follow from the first few, or the file is no strategy at all.",
    };

    public static readonly DiagnosticDescriptor MoreWarnings = new("QD1232", Severity.Warning, "there are more than {0} warnings; the others are not shown")
    {
        Why = "A list that nobody reads to its end warns of nothing.",
    };

    /// <summary>Every descriptor of this table, in the order of the codes.</summary>
    public static IReadOnlyList<DiagnosticDescriptor> All { get; } = [MoreErrors, MoreWarnings];

    /// <summary>What stands in the place of the first problem over the limit, and all after it.</summary>
    internal static Diagnostic More(SourceText source, Diagnostic first)
    {
        if (first.Descriptor == MoreErrors || first.Descriptor == MoreWarnings) return first;
        bool isError = first.Severity == Severity.Error;
        return Diagnostic.At(first.Source ?? source, first.Span, isError ? MoreErrors : MoreWarnings, DiagnosticBag.Limit) with { Help = "mend those that are shown, then check again" };
    }
}
