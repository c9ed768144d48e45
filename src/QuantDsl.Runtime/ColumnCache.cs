using System.Collections.Concurrent;

namespace QuantDsl.Runtime;

/// <summary>Every computed column of one market by formula, within a budget of bytes.</summary>
/// <remarks>When the budget is exceeded the least recently used columns are let go; whoever still holds one keeps it, and whoever asks
/// again has it computed again, with the same bits. Only the values count; beside them a place of about 300 bytes is kept for a formula, and when there are
/// <see cref="MostFormulas"/> of them, those without columns that were not asked for lately are forgotten, so that a search over formulas does not fill the memory.</remarks>
internal sealed class ColumnCache
{
    /// <summary>As many fill about 20 MB.</summary>
    public const int MostFormulas = 1 << 16;

    /// <summary>Columns computed since a formula was asked for, before it may be forgotten: longer than any evaluation takes.</summary>
    private const int Lately = 1024;

    private readonly ConcurrentDictionary<long[], ColumnCell> _cells;
    private readonly ConcurrentDictionary<long[], ColumnCell>.AlternateLookup<ReadOnlySpan<long>> _bySpan;
    private readonly ConcurrentDictionary<object, long> _words = new(ReferenceEqualityComparer.Instance);
    private readonly ConcurrentDictionary<string, long> _textWords = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();
    private readonly List<ColumnCell> _held = [];
    private readonly long _budgetBytes;
    private long _lastWord, _heldBytes, _clock, _computed;
    private int _remembered, _mostRemembered = MostFormulas;

    /// <param name="budgetBytes">For values; the last column computed stays, even alone above it.</param>
    public ColumnCache(long budgetBytes)
    {
        _budgetBytes = budgetBytes;
        _cells = new(ColumnKeyComparer.Instance);
        // As in SharedCache.
        _bySpan = _cells.GetAlternateLookup<ReadOnlySpan<long>>();
    }

    /// <summary>Values beyond it are let go.</summary>
    public long BudgetBytes => _budgetBytes;

    /// <summary>Bytes of all values held now.</summary>
    public long HeldBytes
    {
        get
        {
            lock (_gate) return _heldBytes;
        }
    }

    /// <summary>How many times a formula was computed, evicted ones counted again.</summary>
    public long Computed => Volatile.Read(ref _computed);

    /// <summary>How many formulas have a place now.</summary>
    public int Remembered => Volatile.Read(ref _remembered);

    /// <summary>The number that stands for an object in keys.</summary>
    public long WordOf(object item) => _words.TryGetValue(item, out long word) ? word : _words.GetOrAdd(item, _ => Interlocked.Increment(ref _lastWord));

    /// <summary>The number that stands for a text in keys; equal texts have the same.</summary>
    public long WordOf(string text) => _textWords.TryGetValue(text, out long word) ? word : _textWords.GetOrAdd(text, _ => Interlocked.Increment(ref _lastWord));

    /// <summary>The place of a key.</summary>
    public ColumnCell CellOf(ReadOnlySpan<long> key, int outputs)
    {
        if (!_bySpan.TryGetValue(key, out var cell))
        {
            cell = new ColumnCell(outputs);
            if (_bySpan.TryAdd(key, cell)) Interlocked.Increment(ref _remembered);
            // Without a place, where it was forgotten in between; then it is computed for whoever asks now.
            else if (_bySpan.TryGetValue(key, out var other)) cell = other;
        }

        // The clock only moves when something is computed, so in a sweep whose columns all fit no worker writes here.
        long now = Volatile.Read(ref _clock);
        if (cell.LastUsed != now) cell.LastUsed = now;
        return cell;
    }

    /// <summary>Counts freshly computed columns against the budget and lets others go.</summary>
    public void Hold(ColumnCell cell, Column[] columns)
    {
        cell.Bytes = columns.Sum(c => (long)c.Values.Length * sizeof(double));
        cell.LastUsed = Interlocked.Increment(ref _clock);
        cell.Columns = columns;
        Interlocked.Increment(ref _computed);
        long released = 0;
        lock (_gate)
        {
            _held.Add(cell);
            _heldBytes += cell.Bytes;
            while (_heldBytes > _budgetBytes && _held.Count > 1) released += Evict(cell);
            if (_remembered > _mostRemembered) Forget();
        }

        ReleasedMemory.Add(released);
    }

    /// <summary>Lets everything go.</summary>
    public void Clear()
    {
        long released;
        lock (_gate)
        {
            released = _heldBytes;
            foreach (var cell in _held) cell.Columns = null;
            _held.Clear();
            _heldBytes = 0;
        }

        ReleasedMemory.Add(released);
    }

    /// <summary>Words are never given twice, so what is forgotten and asked for again has new ones, and nothing old is taken for it.</summary>
    private void Forget()
    {
        foreach (var place in _cells)
            if (place.Value.Columns is null && place.Value.LastUsed < _clock - Lately && _cells.TryRemove(place)) Interlocked.Decrement(ref _remembered);
        _textWords.Clear();
        // Of a short series more columns may be held than that.
        _mostRemembered = Math.Max(MostFormulas, 2 * _remembered);
    }

    private long Evict(ColumnCell keep)
    {
        int oldest = -1;
        for (int i = 0; i < _held.Count; i++)
            if (_held[i] != keep && (oldest < 0 || _held[i].LastUsed < _held[oldest].LastUsed)) oldest = i;
        var cell = _held[oldest];
        _held[oldest] = _held[^1];
        _held.RemoveAt(_held.Count - 1);
        _heldBytes -= cell.Bytes;
        cell.Columns = null;
        return cell.Bytes;
    }
}
