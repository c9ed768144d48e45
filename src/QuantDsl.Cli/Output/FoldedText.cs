namespace QuantDsl.Cli.Output;

/// <summary>A text in lines of a column, cut at blanks where there are any.</summary>
public static class FoldedText
{
    /// <param name="width">Most characters of a line; at least 1.</param>
    public static IEnumerable<string> Lines(string text, int width)
    {
        while (text.Length > width)
        {
            int cut = text.LastIndexOf(' ', width) is > 0 and var space ? space : width;
            yield return text[..cut];
            text = text[cut..].TrimStart();
        }

        yield return text;
    }
}
