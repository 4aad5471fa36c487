namespace Synqup.Core.Health;

/// <summary>Messages of the runtime, of the system and of plugins end with a full stop or without one; a sentence that goes on behind them needs one.</summary>
internal static class Sentence
{
    /// <summary>The text with exactly one mark at its end.</summary>
    public static string Ended(string text)
    {
        var trimmed = text.TrimEnd();
        return trimmed.EndsWith('.') || trimmed.EndsWith('!') || trimmed.EndsWith('?') ? trimmed : trimmed + ".";
    }
}
