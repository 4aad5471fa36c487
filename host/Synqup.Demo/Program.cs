return await Synqup.Demo.DemoCommand.Create().Parse(args).InvokeAsync(Synqup.Demo.DemoCommand.Invocation);
