namespace QuantDsl.Diagnostics;

/// <summary>Puts ANSI colour codes around text, or leaves it alone.</summary>
internal readonly struct AnsiPaint(bool isOn)
{
    public string Severity(bool isError, string text) => Paint(isError ? "1;31" : "1;33", text);

    public string Second(string text) => Paint("1;34", text);

    public string Frame(string text) => Paint("34", text);

    public string Strong(string text) => Paint("1", text);

    private string Paint(string code, string text) => isOn ? $"\u001b[{code}m{text}\u001b[0m" : text;
}
