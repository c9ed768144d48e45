namespace QuantDsl.Runtime;

/// <summary>The place of one formula in the cache: its outputs while they are held, its identities for ever.</summary>
internal sealed class ColumnCell(int outputs)
{
    private Column[]? _columns;
    private long _lastUsed;

    /// <summary>Of the first output; the others follow.</summary>
    public long Identity { get; } = Column.ReserveIdentities(outputs);

    /// <summary>Held while computing, so that whoever asks second waits instead of computing again.</summary>
    public Lock Gate { get; } = new();

    /// <summary>The outputs, or null when they are not computed or have been evicted.</summary>
    public Column[]? Columns
    {
        get => Volatile.Read(ref _columns);
        set => Volatile.Write(ref _columns, value);
    }

    /// <summary>The cache's clock at the last use.</summary>
    public long LastUsed
    {
        get => Volatile.Read(ref _lastUsed);
        set => Volatile.Write(ref _lastUsed, value);
    }

    public long Bytes { get; set; }
}
