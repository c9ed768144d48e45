using System.Globalization;
using System.Reflection;
using System.Text;
using Microsoft.CodeAnalysis.CSharp;
using QuantDsl.Indicators;
using QuantDsl.Runtime;

namespace QuantDsl.Compiler.Emission;

/// <summary>The names of one emitted class: the author's own where C# allows them, and made ones beside them, each once.</summary>
internal sealed class NameTable
{
    /// <summary>Whatever the emitted text means by a bare name; an author's name like one of them gets an underscore.</summary>
    private static readonly HashSet<string> s_taken =
    [
        .. typeof(CompiledStrategy).GetMembers(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.FlattenHierarchy)
            .Select(m => m.Name),
        .. typeof(object).GetMembers(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static).Select(m => m.Name),
        .. typeof(CompiledStrategy).Assembly.GetExportedTypes().Select(t => t.Name),
        .. typeof(IndicatorDefinition).Assembly.GetExportedTypes().Select(t => t.Name),
        "Math", "Func", "ReadOnlySpan", "MethodImpl", "MethodImplOptions", "Timeframe", "QuantDsl", "System",
        "market", "parameters", "primary", "bar", "at", "position", "Values", "Definition",
    ];

    private readonly HashSet<string> _used = [.. s_taken];

    public NameTable(string strategyName)
    {
        string name = PascalCase(strategyName);
        ClassName = s_taken.Contains(name) ? name + "Strategy" : name;
        _used.Add(ClassName);
    }

    public string ClassName { get; }

    /// <summary>A name no other member or local has: the wanted one, or the nearest.</summary>
    public string Unique(string wanted)
    {
        string name = Identifier(wanted);
        if (s_taken.Contains(name) || name == ClassName) name += "_";
        for (int i = 2; !_used.Add(name); i++) name = string.Create(CultureInfo.InvariantCulture, $"{Identifier(wanted)}_{i}");
        return IsWord(name) ? "@" + name : name;
    }

    // A contextual keyword such as `from` is a legal name, but some expressions would read it as the start of a query.
    private static bool IsWord(string name) =>
        SyntaxFacts.GetKeywordKind(name) != SyntaxKind.None || SyntaxFacts.GetContextualKeywordKind(name) != SyntaxKind.None;

    private static string Identifier(string name)
    {
        var text = new StringBuilder();
        foreach (char c in name) text.Append(SyntaxFacts.IsIdentifierPartCharacter(c) ? c : '_');
        if (text.Length == 0 || !SyntaxFacts.IsIdentifierStartCharacter(text[0])) text.Insert(0, '_');
        return text.ToString();
    }

    private static string PascalCase(string name)
    {
        var text = new StringBuilder();
        bool isStart = true;
        foreach (char c in name)
        {
            if (!char.IsLetterOrDigit(c))
            {
                isStart = true;
                continue;
            }

            text.Append(isStart ? char.ToUpperInvariant(c) : c);
            isStart = false;
        }

        if (text.Length == 0) text.Append("Strategy");
        if (!SyntaxFacts.IsIdentifierStartCharacter(text[0])) text.Insert(0, "Strategy");
        return text.ToString();
    }
}
