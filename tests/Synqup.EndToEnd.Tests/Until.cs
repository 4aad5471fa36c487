namespace Synqup.EndToEnd.Tests;

/// <summary>Waits for something that another program does; asking is the only way to know.</summary>
internal static class Until
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(10);

    /// <param name="what">Completes "waited in vain until …".</param>
    public static async Task TrueAsync(string what, TimeSpan limit, Func<Task<bool>> condition, Func<string>? details = null)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (!await condition())
        {
            if (TimeProvider.System.GetElapsedTime(start) > limit)
                Assert.Fail($"Waited {limit.TotalSeconds:0} s in vain until {what}.{Environment.NewLine}{details?.Invoke()}");
            await Task.Delay(Interval, TimeProvider.System);
        }
    }
}
