using System.Globalization;

namespace QuantDsl.Cli.Output;

/// <summary>What differs between two texts, line by line, short enough to read.</summary>
public static class LineDifference
{
    private const int MostLines = 40;

    // Beyond this many pairs of lines the whole middle is shown as changed: finding the few that are not would cost more than it tells.
    private const int MostPairs = 4_000_000;

    /// <summary><c>- old</c> and <c>+ new</c> lines under <c>line 12:</c>; what is the same is left out, and so is all beyond forty lines.</summary>
    public static IReadOnlyList<string> Of(string before, string after)
    {
        string[] old = Lines(before), now = Lines(after);
        int start = 0;
        while (start < old.Length && start < now.Length && old[start] == now[start]) start++;
        int end = 0;
        while (end < old.Length - start && end < now.Length - start && old[^(end + 1)] == now[^(end + 1)]) end++;
        List<string> shown = [];
        int at = -1;
        foreach (var (line, sign, text) in Changes(old[start..^end], now[start..^end]))
        {
            if (line != at) shown.Add(string.Create(CultureInfo.InvariantCulture, $"line {start + line + 1}:"));
            at = sign == '-' ? line + 1 : line;
            shown.Add($"{sign} {text}");
        }

        if (shown.Count == 0) return ["only its line breaks differ"];
        return shown.Count <= MostLines ? shown : [.. shown.Take(MostLines), string.Create(CultureInfo.InvariantCulture, $"and {shown.Count - MostLines} more lines")];
    }

    private static string[] Lines(string text) => text.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n');

    /// <summary>The lines of neither text's longest common part, each with the line of the old text it stands at.</summary>
    private static IEnumerable<(int Line, char Sign, string Text)> Changes(string[] old, string[] now)
    {
        if ((long)old.Length * now.Length > MostPairs)
            return [.. old.Select((text, i) => (i, '-', text)), .. now.Select(text => (old.Length, '+', text))];
        int[,] common = new int[old.Length + 1, now.Length + 1];
        for (int i = old.Length - 1; i >= 0; i--)
            for (int j = now.Length - 1; j >= 0; j--)
                common[i, j] = old[i] == now[j] ? common[i + 1, j + 1] + 1 : Math.Max(common[i + 1, j], common[i, j + 1]);
        List<(int, char, string)> changes = [];
        for (int i = 0, j = 0; i < old.Length || j < now.Length;)
        {
            if (i < old.Length && j < now.Length && old[i] == now[j])
            {
                i++;
                j++;
            }
            else if (j >= now.Length || (i < old.Length && common[i + 1, j] >= common[i, j + 1])) changes.Add((i, '-', old[i++]));
            else changes.Add((i, '+', now[j++]));
        }

        return changes;
    }
}
