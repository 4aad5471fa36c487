return await Synqup.Demo.DemoCommand.RunAsync(args);
