using Synqup.Sdk.Testing;

namespace Synqup.Plugins.Winbooks.Tests;

internal sealed class WinbooksContractTests : DestinationPluginContract<WinbooksPlugin>;
