using System.IO.Abstractions;
using System.Text.Json;
using Synqup.Core.Health;
using Synqup.Core.Sources.Portal;

namespace Synqup.Core.Pipeline;

/// <summary>The last good configuration of a connection, as a file.</summary>
internal sealed class ConfigurationCopy(IFileSystem files, string folder)
{
    private readonly string _path = files.Path.Combine(folder, "configuration.json");

    /// <summary>The copy, without an ETag so that it is asked for anew; null when there is none or it cannot be read.</summary>
    public AgentConfiguration? Read() => Read(out _);

    /// <param name="problem">Why a copy that is there cannot be used; null when it can be, or when there is none.</param>
    public AgentConfiguration? Read(out string? problem)
    {
        problem = null;
        try
        {
            using var stream = files.File.OpenRead(_path);
            return JsonSerializer.Deserialize(stream, PortalJson.Default.AgentConfiguration);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            problem = $"The kept configuration \"{_path}\" cannot be used: {Sentence.Ended(e.Message)} It is replaced as soon as the Console answers.";
            return null;
        }
    }

    public void Write(AgentConfiguration configuration)
    {
        var part = _path + ".part";
        using (var stream = files.File.Create(part))
        {
            JsonSerializer.Serialize(stream, configuration, PortalJson.Default.AgentConfiguration);
            // A rename that outlives a power cut without the bytes would have replaced the last good copy by nothing.
            stream.Flush(flushToDisk: true);
        }
        files.File.Move(part, _path, overwrite: true);
    }
}
