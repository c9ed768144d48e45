using System.Text.Json;

namespace QuantDsl.Data.Files;

/// <summary>Reads bars from one JSON array of arrays as exchanges and freqtrade write them: <c>[[ms, open, high, low, close, volume], …]</c>.</summary>
internal static class RawJson
{
    private const int Columns = 6;

    private const double LargestTime = 4e18;

    /// <exception cref="InvalidDataException">The text is not of that form.</exception>
    public static RawTable Read(DataFile file)
    {
        var reader = new Utf8JsonReader(file.Csv.Span, new JsonReaderOptions { CommentHandling = JsonCommentHandling.Disallow });
        List<int> rows = [], unreadable = [];
        List<long> times = [];
        List<double>[] values = [[], [], [], [], []];
        var cells = new double[Columns];
        bool micro = false;
        try
        {
            Step(ref reader, JsonTokenType.StartArray);
            for (int row = 1; reader.Read() && reader.TokenType != JsonTokenType.EndArray; row++)
            {
                if (reader.TokenType != JsonTokenType.StartArray) throw Form();
                int count = 0;
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                {
                    if (reader.TokenType is JsonTokenType.StartArray or JsonTokenType.StartObject) throw Form();
                    if (count < Columns) cells[count] = Number(ref reader);
                    count++;
                }

                if (count != Columns) throw new InvalidDataException($"row {row} has {count} values; bars are [milliseconds, open, high, low, close, volume]");
                if (!(cells[0] is >= 0 and < LargestTime))
                {
                    unreadable.Add(row);
                    continue;
                }

                rows.Add(row);
                times.Add(InstantText.OfEpoch((long)cells[0], out var notation));
                micro |= notation == TimeNotation.Microseconds;
                for (int i = 0; i < values.Length; i++) values[i].Add(cells[i + 1]);
            }
        }
        catch (JsonException damaged)
        {
            throw new InvalidDataException($"it is not whole JSON (line {damaged.LineNumber + 1})", damaged);
        }

        return new(file.Path, "bars in JSON", [.. rows], [.. times], [.. values.Select(column => column.ToArray())])
        {
            Unreadable = unreadable,
            Notation = micro ? TimeNotation.Microseconds : TimeNotation.Milliseconds,
        };
    }

    private static double Number(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.Number => reader.GetDouble(),
        // Exchanges write prices as text, so that no reader rounds them.
        JsonTokenType.String when DecimalText.TryRead(reader.HasValueSequence ? default : reader.ValueSpan, out double value) => value,
        _ => double.NaN,
    };

    private static void Step(ref Utf8JsonReader reader, JsonTokenType wanted)
    {
        if (!reader.Read() || reader.TokenType != wanted) throw Form();
    }

    private static InvalidDataException Form() => new("its JSON is not an array of arrays of numbers");
}
