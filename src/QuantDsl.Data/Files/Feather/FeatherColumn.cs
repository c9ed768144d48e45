using System.Buffers.Binary;

namespace QuantDsl.Data.Files.Feather;

/// <summary>A column as the schema of a Feather file describes it.</summary>
/// <param name="Name">As written.</param>
/// <param name="Type">The number Arrow gives its type.</param>
/// <param name="Width">Bytes of a value; 0 for what is not read.</param>
/// <param name="PerUnit">Of an instant: how many of its units make a millisecond; negative for how many milliseconds make one unit.</param>
/// <param name="Zone">Of an instant: the zone stated.</param>
internal readonly record struct FeatherColumn(string Name, int Type, int Width, long PerUnit, string Zone)
{
    private const int Null = 1, Int = 2, Float = 3, Binary = 4, Utf8 = 5, Bool = 6, Date = 8, Timestamp = 10;

    public bool IsTime => Type is Timestamp or Date;

    public bool IsNumber => Type is Int or Float;

    /// <summary>How many buffers of a batch it takes.</summary>
    public int Buffers => Type switch { Null => 0, Binary or Utf8 => 3, _ => 2 };

    /// <exception cref="InvalidDataException">A nested type, whose buffers are not counted here.</exception>
    public static FeatherColumn Of(FlatTable field)
    {
        string name = field.Text(0);
        int type = (int)field.Number(2, 1);
        bool encoded = field.Table(4) is not null;
        if (encoded || type is not (Null or Int or Float or Binary or Utf8 or Bool or Date or Timestamp) || field.Table(3) is not { } details)
            throw new InvalidDataException($"its column `{name}` is neither a number, a time nor a text");
        return type switch
        {
            Int => new(name, type, (int)details.Number(0, 4) / 8, details.Number(1, 1), ""),
            Float => new(name, type, details.Number(0, 2) switch { 1 => 4, 2 => 8, _ => throw new InvalidDataException($"its column `{name}` has numbers of half precision") }, 0, ""),
            Date => details.Number(0, 2, fallback: 1) == 0 ? new(name, type, 4, -86_400_000, "") : new(name, type, 8, 1, ""),
            Timestamp => new(name, type, 8, details.Number(0, 2) switch { 0 => -1000, 1 => 1, 2 => 1000, _ => 1_000_000 }, details.Text(1)),
            _ => new(name, type, 0, 0, ""),
        };
    }

    public void ReadTimes(FeatherBatch batch, int buffer, Span<long> target)
    {
        var (valid, data) = Open(batch, buffer, target.Length);
        for (int i = 0; i < target.Length; i++)
        {
            long value = Width == 4 ? BinaryPrimitives.ReadInt32LittleEndian(data[(4 * i)..]) : BinaryPrimitives.ReadInt64LittleEndian(data[(8 * i)..]);
            target[i] = !IsThere(valid, i) ? FeatherTable.NoTime
                : PerUnit > 0 ? Math.DivRem(value, PerUnit, out long rest) - (rest < 0 ? 1 : 0)
                : Math.Abs(value) > long.MaxValue / 1000 / 86_400_000 ? FeatherTable.NoTime : value * -PerUnit;
        }
    }

    public void ReadNumbers(FeatherBatch batch, int buffer, Span<double> target)
    {
        var (valid, data) = Open(batch, buffer, target.Length);
        bool signed = PerUnit != 0;
        for (int i = 0; i < target.Length; i++)
        {
            var place = data[(Width * i)..];
            double value = (Type, Width, signed) switch
            {
                (Float, 4, _) => BinaryPrimitives.ReadSingleLittleEndian(place),
                (Float, _, _) => BinaryPrimitives.ReadDoubleLittleEndian(place),
                (_, 1, true) => (sbyte)place[0],
                (_, 1, false) => place[0],
                (_, 2, true) => BinaryPrimitives.ReadInt16LittleEndian(place),
                (_, 2, false) => BinaryPrimitives.ReadUInt16LittleEndian(place),
                (_, 4, true) => BinaryPrimitives.ReadInt32LittleEndian(place),
                (_, 4, false) => BinaryPrimitives.ReadUInt32LittleEndian(place),
                (_, _, true) => BinaryPrimitives.ReadInt64LittleEndian(place),
                _ => BinaryPrimitives.ReadUInt64LittleEndian(place),
            };
            target[i] = IsThere(valid, i) ? value : double.NaN;
        }
    }

    private ValueBuffers Open(FeatherBatch batch, int buffer, int rows)
    {
        var valid = batch.Buffer(buffer);
        var data = batch.Buffer(buffer + 1);
        if (Width is not (1 or 2 or 4 or 8) || data.Length < (long)rows * Width || !valid.IsEmpty && valid.Length < (rows + 7L) / 8)
            throw new InvalidDataException($"its column `{Name}` is shorter than its rows");
        return new(valid, data);
    }

    private static bool IsThere(ReadOnlySpan<byte> valid, int row) => valid.IsEmpty || (valid[row >> 3] >> (row & 7) & 1) != 0;

    /// <summary>The two buffers of a column: which values are there, and the values.</summary>
    private readonly ref struct ValueBuffers(ReadOnlySpan<byte> valid, ReadOnlySpan<byte> data)
    {
        private readonly ReadOnlySpan<byte> _valid = valid, _data = data;

        public void Deconstruct(out ReadOnlySpan<byte> valid, out ReadOnlySpan<byte> data)
        {
            valid = _valid;
            data = _data;
        }
    }
}
