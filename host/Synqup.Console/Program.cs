using Synqup.Console.Commands;

return await CommandLine.RunAsync(args);
