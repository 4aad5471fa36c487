using Synqup.Sdk.Testing;

namespace Synqup.Plugins.Adsolut.Tests;

internal sealed class AdsolutContractTests : DestinationPluginContract<AdsolutPlugin>;
