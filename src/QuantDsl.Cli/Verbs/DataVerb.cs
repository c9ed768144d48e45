using System.CommandLine;

namespace QuantDsl.Cli.Verbs;

/// <summary><c>qdsl data …</c>: the raw archive, the catalog made from it, and what can be asked of both.</summary>
public sealed class DataVerb : Verb
{
    private readonly Option<string?> _data = new("--data") { HelpName = "DIR", Description = "Folder of the market data (default: .qdsl/data of the project)" };

    private readonly Dictionary<string, DataCommand> _commands = [];

    public DataVerb()
        : base("data", "Keep years of market data in one place",
            "qdsl data ingest --symbols BTCUSDT,ETHUSDT --years 2",
            "qdsl data ingest --from binance-archive",
            "qdsl data status",
            "qdsl data verify",
            "qdsl data verify BTCUSDT-1m-2025-05.zip",
            "qdsl data query \"SELECT symbol, timeframe, count(*) AS bars FROM bars GROUP BY ALL ORDER BY ALL\"",
            "qdsl data query \"SELECT * FROM funding WHERE symbol = 'BTCUSDT' ORDER BY time\" --csv",
            "qdsl data export --symbol BTCUSDT --timeframe 1h --from 2025-01-01 --to 2025-02-01 --out btc_1h.csv")
    {
        foreach (var command in DataCommand.All())
        {
            _commands.Add(command.Command.Name, command);
            command.Command.Options.Add(_data);
            command.Command.Options.Add(Project);
            command.Command.Options.Add(Json);
            Command.Subcommands.Add(command.Command);
        }
    }

    public override int Run(ParseResult arguments, Terminal terminal)
    {
        var project = ProjectOf(arguments, terminal);
        var folder = project.Data(arguments.GetValue(_data) ?? ProjectSettings.Read(project, terminal).Value("--data"), terminal.CurrentFolder);
        return _commands[arguments.CommandResult.Command.Name].Run(arguments, folder, project, arguments.GetValue(Json), terminal);
    }
}
