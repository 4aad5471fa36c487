using System.Collections.Concurrent;
using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Synqup.Demo.Programs;

/// <summary>
/// A program that runs as long as this one wants it to. Ended by its own handle, never by a name; on every way out of this
/// process, also by an exception that nobody caught.
/// </summary>
internal sealed partial class ChildProgram : IAsyncDisposable
{
    private const int LinesKept = 25;
    private const int Terminate = 15;

    private static readonly ConcurrentDictionary<ChildProgram, bool> Living = new();

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _lines = new();

    static ChildProgram()
    {
        AppDomain.CurrentDomain.ProcessExit += static (_, _) => KillAll();
        AppDomain.CurrentDomain.UnhandledException += static (_, _) => KillAll();
    }

    private ChildProgram(string name, Process process)
    {
        (Name, _process) = (name, process);
        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
    }

    public string Name { get; }

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    public int ExitCode => _process.ExitCode;

    /// <summary>What it said last, for messages; each line indented.</summary>
    public string LastLines => _lines.IsEmpty
        ? "  (it said nothing)"
        : string.Join(Environment.NewLine, _lines.Select(line => "  " + line));

    /// <summary>Each line that it says, on either stream.</summary>
    public event Action<string>? Said;

    public static ChildProgram Start(string path, IEnumerable<string> arguments, IEnumerable<KeyValuePair<string, string>> environment)
    {
        var name = Path.GetFileNameWithoutExtension(path);
        var child = new ChildProgram(name, new Process { StartInfo = Describe(path, arguments, environment) });
        try
        {
            child._process.Start();
        }
        catch (Win32Exception exception)
        {
            throw new DemoException($"{name} cannot be started from {path}: {exception.Message}. Build the solution again: ./build.sh --target=Build.", exception);
        }

        Living[child] = true;
        child._process.StandardInput.Close();
        child._process.BeginOutputReadLine();
        child._process.BeginErrorReadLine();
        return child;
    }

    /// <summary>Runs a program that ends by itself.</summary>
    /// <returns>Its exit code and what it wrote to standard output; <see cref="LastLines"/> has both streams.</returns>
    public static async Task<ProgramResult> RunAsync(
        string path, IReadOnlyList<string> arguments, IEnumerable<KeyValuePair<string, string>> environment, TimeSpan limit, CancellationToken cancellationToken)
    {
        using var process = new Process { StartInfo = Describe(path, arguments, environment) };
        process.Start();
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var errors = process.StandardError.ReadToEndAsync(cancellationToken);
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limited.CancelAfter(limit);
        try
        {
            await process.WaitForExitAsync(limited.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            await process.WaitForExitAsync(CancellationToken.None);
            cancellationToken.ThrowIfCancellationRequested();
            throw new DemoException($"{Path.GetFileName(path)} {string.Join(' ', arguments)} did not end within {limit.TotalSeconds:0} s and was stopped.");
        }

        return new ProgramResult(process.ExitCode, await output, await errors);
    }

    public Task WaitForExitAsync(CancellationToken cancellationToken) => _process.WaitForExitAsync(cancellationToken);

    /// <exception cref="DemoException">It has ended: with its exit code and what it said last.</exception>
    public void ThrowIfExited(string remedy)
    {
        if (HasExited)
            throw new DemoException($"{Name} ended with exit code {_process.ExitCode}. It said last:{Environment.NewLine}{LastLines}{Environment.NewLine}{remedy}");
    }

    /// <summary>Ends it at once, as a power cut would.</summary>
    public void Kill()
    {
        try
        {
            _process.Kill();
        }
        catch (InvalidOperationException)
        {
            // It had ended by itself.
        }
    }

    /// <summary>Asks it to stop, and ends it when it does not within <paramref name="patience"/>.</summary>
    /// <returns>Whether it stopped by itself.</returns>
    public async Task<bool> StopAsync(TimeSpan patience)
    {
        if (OperatingSystem.IsWindows())
            Kill();
        else if (!HasExited)
            _ = Signal(_process.Id, Terminate);
        try
        {
            using var limit = new CancellationTokenSource(patience);
            await _process.WaitForExitAsync(limit.Token);
            return true;
        }
        catch (OperationCanceledException)
        {
            Kill();
            await _process.WaitForExitAsync(CancellationToken.None);
            return false;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync(TimeSpan.FromSeconds(15));
        Living.TryRemove(this, out _);
        _process.Dispose();
    }

    private static void KillAll()
    {
        foreach (var child in Living.Keys)
            child.Kill();
    }

    private static ProcessStartInfo Describe(string path, IEnumerable<string> arguments, IEnumerable<KeyValuePair<string, string>> environment)
    {
        var start = new ProcessStartInfo(path, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        // The runtime that runs this program runs the others too, wherever it is installed.
        start.Environment["DOTNET_ROOT"] = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));
        foreach (var (key, value) in environment)
            start.Environment[key] = value;
        return start;
    }

    private void Keep(string? line)
    {
        if (line is null)
            return;
        _lines.Enqueue(line);
        while (_lines.Count > LinesKept)
            _lines.TryDequeue(out _);
        Said?.Invoke(line);
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Signal(int process, int signal);
}

/// <summary>How a program ended.</summary>
internal sealed record ProgramResult(int ExitCode, string Output, string Errors)
{
    /// <exception cref="DemoException">It failed: what it said.</exception>
    public string OutputOrThrow(string what) => ExitCode == 0
        ? Output
        : throw new DemoException($"{what} failed with exit code {ExitCode}:{Environment.NewLine}{Errors.Trim()}{Environment.NewLine}{Output.Trim()}");
}
