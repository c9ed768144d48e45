namespace QuantDsl.Cli;

/// <summary>Where a command writes: results to <see cref="Out"/>, progress and prose to <see cref="Error"/>.</summary>
public sealed record Terminal(TextWriter Out, TextWriter Error)
{
    private const int NarrowestWidth = 60, WidestTable = 160;

    /// <summary>What is piped in; a command that reads it says so.</summary>
    public TextReader In { get; init; } = TextReader.Null;

    /// <summary>True when escape sequences may be written to <see cref="Out"/>.</summary>
    public bool Colour { get; init; }

    /// <summary>The same for <see cref="Error"/>.</summary>
    public bool ErrorColour { get; init; }

    /// <summary>True when <see cref="Error"/> is a screen on which a line can be drawn over.</summary>
    public bool LiveProgress { get; init; }

    /// <summary>Columns available to tables.</summary>
    public int Width { get; init; } = 80;

    /// <summary>Folder that relative paths start from.</summary>
    public string CurrentFolder { get; init; } = Environment.CurrentDirectory;

    /// <summary>The user's own folder, for what belongs to no project; <c>QDSL_HOME</c> names another.</summary>
    public string Home { get; init; } = Environment.GetEnvironmentVariable("QDSL_HOME") is { Length: > 0 } chosen ? Path.GetFullPath(chosen)
        : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.ApplicationData, Environment.SpecialFolderOption.DoNotVerify), "qdsl");

    /// <summary>Cancelled by Ctrl+C or SIGTERM.</summary>
    public CancellationToken Cancellation { get; init; }

    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>A text in a colour of the terminal's palette (31 red, 32 green, 33 yellow, 90 grey; 1 is bold), where colour may be written.</summary>
    public string Painted(string text, int colour) => Colour && text.Length > 0 ? $"\u001b[{colour}m{text}\u001b[0m" : text;

    public static Terminal OfProcess()
    {
        var output = new StreamWriter(Console.OpenStandardOutput()) { AutoFlush = false, NewLine = "\n" };
        var error = new StreamWriter(Console.OpenStandardError()) { AutoFlush = true, NewLine = "\n" };
        bool plain = !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")) || Environment.GetEnvironmentVariable("TERM") == "dumb";
        var cancellation = new CancellationTokenSource();
        Console.CancelKeyPress += (_, pressed) =>
        {
            // The first Ctrl+C lets the store commit what is done; a second one ends the process at once.
            pressed.Cancel = !cancellation.IsCancellationRequested;
            cancellation.Cancel();
        };
        return new(output, error)
        {
            In = new StreamReader(Console.OpenStandardInput()),
            Colour = !Console.IsOutputRedirected && !plain,
            ErrorColour = !Console.IsErrorRedirected && !plain,
            LiveProgress = !Console.IsErrorRedirected && Environment.GetEnvironmentVariable("TERM") != "dumb",
            Width = Console.IsOutputRedirected ? 100 : Math.Clamp(WindowWidth(), NarrowestWidth, WidestTable),
            Cancellation = cancellation.Token,
        };
    }

    private static int WindowWidth()
    {
        try
        {
            return Console.WindowWidth;
        }
        catch (IOException)
        {
            return NarrowestWidth;
        }
    }
}
