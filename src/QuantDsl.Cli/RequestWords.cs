using System.Collections.Immutable;
using System.CommandLine;
using QuantDsl.Research.Jobs;

namespace QuantDsl.Cli;

/// <summary>The options of a run as words that can be typed again, those of the project's settings too: how a stored run is read anew.</summary>
public static class RequestWords
{
    /// <param name="except">Options that are about the strategy's text, which the store keeps.</param>
    public static TypedRequest Of(ParseResult arguments, RunOptions options, ProjectSettings settings, Terminal terminal, params IReadOnlyList<Option> except)
    {
        var words = ImmutableArray.CreateBuilder<string>();
        foreach (var option in options.All.Except(except))
        {
            if (arguments.GetResult(option) is { Implicit: false } typed)
            {
                // Each value behind its own name: an option that may be repeated takes them so as well.
                if (typed.Tokens.Count == 0) words.Add(option.Name);
                foreach (var token in typed.Tokens) words.AddRange(option.Name, token.Value);
            }
            else if (settings.Value(option.Name) is { } value)
            {
                words.AddRange(option.Name, options.AsTyped(option, value, settings));
            }
        }

        return new(terminal.CurrentFolder, words.ToImmutable());
    }

    /// <summary>The words parsed again, by options that no other command uses.</summary>
    /// <param name="instead">Options typed now, which take the place of those of the same name.</param>
    public static (RunOptions Options, ParseResult Arguments) Parse(TypedRequest request, IReadOnlyList<string> instead)
    {
        var words = new List<string>();
        bool keeps = true;
        foreach (string word in request.Words)
        {
            if (word.StartsWith("--", StringComparison.Ordinal)) keeps = !instead.Contains(word);
            if (keeps) words.Add(word);
        }

        var options = new RunOptions();
        var command = new Command("again");
        foreach (var option in options.All) command.Options.Add(option);
        return (options, command.Parse([.. words, .. instead]));
    }
}
