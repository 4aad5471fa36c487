using Spectre.Console;

namespace Synqup.Host.Commands;

/// <summary>Shows on a terminal how far a pass is.</summary>
internal static class SyncProgress
{
    private static readonly TimeSpan Refresh = TimeSpan.FromMilliseconds(250);

    /// <param name="terminal">Null: nothing is shown.</param>
    public static async Task ShowAsync(IAnsiConsole? terminal, IReadOnlyList<SyncCommand.Pass> passes, Task running)
    {
        if (terminal is null) return;

        await terminal.Status().StartAsync("Asking the portal", async status =>
        {
            while (!running.IsCompleted)
            {
                status.Status(Sentence(passes));
                await Task.WhenAny(running, Task.Delay(Refresh, TimeProvider.System));
            }
        });
    }

    private static string Sentence(IReadOnlyList<SyncCommand.Pass> passes) =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture,
            $"{passes.Sum(one => one.Progress.ListedCount)} listed, {passes.Sum(one => one.Progress.DeliveredCount)} delivered, {passes.Sum(one => one.Progress.AcknowledgedCount)} acknowledged");
}
