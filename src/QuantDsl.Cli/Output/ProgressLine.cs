using System.Globalization;

namespace QuantDsl.Cli.Output;

/// <summary>One line on stderr that is drawn over while long work runs; nothing where stderr is no screen.</summary>
public sealed class ProgressLine(Terminal terminal) : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    private readonly Lock _gate = new();
    private long _last;
    private int _drawn;

    /// <summary>Shows work done out of a total, with rate and time left.</summary>
    public void Show(string what, long done, long total, double perSecond)
    {
        if (!terminal.LiveProgress) return;
        lock (_gate)
        {
            if (done < total && _last != 0 && terminal.Clock.GetElapsedTime(_last) < Interval) return;
            _last = terminal.Clock.GetTimestamp();
            string left = perSecond > 0 && done < total ? $", {NumberText.Duration((total - done) / perSecond)} left" : "";
            Draw(string.Create(CultureInfo.InvariantCulture, $"{what} {done:#,##0} of {total:#,##0} ({(total == 0 ? 1 : (double)done / total):P0}), {perSecond:#,##0}/s{left}"));
        }
    }

    /// <summary>Shows what is being done when there is nothing to count.</summary>
    public void Show(string what)
    {
        if (!terminal.LiveProgress) return;
        lock (_gate) Draw(what);
    }

    /// <summary>Clears the line.</summary>
    public void Dispose()
    {
        if (_drawn == 0) return;
        terminal.Error.Write("\r" + new string(' ', _drawn) + "\r");
        _drawn = 0;
    }

    private void Draw(string text)
    {
        if (text.Length > terminal.Width - 1) text = text[..(terminal.Width - 1)];
        terminal.Error.Write("\r" + text.PadRight(_drawn));
        _drawn = text.Length;
    }
}
