using System.Collections.Concurrent;

namespace QuantDsl.Runtime;

/// <summary>Makes the value of a key that is not in the cache.</summary>
public interface ICacheMaker<TValue>
{
    /// <summary>The value, and the bytes it keeps alive.</summary>
    (TValue Value, long Bytes) Make();
}

/// <summary>Values by key, within a budget of bytes, for any number of threads: a hit takes no lock and allocates nothing, a miss is computed once.</summary>
/// <remarks>Beyond the budget values are let go in the order they came, but one that was asked for since is passed over once. Whoever holds a value
/// keeps it; whoever asks again has it made again. Keys and places count too, so no number of different questions fills the memory.</remarks>
public sealed class SharedCache<TValue>
    where TValue : class
{
    /// <summary>What a place costs beside key and value: itself, its lock, an entry of the table and one of the queue.</summary>
    private const int PlaceBytes = 200;

    private readonly ConcurrentDictionary<long[], Place> _places;
    private readonly ConcurrentDictionary<long[], Place>.AlternateLookup<ReadOnlySpan<long>> _bySpan;
    private readonly Queue<Place> _held = new();
    private readonly Lock _gate = new();
    private readonly long _budgetBytes;
    private long _heldBytes, _made;

    /// <param name="budgetBytes">The last value made stays, even alone above the budget.</param>
    public SharedCache(long budgetBytes)
    {
        _budgetBytes = budgetBytes;
        _places = new(ColumnKeyComparer.Instance);
        // Once and for all: whether the comparer can do it is a cast, and the runtime makes its table of casts anew, on the thread that misses one in it.
        _bySpan = _places.GetAlternateLookup<ReadOnlySpan<long>>();
    }

    /// <summary>Bytes held now.</summary>
    public long HeldBytes
    {
        get
        {
            lock (_gate) return _heldBytes;
        }
    }

    /// <summary>How many values were made, those made again counted again.</summary>
    public long Made => Volatile.Read(ref _made);

    /// <summary>The value of a key.</summary>
    /// <param name="key">Compared word by word; copied when it is new.</param>
    /// <param name="maker">Asked only when there is no value; whoever else asks for the key meanwhile waits. What it throws is thrown to each who asks.</param>
    public TValue Get<TMaker>(ReadOnlySpan<long> key, TMaker maker)
        where TMaker : ICacheMaker<TValue>, allows ref struct
    {
        if (!_bySpan.TryGetValue(key, out var place))
        {
            _bySpan.TryAdd(key, new Place());
            // Gone again if another thread's value was made and let go in between.
            if (!_bySpan.TryGetValue(key, out place)) place = new();
        }

        if (place.Value is not { } value) return Make(key, place, maker);
        // Written only when it changes: what many threads read stays in the caches of all of them.
        if (!place.WasUsed) place.WasUsed = true;
        return value;
    }

    private TValue Make<TMaker>(ReadOnlySpan<long> key, Place place, TMaker maker)
        where TMaker : ICacheMaker<TValue>, allows ref struct
    {
        lock (place.Gate)
        {
            if (place.Value is { } ready) return ready;
            long bytes = 0;
            try
            {
                (var value, bytes) = maker.Make();
                place.Value = value;
                Interlocked.Increment(ref _made);
                return value;
            }
            finally
            {
                if (place.Value is null) _bySpan.TryRemove(key, out _);
                else Hold(place, key.ToArray(), bytes + PlaceBytes + key.Length * sizeof(long));
            }
        }
    }

    private void Hold(Place place, long[] key, long bytes)
    {
        long released = 0;
        lock (_gate)
        {
            (place.Key, place.Bytes) = (key, bytes);
            _held.Enqueue(place);
            _heldBytes += bytes;
            while (_heldBytes > _budgetBytes && _held.Count > 1)
            {
                var oldest = _held.Dequeue();
                if (oldest == place || oldest.WasUsed)
                {
                    oldest.WasUsed = false;
                    _held.Enqueue(oldest);
                    continue;
                }

                _heldBytes -= oldest.Bytes;
                released += oldest.Bytes;
                _places.TryRemove(KeyValuePair.Create(oldest.Key, oldest));
            }
        }

        ReleasedMemory.Add(released);
    }

    private sealed class Place
    {
        private TValue? _value;
        private bool _wasUsed;

        public Lock Gate { get; } = new();

        public long[] Key { get; set; } = [];

        public long Bytes { get; set; }

        public TValue? Value
        {
            get => Volatile.Read(ref _value);
            set => Volatile.Write(ref _value, value);
        }

        public bool WasUsed
        {
            get => Volatile.Read(ref _wasUsed);
            set => Volatile.Write(ref _wasUsed, value);
        }
    }
}
