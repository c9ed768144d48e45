using System.Text;
using System.Text.RegularExpressions;
using QuantDsl.Diagnostics;

namespace QuantDsl.Language.Tests.Conformance;

/// <summary>One inline expectation: <c>//~ error QD2104 at "2": part of the message</c>.</summary>
internal sealed record Expectation(int Line, Severity Severity, string Code, string At, string Message)
{
    private static readonly Regex Form = new(
        """^(?<up>\^*)\s*(?<severity>error|warning)\s+(?<code>QD\d{4})\s+at\s+"(?<at>(?:[^"\\]|\\.)*)"(?:\s*:\s*(?<message>.*))?$""",
        RegexOptions.CultureInvariant);

    /// <summary>Reads every expectation of a text; throws on one that is malformed, since a typo must not pass as a comment.</summary>
    public static List<Expectation> ReadAll(SourceText source)
    {
        string mark = source.Path.EndsWith(".qstrat", StringComparison.Ordinal) ? "//~" : "#~";
        List<Expectation> expectations = [];
        for (int line = 1; line <= source.LineCount; line++)
            foreach (string written in source.Line(line).Split(mark).Skip(1))
                expectations.Add(Read(written.Trim(), line, source.Path));
        return expectations;
    }

    public bool Accepts(Diagnostic diagnostic)
    {
        if (diagnostic.Source is not { } source || diagnostic.Code != Code || diagnostic.Severity != Severity) return false;
        var (line, column) = source.Position(diagnostic.Span.Start);
        string rest = source.Line(line)[Math.Min(column - 1, source.Line(line).Length)..];
        string under = rest[..Math.Min(diagnostic.Span.Length, rest.Length)].TrimEnd();
        return line == Line && under == At && diagnostic.Message.Contains(Message, StringComparison.Ordinal);
    }

    public override string ToString() => $"line {Line}: {Severity} {Code} at \"{At}\"{(Message == "" ? "" : $": {Message}")}";

    private static Expectation Read(string written, int line, string path)
    {
        var match = Form.Match(written);
        if (!match.Success) throw new FormatException($"{path}:{line}: not an expectation: {written}");
        return new(line - match.Groups["up"].Length, match.Groups["severity"].Value == "error" ? Severity.Error : Severity.Warning,
            match.Groups["code"].Value, Unescape(match.Groups["at"].Value), match.Groups["message"].Value.Trim());
    }

    private static string Unescape(string text)
    {
        var plain = new StringBuilder();
        for (int i = 0; i < text.Length; i++) plain.Append(text[i] == '\\' ? text[++i] : text[i]);
        return plain.ToString();
    }
}
