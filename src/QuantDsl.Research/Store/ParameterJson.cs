using System.Buffers;
using System.Collections.Immutable;
using System.Text.Json;
using QuantDsl.Language.Semantics;

namespace QuantDsl.Research.Store;

/// <summary>A combination as <c>{"name": value}</c> in UTF-8, in declared order, percents as fractions; the buffer is reused.</summary>
internal sealed class ParameterJson : IDisposable
{
    private readonly ImmutableArray<JsonEncodedText> _names;
    private readonly ArrayBufferWriter<byte> _buffer = new(256);
    private readonly Utf8JsonWriter _writer;

    public ParameterJson(BoundStrategy strategy)
    {
        _names = [.. strategy.Parameters.Select(p => JsonEncodedText.Encode(p.Name))];
        _writer = new(_buffer);
    }

    /// <summary>Valid until the next call.</summary>
    public ReadOnlySpan<byte> Write(ReadOnlySpan<double> values)
    {
        _buffer.ResetWrittenCount();
        _writer.Reset(_buffer);
        _writer.WriteStartObject();
        for (int i = 0; i < values.Length; i++) _writer.WriteNumber(_names[i], values[i]);
        _writer.WriteEndObject();
        _writer.Flush();
        return _buffer.WrittenSpan;
    }

    /// <summary>One of the object's members, <c>"name":value</c>.</summary>
    public byte[] WriteOne(int parameter, double value)
    {
        _buffer.ResetWrittenCount();
        _writer.Reset(_buffer);
        _writer.WriteStartObject();
        _writer.WriteNumber(_names[parameter], value);
        _writer.WriteEndObject();
        _writer.Flush();
        return _buffer.WrittenSpan[1..^1].ToArray();
    }

    /// <summary>The values of a combination as they were written, in declared order.</summary>
    /// <exception cref="KeyNotFoundException">A parameter is not among them.</exception>
    public static ImmutableArray<double> Read(BoundStrategy strategy, string json)
    {
        using var document = JsonDocument.Parse(json);
        return [.. strategy.Parameters.Select(p => document.RootElement.GetProperty(p.Name).GetDouble())];
    }

    public void Dispose() => _writer.Dispose();
}
