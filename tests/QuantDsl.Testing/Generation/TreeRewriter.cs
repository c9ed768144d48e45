using System.Collections;
using System.Collections.Immutable;
using System.Reflection;
using QuantDsl.Diagnostics;
using QuantDsl.Language.Syntax;

namespace QuantDsl.Testing.Generation;

/// <summary>Rebuilds trees through the constructors of their records, so that a node of a new kind needs nothing here.</summary>
public static class TreeRewriter
{
    /// <summary>The tree with every node, innermost first, replaced by what <paramref name="change"/> makes of it.</summary>
    public static T Rewrite<T>(T node, Func<SyntaxNode, SyntaxNode> change) where T : SyntaxNode
    {
        var constructor = ConstructorOf(node.GetType());
        object?[] arguments = [.. constructor.GetParameters().Select(p => Changed(PropertyOf(node, p.Name ?? "").GetValue(node), change))];
        return (T)change((SyntaxNode)constructor.Invoke(arguments));
    }

    /// <summary>The strategy with every name the author chose replaced: parameters, lets, and where they are read.</summary>
    public static StrategySyntax Renamed(StrategySyntax strategy, Func<string, string> rename)
    {
        HashSet<string> declared = [.. strategy.OfKind<ParameterSyntax>().Select(p => p.Name.Text), .. strategy.OfKind<LetSyntax>().Select(l => l.Name.Text),
            .. strategy.OfKind<RegimeSyntax>().Select(r => r.Name.Text)];
        string New(string name) => declared.Contains(name) ? rename(name) : name;
        var renamed = Rewrite(strategy, node => node switch
        {
            NameSyntax name => name with { Name = New(name.Name) },
            ParameterSyntax parameter => parameter with { Name = parameter.Name with { Text = New(parameter.Name.Text) } },
            LetSyntax let => let with { Name = let.Name with { Text = New(let.Name.Text) } },
            FormSyntax form => form with { Path = form.Path with { Text = New(form.Path.Text) } },
            RegimeSyntax regime => regime with { Name = regime.Name with { Text = New(regime.Name.Text) } },
            RegimeSettingsSyntax settings => settings with { Regime = settings.Regime with { Text = New(settings.Regime.Text) } },
            EnterSyntax { Regime: { } regime } enter => enter with { Regime = regime with { Text = New(regime.Text) } },
            _ => node,
        });
        return renamed with { Name = strategy.Name with { Text = rename(strategy.Name.Text) } };
    }

    /// <summary>The strategy with other prose: description and documentation.</summary>
    public static StrategySyntax WithProse(StrategySyntax strategy, string prose) =>
        Rewrite(strategy with { Description = prose, Version = strategy.Version + 1 }, node => node is ParameterSyntax parameter ? parameter with { Doc = prose } : node);

    /// <summary>The tree as text by its properties and without its places: equal texts are equal trees.</summary>
    public static string Describe(object? value) => value switch
    {
        null => "none",
        string text => $"\"{text}\"",
        decimal number => (number / 1.0000000000000000000000000000m).ToString(System.Globalization.CultureInfo.InvariantCulture),
        SyntaxNode node => $"{node.GetType().Name}({string.Join(", ", ConstructorOf(node.GetType()).GetParameters().Select(p => PropertyOf(node, p.Name ?? ""))
            .Where(p => !IsPlace(p.PropertyType)).Select(p => $"{p.Name}={Describe(p.GetValue(node))}"))})",
        Identifier name => name.Text,
        IEnumerable items => $"[{string.Join(", ", items.Cast<object?>().Select(Describe))}]",
        _ => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{value}"),
    };

    private static object? Changed(object? value, Func<SyntaxNode, SyntaxNode> change)
    {
        if (value is SyntaxNode node) return Rewrite(node, change);
        if (value is not IEnumerable items || value is string || !value.GetType().IsGenericType) return value;
        var element = value.GetType().GetGenericArguments()[0];
        if (!element.IsAssignableTo(typeof(SyntaxNode))) return value;
        var changed = Array.CreateInstance(element, items.Cast<object>().Count());
        int index = 0;
        foreach (object item in items) changed.SetValue(Changed(item, change), index++);
        return typeof(ImmutableArray).GetMethods().Single(m => m.Name == nameof(ImmutableArray.Create) && m.GetParameters() is [{ ParameterType.IsArray: true }])
            .MakeGenericMethod(element).Invoke(null, [changed]);
    }

    private static bool IsPlace(Type type) => type == typeof(TextSpan) || type == typeof(ImmutableArray<TextSpan>);

    private static ConstructorInfo ConstructorOf(Type type) => type.GetConstructors().Single(c => c.GetParameters() is not [var only] || only.ParameterType != type);

    private static PropertyInfo PropertyOf(object node, string name) =>
        node.GetType().GetProperty(name) ?? throw new InvalidOperationException($"{node.GetType().Name} has no property {name}");
}
