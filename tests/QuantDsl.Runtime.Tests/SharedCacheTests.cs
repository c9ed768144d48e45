using QuantDsl.Testing;

namespace QuantDsl.Runtime.Tests;

/// <summary>A value is made once for all who ask, found for nothing, and let go when newer ones need its place.</summary>
[Collection(CountedBytes.Name)]
public sealed class SharedCacheTests
{
    /// <summary>What a value of 1,000 bytes under a key of one word costs.</summary>
    private const int PlaceBytes = 1_208;

    [Fact]
    public void A_key_has_one_value()
    {
        var cache = new SharedCache<string>(1 << 20);
        string one = cache.Get([1, 2], new Maker("one"));
        Assert.Same(one, cache.Get([1, 2], new Maker("other")));
        Assert.Equal("two", cache.Get([1], new Maker("two")));
        Assert.Equal("three", cache.Get([], new Maker("three")));
        Assert.Equal(3, cache.Made);
    }

    [Fact]
    public void A_hit_allocates_nothing()
    {
        var cache = new SharedCache<string>(1 << 20);
        Ask();
        Assert.Equal(0, Allocation.By(Ask));

        void Ask()
        {
            for (int i = 0; i < 100; i++) cache.Get([i % 5, 7], new Maker("x"));
        }
    }

    [Fact]
    public void Threads_that_ask_at_once_wait_for_one_of_them()
    {
        var cache = new SharedCache<string>(1 << 20);
        using var start = new Barrier(8);
        var found = new string[8];
        var threads = Enumerable.Range(0, 8).Select(i => new Thread(() =>
        {
            start.SignalAndWait();
            found[i] = cache.Get([42], new Maker($"{i}", 30));
        })).ToArray();
        foreach (var thread in threads) thread.Start();
        foreach (var thread in threads) thread.Join();
        Assert.Equal(1, cache.Made);
        Assert.All(found, value => Assert.Same(found[0], value));
    }

    [Fact]
    public void The_oldest_go_first_but_not_those_asked_for_since()
    {
        var cache = new SharedCache<string>(3 * PlaceBytes);
        foreach (int key in new[] { 1, 2, 3 }) Ask(key, "first");
        Assert.Equal(3 * PlaceBytes, cache.HeldBytes);
        Assert.Equal("first", Ask(1, "again"));
        Ask(4, "first");
        Assert.Equal(3 * PlaceBytes, cache.HeldBytes);
        Assert.Equal("first", Ask(1, "again"));
        Assert.Equal("first", Ask(3, "again"));
        Assert.Equal("again", Ask(2, "again"));

        string Ask(long key, string value) => cache.Get([key], new Maker(value));
    }

    [Fact]
    public void One_value_stays_however_large_it_is()
    {
        var cache = new SharedCache<string>(1);
        Assert.Same(cache.Get([1], new Maker("a")), cache.Get([1], new Maker("b")));
        cache.Get([2], new Maker("c"));
        Assert.Equal(PlaceBytes, cache.HeldBytes);
        Assert.Equal("d", cache.Get([1], new Maker("d")));
    }

    [Fact]
    public void What_fails_is_asked_again_and_leaves_nothing()
    {
        var cache = new SharedCache<string>(1 << 20);
        Assert.Throws<InvalidOperationException>(() => cache.Get([1], new Maker(null)));
        Assert.Equal(0, cache.HeldBytes);
        Assert.Equal("now", cache.Get([1], new Maker("now")));
    }

    [Fact]
    public void However_many_questions_there_are_the_bytes_are_bounded()
    {
        var cache = new SharedCache<string>(20 * PlaceBytes);
        Parallel.For(0, 5_000, i =>
        {
            Assert.Equal($"{i % 100}", cache.Get([i % 100], new Maker($"{i % 100}")));
            Assert.InRange(cache.HeldBytes, PlaceBytes, 20 * PlaceBytes);
        });
    }

    private readonly struct Maker(string? value, int delay = 0) : ICacheMaker<string>
    {
        public (string Value, long Bytes) Make()
        {
            if (delay > 0) Thread.Sleep(delay);
            return (value ?? throw new InvalidOperationException("nothing"), 1_000);
        }
    }
}
