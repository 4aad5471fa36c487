using System.Text;
using Synqup.Host.Commands;

// Names of customers are not ASCII, and a Windows console starts in a code page of its own.
if (!Console.IsOutputRedirected && OperatingSystem.IsWindows()) Console.OutputEncoding = Encoding.UTF8;
return await CommandLine.RunAsync(args);
