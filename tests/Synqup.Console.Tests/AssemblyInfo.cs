[assembly: Parallelizable(ParallelScope.All)]
[assembly: FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
// Each case runs a Console of its own; the machine has two cores.
[assembly: LevelOfParallelism(4)]
