return await Synqup.Chaos.ChaosCommand.Create().Parse(args).InvokeAsync();
