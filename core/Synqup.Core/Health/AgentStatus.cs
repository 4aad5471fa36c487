using System.Text.Json;
using System.Text.Json.Serialization;

namespace Synqup.Core.Health;

/// <summary>What a running agent says about itself to the <c>status</c> command, in a small file of the data folder.</summary>
/// <param name="OnePass">It was started for one pass, so that it is no fault when it runs no more.</param>
/// <param name="HeldBack">Which limit of the settings holds documents back; null when none does.</param>
internal sealed record StatusReport(
    int ProcessId, string Version, bool OnePass, DateTimeOffset StartedAt, DateTimeOffset WrittenAt, IReadOnlyList<ConnectionReport> Connections, IReadOnlyList<HealthProblem> Problems,
    string? HeldBack = null);

/// <param name="Office">The office's name; null before the first contact.</param>
/// <param name="LastContact">When the portal last answered any call, also one of an earlier process; null before the first time.</param>
internal sealed record ConnectionReport(string Name, string? Office, DateTimeOffset? LastContact);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true, WriteIndented = true)]
[JsonSerializable(typeof(StatusReport))]
internal sealed partial class StatusJson : JsonSerializerContext;

/// <summary>Collects the state of this process and writes it when it changes.</summary>
internal sealed class AgentStatus
{
    public const string FileName = "status.json";

    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(2);

    /// <summary>The file's length is a multiple of this: on a disk that is full there is only the room that it has.</summary>
    private const int Reserved = 16 * 1024;

    private readonly System.IO.Abstractions.IFileSystem _files;
    private readonly HealthBoard _health;
    private readonly TimeProvider _time;
    private readonly string _path;
    private readonly string _version;
    private readonly DateTimeOffset _startedAt;
    private readonly Lock _lock = new();
    private DateTimeOffset _written;
    private bool _onePass;
    private readonly SortedDictionary<string, ConnectionReport> _connections = new(StringComparer.Ordinal);

    public AgentStatus(System.IO.Abstractions.IFileSystem files, string dataFolder, string version, HealthBoard health, TimeProvider time)
    {
        (_files, _health, _time, _version) = (files, health, time, version);
        _path = files.Path.Combine(dataFolder, FileName);
        _startedAt = time.GetUtcNow();
        foreach (var connection in Read(files, dataFolder)?.Connections ?? [])
            _connections[connection.Name] = connection;
        health.Changed += Write;
    }

    /// <summary>Which limit of the settings holds documents back; null when none does.</summary>
    public Func<string?> HeldBack { get; init; } = () => null;

    /// <summary>What an earlier process saw is not what this one sees.</summary>
    public void Begin(bool onePass = false)
    {
        _onePass = onePass;
        Write();
    }

    /// <summary>The portal of a connection answered a call. Written no more often than a person can look.</summary>
    public void Contact(string connection)
    {
        var now = _time.GetUtcNow();
        lock (_lock)
        {
            _connections[connection] = new ConnectionReport(connection, _connections.GetValueOrDefault(connection)?.Office, now);
            if (now - _written < Rest)
                return;
        }
        Write();
    }

    /// <summary>The portal of a connection accepted a heartbeat.</summary>
    public void Contact(string connection, string office)
    {
        lock (_lock)
            _connections[connection] = new ConnectionReport(connection, office, _time.GetUtcNow());
        Write();
    }

    /// <summary>What another process wrote last; null when there is no such file or it cannot be read.</summary>
    public static StatusReport? Read(System.IO.Abstractions.IFileSystem files, string dataFolder)
    {
        try
        {
            return JsonSerializer.Deserialize(files.File.ReadAllText(files.Path.Combine(dataFolder, FileName)), StatusJson.Default.StatusReport);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    private void Write()
    {
        lock (_lock)
        {
            _written = _time.GetUtcNow();
            var report = new StatusReport(Environment.ProcessId, _version, _onePass, _startedAt, _written, [.. _connections.Values], _health.Problems, HeldBack());
            var json = JsonSerializer.SerializeToUtf8Bytes(report, StatusJson.Default.StatusReport);
            var bytes = new byte[(json.Length / Reserved + 1) * Reserved];
            bytes.AsSpan(json.Length).Fill((byte)' ');
            json.CopyTo(bytes, 0);
            // What cannot be written now is told at the next change; that must not stop deliveries here.
            _ = TryReplace(bytes) || TryOverwrite(bytes);
        }
    }

    private bool TryReplace(byte[] bytes)
    {
        var part = _path + ".part";
        try
        {
            _files.File.WriteAllBytes(part, bytes);
            _files.File.Move(part, _path, overwrite: true);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>Takes no new room: a full disk is what people look here for.</summary>
    private bool TryOverwrite(byte[] bytes)
    {
        try
        {
            using var file = _files.FileStream.New(_path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
            file.Write(bytes);
            file.SetLength(bytes.Length);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
