using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace QuantDsl.Cli;

/// <summary>The library's help page, ended by the verb's examples.</summary>
public sealed class HelpWithExamples(Verb verb) : SynchronousCommandLineAction
{
    private readonly HelpAction _page = new();

    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        int code = _page.Invoke(parseResult);
        var output = parseResult.InvocationConfiguration.Output;
        output.WriteLine("Examples:");
        foreach (string example in verb.Examples) output.WriteLine($"  {example}");
        return code;
    }
}
