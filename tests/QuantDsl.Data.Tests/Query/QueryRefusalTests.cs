using QuantDsl.Diagnostics;

namespace QuantDsl.Data.Tests.Query;

/// <summary>A query only reads, and only the catalog and the stores it was given: nothing on disk may change, nothing elsewhere may be seen.</summary>
public sealed class QueryRefusalTests(QueryWorld world) : IClassFixture<QueryWorld>
{
    [Theory]
    [InlineData("COPY (SELECT 1) TO '{beside}/x.csv'")]
    [InlineData("COPY (SELECT 1) TO '{root}/x.csv'")]
    [InlineData("COPY bars TO '{root}/catalog/bars/x.parquet'")]
    [InlineData("COPY (SELECT 1) TO '/dev/stdout'")]
    [InlineData("EXPORT DATABASE '{root}/dump'")]
    [InlineData("IMPORT DATABASE '{root}/dump'")]
    [InlineData("/* /* */ SELECT 1 */ EXPORT DATABASE '{root}/dump'")]
    [InlineData("ATTACH '{root}/x.db' AS x")]
    [InlineData("ATTACH ':memory:' AS x")]
    [InlineData("DETACH memory")]
    [InlineData("USE memory")]
    [InlineData("INSTALL httpfs")]
    [InlineData("FORCE INSTALL sqlite")]
    [InlineData("LOAD httpfs")]
    [InlineData("PRAGMA database_list")]
    [InlineData("PRAGMA enable_profiling")]
    [InlineData("SET threads = 8")]
    [InlineData("SET enable_external_access = true")]
    [InlineData("RESET lock_configuration")]
    [InlineData("SET VARIABLE x = 1")]
    [InlineData("CREATE TABLE t (x INTEGER)")]
    [InlineData("CREATE TABLE t AS SELECT * FROM bars")]
    [InlineData("CREATE VIEW v AS SELECT 1")]
    [InlineData("CREATE MACRO f(x) AS x")]
    [InlineData("CREATE SECRET s (TYPE s3)")]
    [InlineData("INSERT INTO things VALUES (1)")]
    [InlineData("INSERT INTO raw_things VALUES (9, 9, '', '')")]
    [InlineData("UPDATE raw_things SET price = 1")]
    [InlineData("DELETE FROM raw_things")]
    [InlineData("MERGE INTO raw_things USING bars ON true WHEN MATCHED THEN DELETE")]
    [InlineData("TRUNCATE raw_things")]
    [InlineData("DROP VIEW bars")]
    [InlineData("ALTER TABLE raw_things RENAME TO x")]
    [InlineData("BEGIN")]
    [InlineData("VACUUM")]
    [InlineData("CHECKPOINT")]
    [InlineData("ANALYZE")]
    [InlineData("CALL pragma_version()")]
    [InlineData("CALL enable_logging(storage='file', storage_path='{beside}/log')")]
    [InlineData("EXPLAIN ANALYZE COPY (SELECT 1) TO '{root}/e.csv'")]
    [InlineData("PREPARE p AS SELECT 1")]
    [InlineData("EXECUTE p")]
    [InlineData("SELECT 1; SELECT 2")]
    [InlineData("SELECT 1; DROP VIEW bars")]
    [InlineData("")]
    [InlineData("-- only a comment")]
    [InlineData("SELECT 1\0; DROP VIEW bars")]
    public void What_does_more_than_read_is_refused(string sql) => Refused(sql);

    [Theory]
    [InlineData("SELECT * FROM read_csv('/etc/passwd')")]
    [InlineData("SELECT * FROM '/etc/passwd'")]
    [InlineData("SELECT * FROM '{beside}/secret.csv'")]
    [InlineData("SELECT * FROM '{root}/../secret.csv'")]
    [InlineData("SELECT * FROM read_csv('{root}/../secret.csv')")]
    [InlineData("SELECT * FROM read_text('/etc/passwd')")]
    [InlineData("SELECT * FROM read_blob('/etc/*')")]
    [InlineData("SELECT * FROM read_json('/etc/passwd')")]
    [InlineData("SELECT * FROM read_parquet('/etc/passwd')")]
    [InlineData("SELECT * FROM read_parquet('{root}/catalog/bars/../../../secret.csv')")]
    [InlineData("SELECT * FROM parquet_metadata('{beside}/secret.csv')")]
    [InlineData("SELECT * FROM sniff_csv('{beside}/secret.csv')")]
    [InlineData("SELECT * FROM glob('/etc/*')")]
    [InlineData("WITH x AS (FROM glob('*')) SELECT 1")]
    [InlineData("SELECT * FROM read_csv('https://127.0.0.1:9/x.csv')")]
    [InlineData("SELECT * FROM read_duckdb('{root}/x.db')")]
    [InlineData("SELECT * FROM sqlite_scan('{beside}/store.db', 'many')")]
    [InlineData("SELECT * FROM duckdb_secrets()")]
    public void What_looks_elsewhere_is_refused(string sql) => Refused(sql);

    [Theory]
    [InlineData("SELECT * FROM enable_logging(storage='file', storage_config={'path': '{beside}/log'})")]
    [InlineData("SELECT * FROM enable_profiling(format='json', save_location='{beside}/profile.json')")]
    [InlineData("SELECT (SELECT count(*) FROM enable_logging())")]
    [InlineData("SELECT * FROM bars WHERE EXISTS (FROM \"enable_logging\"())")]
    [InlineData("SELECT * FROM range(3) UNION ALL SELECT count(*) FROM checkpoint()")]
    [InlineData("SELECT * FROM query('SELECT * FROM enable_' || 'logging()')")]
    [InlineData("SELECT * FROM query_table('bars')")]
    [InlineData("SELECT * FROM bars JOIN LATERAL (SELECT * FROM force_checkpoint()) ON true")]
    public void A_function_that_acts_is_refused_wherever_it_hides(string sql) => Refused(sql);

    [Fact]
    public void Settings_cannot_be_opened_again()
    {
        Assert.Equal([["false"]], world.Ask("SELECT current_setting('enable_external_access')::VARCHAR"));
        Assert.Equal([["true"]], world.Ask("SELECT current_setting('lock_configuration')::VARCHAR"));
    }

    private void Refused(string sql)
    {
        string[] before = world.Disk();
        var diagnostic = world.Refusal(sql, FailureKind.Refused);
        Assert.Equal("QD5066", diagnostic.Code);
        Assert.DoesNotContain('\n', diagnostic.Message);
        Assert.Contains("SELECT", diagnostic.Help, StringComparison.Ordinal);
        Assert.Equal(before, world.Disk());
    }
}
