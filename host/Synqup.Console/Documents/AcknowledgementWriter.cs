using System.Text.Json;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Synqup.Console.Data;
using Synqup.Core.Sources.Portal;

namespace Synqup.Console.Documents;

/// <summary>What is current of a document while a batch is judged.</summary>
internal sealed class CurrentDelivery
{
    public required string DocumentId { get; init; }

    public required long Number { get; init; }

    public required string? AgentId { get; set; }

    public required DocumentState State { get; set; }

    public required string? Reason { get; set; }

    public required bool InDoubt { get; set; }
}

/// <summary>
/// Writes acknowledgements in the transaction of the context. Each delivery of every agent passes here, and tracking a thousand
/// rows for each batch was a fifth of all the Console's work in a profile; so this is SQL by hand.
/// </summary>
internal sealed class AcknowledgementWriter : IDisposable
{
    private const string RememberSql = """
        INSERT INTO "Acknowledgements" ("DocumentId", "DeliveryNumber", "Outcome", "AgentId", "At", "Files", "Reason") VALUES (@document, @number, @outcome, @agent, @at, @files, @reason)
        ON CONFLICT ("DocumentId", "DeliveryNumber", "Outcome") DO UPDATE SET "At" = excluded."At", "Files" = excluded."Files", "Reason" = excluded."Reason"
        """;

    private const string KeepSql = """UPDATE "Documents" SET "State" = @state, "Reason" = @reason, "InDoubt" = @doubt WHERE "Id" = @document""";

    private const string TakeSql = """UPDATE "Documents" SET "AgentId" = @agent, "Offered" = 1, "ListedBefore" = 1 WHERE "Id" = @document""";

    private readonly SqliteCommand _take;
    private readonly SqliteCommand _remember;
    private readonly SqliteCommand _keep;

    public AcknowledgementWriter(ConsoleDb db, string agentId)
    {
        var connection = (SqliteConnection)db.Database.GetDbConnection();
        var transaction = (SqliteTransaction)db.Database.CurrentTransaction!.GetDbTransaction();
        _take = Prepare(connection, transaction, TakeSql, "@agent", "@document");
        _take.Parameters["@agent"].Value = agentId;
        _remember = Prepare(connection, transaction, RememberSql, "@document", "@number", "@outcome", "@agent", "@at", "@files", "@reason");
        _keep = Prepare(connection, transaction, KeepSql, "@state", "@reason", "@doubt", "@document");
        _remember.Parameters["@agent"].Value = agentId;
    }

    /// <summary>The current delivery is this agent's from here on.</summary>
    public void Take(string document)
    {
        _take.Parameters["@document"].Value = document;
        _take.ExecuteNonQuery();
    }

    /// <summary>What the agent said; said again, the later words stay.</summary>
    public void Remember(Acknowledgement item)
    {
        var values = _remember.Parameters;
        values["@document"].Value = item.DocumentId;
        values["@number"].Value = item.DeliveryNumber;
        values["@outcome"].Value = (int)item.Outcome;
        values["@at"].Value = item.At.ToUnixTimeMilliseconds();
        values["@files"].Value = JsonSerializer.Serialize(item.Files, PortalJson.Default.IReadOnlyListAcknowledgedFile);
        values["@reason"].Value = (object?)item.Reason ?? DBNull.Value;
        _remember.ExecuteNonQuery();
    }

    /// <summary>The state to which it brought the document.</summary>
    public void Keep(CurrentDelivery document)
    {
        var values = _keep.Parameters;
        values["@state"].Value = (int)document.State;
        values["@reason"].Value = (object?)document.Reason ?? DBNull.Value;
        values["@doubt"].Value = document.InDoubt;
        values["@document"].Value = document.DocumentId;
        _keep.ExecuteNonQuery();
    }

    public void Dispose()
    {
        _take.Dispose();
        _remember.Dispose();
        _keep.Dispose();
    }

    private static SqliteCommand Prepare(SqliteConnection connection, SqliteTransaction transaction, string sql, params ReadOnlySpan<string> names)
    {
        var command = new SqliteCommand(sql, connection, transaction);
        foreach (var name in names)
            command.Parameters.Add(new SqliteParameter { ParameterName = name });
        return command;
    }
}
