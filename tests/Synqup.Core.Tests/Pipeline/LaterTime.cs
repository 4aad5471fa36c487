namespace Synqup.Core.Tests.Pipeline;

/// <summary>The system's time, some days on.</summary>
internal sealed class LaterTime : TimeProvider
{
    public int Days { get; set; }

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow().AddDays(Days);
}
