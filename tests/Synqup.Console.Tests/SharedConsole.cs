using Synqup.Console.Tests.Running;

namespace Synqup.Console.Tests;

[SetUpFixture]
[FixtureLifeCycle(LifeCycle.SingleInstance)]
internal sealed class SharedConsole
{
    [OneTimeTearDown]
    public Task Stop() => RunningConsole.StopSharedAsync();
}
