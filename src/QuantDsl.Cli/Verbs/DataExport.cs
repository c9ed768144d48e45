using System.CommandLine;
using QuantDsl.Cli.Output;
using QuantDsl.Data;
using QuantDsl.Data.Catalog;
using QuantDsl.Data.Query;
using QuantDsl.Market;

namespace QuantDsl.Cli.Verbs;

/// <summary><c>qdsl data export --symbol … --out FILE</c>: a series of the catalog as CSV or Parquet.</summary>
public sealed class DataExport : DataCommand
{
    private readonly Option<string?> _symbol = new("--symbol") { HelpName = "SYMBOL", Description = "What to export, such as BTCUSDT", Required = true };

    private readonly Option<string?> _out = new("--out") { HelpName = "FILE", Description = "File to write; .csv or .parquet", Required = true };

    private readonly Option<string?> _timeframe = new("--timeframe") { HelpName = "TF", Description = "Timeframe of bars (1m)" };

    private readonly Option<string?> _kind = new("--kind") { HelpName = "KIND", Description = "bars, mark or funding (bars)" };

    private readonly Option<string?> _market = new("--market") { HelpName = "MARKET", Description = "um or spot (um)" };

    private readonly Option<string?> _from = new("--from") { HelpName = "DATE", Description = "First instant, UTC (the first there is)" };

    private readonly Option<string?> _to = new("--to") { HelpName = "DATE", Description = "The instant after the last, UTC (the last there is)" };

    public DataExport() : base("export", "Write a series of the catalog to a CSV or Parquet file") => Takes(_symbol, _out, _timeframe, _kind, _market, _from, _to);

    private enum Kinds
    {
        Bars,
        Mark,
        Funding,
    }

    public override int Run(ParseResult arguments, DataFolder folder, ProjectFolder project, bool json, Terminal terminal)
    {
        var kind = arguments.GetValue(_kind) is { } text ? OptionValue.Choice<Kinds>(_kind.Name, text) : Kinds.Bars;
        var timeframe = arguments.GetValue(_timeframe) is { } spacing ? OptionValue.Timeframe(_timeframe.Name, spacing) : BarAggregation.Finest;
        string market = arguments.GetValue(_market) ?? "um", symbol = arguments.GetValue(_symbol) ?? "", file = arguments.GetValue(_out) ?? "";
        long from = arguments.GetValue(_from) is { } first ? OptionValue.Instant(_from.Name, first) : long.MinValue;
        long to = arguments.GetValue(_to) is { } last ? OptionValue.Instant(_to.Name, last) : long.MaxValue;
        if (from >= to) throw OptionValue.Bad(_to.Name, arguments.GetValue(_to) ?? "", "it must lie after `--from`", null);
        var series = kind switch
        {
            Kinds.Funding => SeriesKey.Funding(market, symbol),
            Kinds.Mark => new SeriesKey(SeriesKind.Mark, market, symbol, timeframe),
            _ => new SeriesKey(SeriesKind.Klines, market, symbol, timeframe),
        };
        long rows = SeriesExport.Write(folder, series, from, to, Path.GetFullPath(file, terminal.CurrentFolder));
        if (json)
        {
            JsonOutput.Write(terminal, writer =>
            {
                writer.WriteString("series", series.ToString());
                writer.WriteString("file", file);
                writer.WriteNumber("rows", rows);
            });
        }
        else
        {
            terminal.Out.WriteLine($"{file}: {NumberText.Count(rows)} rows of {series}");
        }

        return ExitCode.Done;
    }
}
