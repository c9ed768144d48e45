using System.Collections.Immutable;
using System.CommandLine;
using System.CommandLine.Parsing;

namespace QuantDsl.Cli;

/// <summary>A command line printed back so that it can be typed again.</summary>
public static class CommandEcho
{
    /// <summary><c>./qdsl</c> at the root of a checkout, else <c>qdsl</c>.</summary>
    public static string Program(Terminal terminal) => File.Exists(Path.Combine(terminal.CurrentFolder, "qdsl")) ? "./qdsl" : "qdsl";

    /// <summary>The options that were typed, except those named, each quoted where a shell would need it.</summary>
    public static IEnumerable<string> Typed(ParseResult arguments, IEnumerable<Option> options, Option except, Terminal terminal)
    {
        foreach (var option in options)
        {
            if (option == except || arguments.GetResult(option) is not { Implicit: false } result) continue;
            yield return option.Name;
            foreach (string value in AsPattern([.. result.Tokens.Select(t => t.Value)], terminal)) yield return value;
        }
    }

    /// <summary>Quotes one word for a POSIX shell; a pattern this class made stays bare so that the shell expands it.</summary>
    public static string Quoted(string word) =>
        word.Length > 0 && word.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or '/' or ':' or '=' or '%' or '+' or ',' or '@')
            ? word
            : "'" + word.Replace("'", "'\\''", StringComparison.Ordinal) + "'";

    // A shell has spread `*.zip` into every file of the folder; the pattern says the same in one word.
    private static IEnumerable<string> AsPattern(ImmutableArray<string> words, Terminal terminal)
    {
        string? folder = words.Length > 2 ? Path.GetDirectoryName(words[0]) : null, extension = words.Length > 2 ? Path.GetExtension(words[0]) : null;
        if (folder is null || extension is not ".zip" and not ".csv" || words.Any(w => Path.GetDirectoryName(w) != folder)) return words.Select(Quoted);
        string full = Path.GetFullPath(folder.Length == 0 ? "." : folder, terminal.CurrentFolder);
        var all = Directory.Exists(full) ? Directory.GetFiles(full, "*" + extension).Select(f => Path.GetFileName(f)).ToHashSet(StringComparer.Ordinal) : [];
        string quoted = Quoted(folder);
        return all.SetEquals(words.Select(w => Path.GetFileName(w))) ? [quoted.Length == 2 ? $"*{extension}" : $"{quoted}/*{extension}"] : words.Select(Quoted);
    }
}
