using Dapper;
using Microsoft.Data.Sqlite;
using QuantDsl.Storage;

namespace QuantDsl.Research.Store;

/// <summary>The members of runs in <c>run_members</c>, and their strategies.</summary>
internal static class MemberTable
{
    /// <summary>Adds a strategy that the store does not have yet; the caller holds the transaction.</summary>
    /// <remarks>An insertion that conflicts would use up an id, and the log shows ids.</remarks>
    public static void InsertStrategy(SqliteConnection connection, string name, string description, int version, string documentHash, string document, string now)
    {
        using var insert = new Statement(connection, """
            INSERT INTO strategies (name, description, version, document_hash, document, created_at)
            SELECT ?1, ?2, ?3, ?4, ?5, ?6 WHERE NOT EXISTS (SELECT 1 FROM strategies WHERE document_hash = ?4)
            """);
        insert.Bind(1, name);
        insert.Bind(2, description);
        insert.Bind(3, (long)version);
        insert.Bind(4, documentHash);
        insert.Bind(5, document);
        insert.Bind(6, now);
        insert.Execute();
    }

    /// <summary>Adds the members of a run in their order, with their strategies; the caller holds the transaction.</summary>
    public static void Insert(SqliteConnection connection, long runId, IReadOnlyList<MemberHeader> members, string now)
    {
        using var insert = new Statement(connection, """
            INSERT INTO run_members (run_id, member, strategy_id, symbol, timeframe, program_hash, parameters, weight)
            VALUES (?1, ?2, (SELECT id FROM strategies WHERE document_hash = ?3), ?4, ?5, ?6, ?7, ?8)
            """);
        for (int member = 0; member < members.Count; member++)
        {
            var one = members[member];
            InsertStrategy(connection, one.StrategyName, one.Description, one.StrategyVersion, one.DocumentHash, one.Document, now);
            insert.Bind(1, runId);
            insert.Bind(2, (long)member);
            insert.Bind(3, one.DocumentHash);
            insert.Bind(4, one.Symbol);
            insert.Bind(5, one.Timeframe);
            insert.Bind(6, one.ProgramHash);
            insert.Bind(7, one.Parameters);
            insert.Bind(8, one.Weight);
            insert.Execute();
        }
    }

    /// <summary>The members of the runs from one id to another, by run, in their order.</summary>
    public static ILookup<long, StoredMember> Read(SqliteConnection connection, long firstRun, long lastRun) => connection.Query<StoredMember>("""
        SELECT m.run_id AS RunId, m.member AS Member, m.strategy_id AS StrategyId, s.name AS Strategy, m.symbol AS Symbol, m.timeframe AS Timeframe,
            m.program_hash AS ProgramHash, m.parameters AS Parameters, m.weight AS Weight
        FROM run_members m JOIN strategies s ON s.id = m.strategy_id WHERE m.run_id BETWEEN @firstRun AND @lastRun ORDER BY m.run_id, m.member
        """, new { firstRun, lastRun }).ToLookup(member => member.RunId);
}
