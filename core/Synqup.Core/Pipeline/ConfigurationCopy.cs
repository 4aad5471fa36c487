using System.IO.Abstractions;
using System.Text.Json;
using Synqup.Core.Sources.Portal;

namespace Synqup.Core.Pipeline;

/// <summary>The last good configuration of a connection, as a file.</summary>
internal sealed class ConfigurationCopy(IFileSystem files, string folder)
{
    private readonly string _path = files.Path.Combine(folder, "configuration.json");

    /// <summary>The copy, without an ETag so that it is asked for anew; null when there is none or it cannot be read.</summary>
    public AgentConfiguration? Read()
    {
        try
        {
            using var stream = files.File.OpenRead(_path);
            return JsonSerializer.Deserialize(stream, PortalJson.Default.AgentConfiguration);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    public void Write(AgentConfiguration configuration)
    {
        var part = _path + ".part";
        using (var stream = files.File.Create(part))
            JsonSerializer.Serialize(stream, configuration, PortalJson.Default.AgentConfiguration);
        files.File.Move(part, _path, overwrite: true);
    }
}
