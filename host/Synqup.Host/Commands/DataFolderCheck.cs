using Synqup.Core.Health;
using Synqup.Host.Agent;

namespace Synqup.Host.Commands;

internal static class DataFolderCheck
{
    /// <summary>Writes and removes a file in the data folder; null when that worked.</summary>
    public static Finding? Problem(string path)
    {
        var probe = Path.Combine(path, $"probe-{Environment.ProcessId}");
        try
        {
            DataFolder.Create(path);
            File.WriteAllText(probe, "");
            File.Delete(probe);
            return null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return new Finding(CheckArea.DataFolder, path, $"It cannot be written to: {Sentence.Ended(error.Message)}", "Give the user that runs synqup the right to write there, or choose another dataFolder in the settings.");
        }
    }
}
