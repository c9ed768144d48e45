namespace QuantDsl.Cli;

/// <summary>A file as an option names it: <c>SYMBOL=FILE</c>, or a file alone.</summary>
/// <param name="Symbol">Null where none is said.</param>
public readonly record struct NamedFile(string? Symbol, string Path)
{
    public static NamedFile Of(string text)
    {
        int equals = text.IndexOf('=', StringComparison.Ordinal);
        return equals > 0 && text[..equals].All(c => char.IsLetterOrDigit(c) || c is '_' or '-') ? new(text[..equals], text[(equals + 1)..]) : new(null, text);
    }

    /// <summary>As it is typed.</summary>
    public override string ToString() => Symbol is null ? Path : $"{Symbol}={Path}";
}
