using System.Collections.Immutable;
using System.CommandLine;

namespace QuantDsl.Cli;

/// <summary><c>--bind A=BTCUSDT</c>: real symbols for the names a template has for them.</summary>
public static class SymbolBindings
{
    public static Option<string[]> Option() => new("--bind") { HelpName = "NAME=SYMBOL", Description = "Put a symbol in the place of a name in `symbols`; may be repeated" };

    /// <exception cref="Diagnostics.InputException">One is no assignment, or a name is bound twice.</exception>
    public static ImmutableDictionary<string, string> Read(string[]? texts)
    {
        var bindings = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (string text in texts ?? [])
        {
            int equals = text.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0 || equals == text.Length - 1) throw OptionValue.Bad("--bind", text, "NAME=SYMBOL is expected", "for example `--bind A=BTCUSDT`");
            string name = text[..equals].Trim(), symbol = text[(equals + 1)..].Trim();
            if (!bindings.TryAdd(name, symbol)) throw OptionValue.Bad("--bind", text, $"`{name}` is bound already", "bind each name once");
        }

        return bindings.ToImmutable();
    }
}
