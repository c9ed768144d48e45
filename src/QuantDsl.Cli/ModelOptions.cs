using System.Collections.Immutable;
using System.CommandLine;
using QuantDsl.Backtest;
using QuantDsl.Diagnostics;
using QuantDsl.Research.Validation;

namespace QuantDsl.Cli;

/// <summary>The options of realistic execution: which models are on, and how two of them work.</summary>
public sealed class ModelOptions
{
    private readonly Option<string?> _off = One("--off", "NAMES", $"Models switched off under realistic fills: {string.Join(",", ModelLadder.Names)}");
    private readonly Option<string?> _intrabar = One("--intrabar", "ORDER", "What came first inside a bar: resolved (by finer bars), pessimistic or optimistic (resolved)");
    private readonly Option<string?> _queue = One("--queue", "P[,SHARE]", "Chance that a touched limit fills, and the most it takes of a bar's volume (0.8,0.1)");

    public IReadOnlyList<Option<string?>> Single => [_off, _intrabar, _queue];

    /// <summary>What each of them takes: the check that reading it makes, for a name to show and a text.</summary>
    public IEnumerable<(Option<string?> Option, Action<string, string> Check)> Checked =>
        [(_off, (o, t) => Names(o, t)), (_intrabar, (o, t) => OptionValue.Choice<IntrabarOrder>(o, t)), (_queue, (o, t) => Queue(o, t))];

    /// <summary>The models as typed, or set in the project, or all of them.</summary>
    /// <returns>The models, and the names of those to be switched off once the venue has given its part.</returns>
    public (ExecutionModels Models, ImmutableArray<string> Off) Read(Func<Option<string?>, string?> value)
    {
        var models = ExecutionModels.Full;
        if (value(_intrabar) is { } order) models = models with { Intrabar = OptionValue.Choice<IntrabarOrder>(_intrabar.Name, order) };
        if (value(_queue) is { } queue) models = models with { Queue = Queue(_queue.Name, queue) };
        return (models, value(_off) is { } off ? Names(_off.Name, off) : []);
    }

    private static ImmutableArray<string> Names(string option, string text)
    {
        string[] names = text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        foreach (string name in names.Where(name => !ModelLadder.Names.Contains(name)))
        {
            throw OptionValue.Bad(option, text, $"`{name}` is no model",
                NearestName.Of(name, ModelLadder.Names) is { } nearest ? $"did you mean `{nearest}`?" : $"there are {string.Join(", ", ModelLadder.Names.Select(n => $"`{n}`"))}");
        }

        return [.. names.Distinct()];
    }

    private static LimitQueue Queue(string option, string text)
    {
        string[] parts = text.Split(',', StringSplitOptions.TrimEntries);
        if (parts.Length > 2) throw OptionValue.Bad(option, text, "a probability and a share are expected", "for example `--queue 0.8,0.1`");
        var defaults = new LimitQueue();
        double probability = OptionValue.Number(option, parts[0], 0, 1, "a probability is a number from 0 to 1");
        double share = parts.Length == 2 ? OptionValue.Number(option, parts[1], 1e-6, 1, "a share of the volume is a number above 0 and up to 1") : defaults.Share;
        return new(probability, share);
    }

    private static Option<string?> One(string name, string value, string description) => new(name) { HelpName = value, Description = description };
}
