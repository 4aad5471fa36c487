using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Synqup.Console.Data;

/// <summary>
/// Lets SQLite read the database through mapped memory. Each commit empties the page cache of every other connection, so that
/// under work nearly every page would be read anew with a call of its own: five for each document that an agent fetches.
/// </summary>
internal sealed class MappedReads : DbConnectionInterceptor
{
    public static readonly MappedReads Instance = new();

    private const string Pragma = "PRAGMA mmap_size = 268435456";

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
    {
        using var command = Command(connection);
        command.ExecuteNonQuery();
    }

    public override async Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        await using var command = Command(connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static DbCommand Command(DbConnection connection)
    {
        var command = connection.CreateCommand();
        command.CommandText = Pragma;
        return command;
    }
}
