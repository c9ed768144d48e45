using QuantDsl.Data.Catalog;
using QuantDsl.Testing;
using static QuantDsl.Data.Tests.Catalog.ListArchive;

namespace QuantDsl.Data.Tests.Catalog;

/// <summary>A rebuild is two renames; whatever state a kill leaves, the next command finds one whole catalog.</summary>
public sealed class CatalogSwapTests
{
    private static readonly Month January = new(2025, 1);

    private static readonly SeriesKey Key = Klines("BTCUSDT", "1h");

    private static ListArchive Archive()
    {
        var archive = new ListArchive();
        archive.Put(Key, January, Bars(Times(January, "1h")));
        return archive;
    }

    private static int Bars1h(DataFolder data)
    {
        using var reader = new CatalogReader(data.Catalog);
        return reader.ReadBars(Key, 0, long.MaxValue).Count;
    }

    [Fact]
    public void A_rebuild_replaces_the_whole_folder_and_tells_the_archive()
    {
        using var folder = new TemporaryFolder();
        var data = new DataFolder(folder.Path);
        var archive = Archive();
        new CatalogBuilder(archive, data).Refresh();
        var first = archive.Files.Values.ToList();
        string stray = Path.Combine(data.Catalog, "bars", "stray.parquet");
        File.WriteAllText(stray, "not of this catalog");
        archive.Files.Clear();
        var built = new CatalogBuilder(archive, data).Rebuild();
        Assert.Equal(first, archive.Files.Values);
        Assert.Equal(2, built.Files);
        Assert.False(File.Exists(stray));
        Assert.Equal([data.Catalog], Directory.GetDirectories(folder.Path));
    }

    [Fact]
    public void Killed_while_writing_the_new_catalog()
    {
        using var folder = new TemporaryFolder();
        var data = new DataFolder(folder.Path);
        new CatalogBuilder(Archive(), data).Refresh();
        Directory.CreateDirectory(data.Catalog + ".new");
        File.WriteAllText(Path.Combine(data.Catalog + ".new", "half.parquet.part"), "");
        Assert.Equal(744, Bars1h(data));
        new CatalogBuilder(Archive(), data).Rebuild();
        Assert.Equal(744, Bars1h(data));
        Assert.Equal([data.Catalog], Directory.GetDirectories(folder.Path));
    }

    [Fact]
    public void Killed_between_the_renames()
    {
        using var folder = new TemporaryFolder();
        var data = new DataFolder(folder.Path);
        new CatalogBuilder(Archive(), data).Refresh();
        Directory.Move(data.Catalog, data.Catalog + ".old");
        Directory.CreateDirectory(data.Catalog + ".new");
        Assert.Equal(744, Bars1h(data));
        new CatalogBuilder(Archive(), data).Rebuild();
        Assert.Equal(744, Bars1h(data));
        Assert.Equal([data.Catalog], Directory.GetDirectories(folder.Path));
    }

    [Fact]
    public void Killed_before_the_old_catalog_was_deleted()
    {
        using var folder = new TemporaryFolder();
        var data = new DataFolder(folder.Path);
        var archive = Archive();
        new CatalogBuilder(archive, data).Refresh();
        Directory.CreateDirectory(data.Catalog + ".old");
        Assert.Equal(744, Bars1h(data));
        Assert.Equal(default, new CatalogBuilder(archive, data).Refresh());
        Assert.Equal([data.Catalog], Directory.GetDirectories(folder.Path));
    }

    [Fact]
    public void Cancelling_a_rebuild_leaves_the_old_catalog()
    {
        using var folder = new TemporaryFolder();
        var data = new DataFolder(folder.Path);
        new CatalogBuilder(Archive(), data).Refresh();
        using var cancellation = new CancellationTokenSource();
        cancellation.Cancel();
        Assert.Throws<OperationCanceledException>(() => new CatalogBuilder(Archive(), data).Rebuild(cancellation: cancellation.Token));
        Assert.Equal(744, Bars1h(data));
    }
}
