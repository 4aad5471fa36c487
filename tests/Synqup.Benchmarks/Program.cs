return await Synqup.Benchmarks.BenchmarkCommand.Create().Parse(args).InvokeAsync();
