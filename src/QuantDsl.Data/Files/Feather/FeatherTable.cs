using System.Buffers.Binary;

namespace QuantDsl.Data.Files.Feather;

/// <summary>The numeric and time columns of a Feather file (Arrow's file format), as they stand in it.</summary>
/// <param name="Rows">Rows of every column.</param>
/// <param name="Numbers">Columns of numbers by name; an absent value is NaN. Whole numbers are exact up to 2^53.</param>
/// <param name="Times">Columns of instants by name, in UTC milliseconds; an absent value is <see cref="NoTime"/>.</param>
/// <param name="Zone">Time zone the file states for its instants; empty where it states none.</param>
internal sealed record FeatherTable(int Rows, IReadOnlyDictionary<string, double[]> Numbers, IReadOnlyDictionary<string, long[]> Times, string Zone)
{
    public const long NoTime = long.MinValue;

    private const long MostRows = 50_000_000;

    private static ReadOnlySpan<byte> Magic => "ARROW1"u8;

    /// <summary>Reads a file whole; compression by LZ4 is read, by Zstandard refused.</summary>
    /// <exception cref="InvalidDataException">The file is damaged or uses what is not read; the message completes "it cannot be read: …".</exception>
    public static FeatherTable Read(ReadOnlyMemory<byte> file)
    {
        var bytes = file.Span;
        if (bytes.Length < 24 || !bytes.StartsWith(Magic) || !bytes.EndsWith(Magic)) throw new InvalidDataException("it is cut off");
        int footer = BinaryPrimitives.ReadInt32LittleEndian(bytes[^10..]);
        if (footer <= 0 || footer > bytes.Length - 18) throw new InvalidDataException("its end is damaged");
        var root = FlatTable.Root(file.Slice(file.Length - 10 - footer, footer));
        FeatherColumn[] columns = [.. (root.Table(1)?.Tables(1) ?? throw new InvalidDataException("it names no columns")).Select(FeatherColumn.Of)];
        var blocks = root.Structures(3, 24);
        long total = 0;
        var batches = new List<FeatherBatch>();
        for (; !blocks.IsEmpty; blocks = blocks[24..])
        {
            var batch = FeatherBatch.Open(file, BinaryPrimitives.ReadInt64LittleEndian(blocks), BinaryPrimitives.ReadInt32LittleEndian(blocks[8..]),
                BinaryPrimitives.ReadInt64LittleEndian(blocks[16..]));
            batches.Add(batch);
            total += batch.Rows;
            if (total > MostRows) throw new InvalidDataException("it claims more rows than it can hold");
        }

        Dictionary<string, double[]> numbers = [];
        Dictionary<string, long[]> times = [];
        int buffer = 0;
        foreach (var column in columns)
        {
            if (column.IsTime) times[column.Name] = Gather<long>(batches, buffer, total, column.ReadTimes);
            else if (column.IsNumber) numbers[column.Name] = Gather<double>(batches, buffer, total, column.ReadNumbers);
            buffer += column.Buffers;
        }

        return new((int)total, numbers, times, columns.FirstOrDefault(column => column.IsTime).Zone ?? "");
    }

    private delegate void Reader<T>(FeatherBatch batch, int buffer, Span<T> target);

    private static T[] Gather<T>(List<FeatherBatch> batches, int buffer, long total, Reader<T> read)
    {
        var values = new T[total];
        int start = 0;
        foreach (var batch in batches)
        {
            read(batch, buffer, values.AsSpan(start, batch.Rows));
            start += batch.Rows;
        }

        return values;
    }
}
