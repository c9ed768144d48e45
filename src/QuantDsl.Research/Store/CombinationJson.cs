using QuantDsl.Research.Grid;

namespace QuantDsl.Research.Store;

/// <summary>The combinations of a grid as <see cref="ParameterJson"/> has them, put together from pieces: the text of a value is made once an axis, not once a row.</summary>
internal sealed class CombinationJson : IDisposable
{
    /// <summary>Axes with more values than this have no pieces: they would take more memory than the rows of a batch.</summary>
    private const int MostPieces = 1 << 14;

    private readonly SweepGrid _grid;
    private readonly ParameterJson _json;
    private readonly double[] _values;
    private readonly (SweepAxis? Axis, byte[][] Pieces)[]? _parts;
    private readonly byte[] _buffer = [];

    public CombinationJson(SweepGrid grid)
    {
        (_grid, _json, _values) = (grid, new(grid.Strategy), new double[grid.Width]);
        if (grid.Width == 0 || grid.Axes.Any(a => a.IsRun && a.Values.Length > MostPieces)) return;
        grid.Fill(0, _values);
        _parts = new (SweepAxis?, byte[][])[grid.Width];
        for (int i = 0; i < _parts.Length; i++) _parts[i] = (null, [_json.WriteOne(i, _values[i])]);
        foreach (var axis in grid.Axes)
            if (axis.IsRun) _parts[axis.Parameter] = (axis, [.. axis.Values.Select(value => _json.WriteOne(axis.Parameter, value))]);
        // Braces, and a comma or the end after each.
        _buffer = new byte[1 + _parts.Sum(part => part.Pieces.Max(piece => piece.Length) + 1)];
        _buffer[0] = (byte)'{';
    }

    /// <summary>Valid until the next call.</summary>
    public ReadOnlySpan<byte> Write(long combination)
    {
        if (_parts is null)
        {
            _grid.Fill(combination, _values);
            return _json.Write(_values);
        }

        int at = 1;
        foreach (var (axis, pieces) in _parts)
        {
            var piece = axis is null ? pieces[0] : pieces[axis.IndexIn(combination)];
            piece.CopyTo(_buffer, at);
            at += piece.Length;
            _buffer[at++] = (byte)',';
        }

        _buffer[at - 1] = (byte)'}';
        return _buffer.AsSpan(0, at);
    }

    public void Dispose() => _json.Dispose();
}
