using Dapper;
using Microsoft.Data.Sqlite;

namespace QuantDsl.Research.Store;

/// <summary>The members of runs in <c>run_members</c>, and their strategies.</summary>
internal static class MemberTable
{
    /// <summary>Adds a strategy that the store does not have yet; the caller holds the transaction.</summary>
    /// <remarks>An insertion that conflicts would use up an id, and the log shows ids.</remarks>
    public static void InsertStrategy(SqliteConnection connection, string name, string description, int version, string documentHash, string document, string now, SqliteTransaction transaction) =>
        connection.Execute("""
            INSERT INTO strategies (name, description, version, document_hash, document, created_at)
            SELECT @name, @description, @version, @documentHash, @document, @now WHERE NOT EXISTS (SELECT 1 FROM strategies WHERE document_hash = @documentHash)
            """, new { name, description, version, documentHash, document, now }, transaction);

    /// <summary>Adds the members of a run in their order, with their strategies.</summary>
    public static void Insert(SqliteConnection connection, long runId, IReadOnlyList<MemberHeader> members, string now, SqliteTransaction transaction)
    {
        for (int member = 0; member < members.Count; member++)
        {
            var one = members[member];
            InsertStrategy(connection, one.StrategyName, one.Description, one.StrategyVersion, one.DocumentHash, one.Document, now, transaction);
            connection.Execute("""
                INSERT INTO run_members (run_id, member, strategy_id, symbol, timeframe, program_hash, parameters, weight)
                VALUES (@runId, @member, (SELECT id FROM strategies WHERE document_hash = @DocumentHash), @Symbol, @Timeframe, @ProgramHash, @Parameters, @Weight)
                """, new { runId, member, one.DocumentHash, one.Symbol, one.Timeframe, one.ProgramHash, one.Parameters, one.Weight }, transaction);
        }
    }

    /// <summary>The members of the runs from one id to another, by run, in their order.</summary>
    public static ILookup<long, StoredMember> Read(SqliteConnection connection, long firstRun, long lastRun) => connection.Query<StoredMember>("""
        SELECT m.run_id AS RunId, m.member AS Member, m.strategy_id AS StrategyId, s.name AS Strategy, m.symbol AS Symbol, m.timeframe AS Timeframe,
            m.program_hash AS ProgramHash, m.parameters AS Parameters, m.weight AS Weight
        FROM run_members m JOIN strategies s ON s.id = m.strategy_id WHERE m.run_id BETWEEN @firstRun AND @lastRun ORDER BY m.run_id, m.member
        """, new { firstRun, lastRun }).ToLookup(member => member.RunId);
}
