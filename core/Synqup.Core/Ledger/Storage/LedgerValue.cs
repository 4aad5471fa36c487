namespace Synqup.Core.Ledger.Storage;

/// <summary>A parameter of a statement: null, an integer, or text (as a string or as UTF-8).</summary>
internal readonly struct LedgerValue
{
    private LedgerValue(long? integer, string? text, byte[]? utf8) => (Integer, Text, Utf8) = (integer, text, utf8);

    public long? Integer { get; }

    public string? Text { get; }

    public byte[]? Utf8 { get; }

    public static implicit operator LedgerValue(long? value) => new(value, null, null);

    public static implicit operator LedgerValue(int value) => new(value, null, null);

    public static implicit operator LedgerValue(bool value) => new(value ? 1 : 0, null, null);

    public static implicit operator LedgerValue(DeliveryState value) => new((long)value, null, null);

    public static implicit operator LedgerValue(DecisionKind value) => new((long)value, null, null);

    public static implicit operator LedgerValue(Obstacle value) => new((long)value, null, null);

    public static implicit operator LedgerValue(Synqup.Core.Sources.Portal.AcknowledgementOutcome value) => new((long)value, null, null);

    public static implicit operator LedgerValue(DateTimeOffset value) => new(value.ToUnixTimeMilliseconds(), null, null);

    public static implicit operator LedgerValue(DateTimeOffset? value) => new(value?.ToUnixTimeMilliseconds(), null, null);

    public static implicit operator LedgerValue(string? value) => new(null, value, null);

    public static implicit operator LedgerValue(byte[] utf8) => new(null, null, utf8);
}
