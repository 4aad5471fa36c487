using Synqup.Core.Health;

namespace Synqup.Core.Ledger.Storage;

/// <summary>A ledger that was there and is gone is not begun anew in silence: an empty one would know nothing of what was delivered.</summary>
internal static class LostLedger
{
    /// <exception cref="LedgerException">There was a ledger, as what lies around it shows.</exception>
    public static void Check(string path)
    {
        if (IsLost(path, out var sign))
            throw new LedgerException(LedgerFailure.Missing, $"The ledger {path} is gone, though this agent had one, as {sign} shows.", LedgerFile.RenewRemedy);
    }

    private static bool IsLost(string path, out string sign)
    {
        sign = "";
        try
        {
            if (LedgerFile.IsThere(path) && new FileInfo(path).Length > 0)
                return false;
            var folder = Path.GetDirectoryName(path)!;
            if (!Directory.Exists(folder))
                return false;
            // The configuration is kept only once there is a ledger, as are all the others.
            sign = Directory.EnumerateFiles(folder).FirstOrDefault(file => Path.GetFileName(file) is var name && (name == "configuration.json" || (name != Path.GetFileName(path) && name.StartsWith(Path.GetFileName(path), StringComparison.Ordinal))))
                ?? (new LedgerBackups(path).List() is [var newest, ..] ? newest.Path : "");
            return sign.Length > 0;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new LedgerException($"The ledger {path} cannot be looked for: {Sentence.Ended(exception.Message)} Check the disk and the rights on the data folder.", exception);
        }
    }
}
