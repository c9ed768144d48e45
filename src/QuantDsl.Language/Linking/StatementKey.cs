using QuantDsl.Language.Syntax;
using QuantDsl.Market;

namespace QuantDsl.Language.Linking;

/// <summary>What a statement answers: a file that extends another replaces what both answer, and keeps the rest.</summary>
internal static class StatementKey
{
    /// <summary>Null for a statement that only ever adds: a constraint.</summary>
    public static string? Of(StatementSyntax statement) => statement switch
    {
        RequireSyntax => null,
        ParameterSyntax or LetSyntax => $"name {NameOf(statement)?.Text}",
        DefineSyntax define => $"define {define.Name.Text}",
        ParameterSweepSyntax sweep => $"sweep {sweep.Name.Text}",
        FormSyntax form => $"form {form.Path.Text}",
        RegimeSyntax regime => $"regime {regime.Name.Text}",
        RegimeSettingsSyntax settings => $"in {settings.Regime.Text}",
        EnterSyntax enter => enter.Side == Side.Long ? "enter long" : "enter short",
        ExitSyntax exit => exit.Side == Side.Long ? "exit long" : "exit short",
        _ => statement.GetType().Name,
    };

    /// <summary>The name a statement defines, or null.</summary>
    public static Identifier? NameOf(StatementSyntax statement) => statement switch
    {
        ParameterSyntax parameter => parameter.Name,
        LetSyntax let => let.Name,
        DefineSyntax define => define.Name,
        _ => null,
    };

    /// <summary>Whether a used file gives the statement away; everything else of it stays there.</summary>
    public static bool IsDefinition(StatementSyntax statement) => statement is ParameterSyntax or LetSyntax or DefineSyntax or RequireSyntax;
}
