using System.CommandLine;
using System.Globalization;
using QuantDsl.Cli.Output;
using QuantDsl.Data;
using QuantDsl.Market;

namespace QuantDsl.Cli.Verbs;

/// <summary><c>qdsl venues</c> or <c>list</c>, <c>show NAME [--yaml]</c> and <c>schema</c>: the venues shipped with the product, or one of the user's.</summary>
public sealed class VenuesVerb : Verb
{
    private readonly Argument<string> _name = new("NAME|FILE") { Description = "A shipped venue, or a venue file" };

    private readonly Option<bool> _yaml = new("--yaml") { Description = "Write the file itself, comments included, to start one of your own from" };

    public VenuesVerb()
        : base("venues", "List the venues, show what one charges and limits, or copy its file",
            "qdsl venues",
            "qdsl venues show ethereal",
            "qdsl venues show binance-usdm --yaml > my.yaml",
            "qdsl venues schema > venue.schema.json")
    {
        Command.Options.Add(Json);
        var list = new Command("list", "The venues shipped with the product");
        list.Options.Add(Json);
        var show = new Command("show", "Fees, funding, latency, instruments and margin tables of one venue");
        show.Arguments.Add(_name);
        show.Options.Add(_yaml);
        show.Options.Add(Json);
        Command.Subcommands.Add(list);
        Command.Subcommands.Add(show);
        Command.Subcommands.Add(new Command("schema", "The JSON Schema of venue files, for editors"));
    }

    public override bool RunsWithoutCommand => true;

    public override int Run(ParseResult arguments, Terminal terminal)
    {
        switch (arguments.CommandResult.Command.Name)
        {
            case "schema":
                terminal.Out.Write(VenueKeys.Schema());
                break;
            case "show" when arguments.GetValue(_yaml):
                terminal.Out.Write(Venues.YamlOf(NamedVenue.PathOf(arguments.GetValue(_name) ?? "", terminal)));
                break;
            case "show":
                var venue = NamedVenue.Of(arguments.GetValue(_name) ?? "", terminal);
                if (arguments.GetValue(Json)) JsonOutput.Write(terminal, writer => VenueOutput.Write(writer, venue));
                else VenueOutput.Write(terminal, venue);
                break;
            default:
                List([.. Venues.Names.Select(Venues.Named)], arguments.GetValue(Json), terminal);
                break;
        }

        return ExitCode.Done;
    }

    private static void List(Venue[] venues, bool json, Terminal terminal)
    {
        if (json)
        {
            JsonOutput.Write(terminal, writer =>
            {
                writer.WriteStartArray("venues");
                foreach (var venue in venues)
                {
                    writer.WriteStartObject();
                    VenueOutput.Write(writer, venue);
                    writer.WriteEndObject();
                }

                writer.WriteEndArray();
            });
            return;
        }

        var table = new TextTable("venue", ">taker", ">maker", "funding", "instruments");
        foreach (var venue in venues)
        {
            var rates = venue.Fees.Periods[^1].Rates;
            table.Add(venue.Name, VenueOutput.Percent(rates.Taker), VenueOutput.Percent(rates.Maker), string.Create(CultureInfo.InvariantCulture, $"{venue.FundingIntervalHours} h"),
                string.Join(", ", venue.Instruments.Select(i => i.Symbol).Concat(venue.DefaultInstrument is null ? [] : ["any other"])));
        }

        table.Write(terminal);
    }
}
