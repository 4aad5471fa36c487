using Synqup.Sdk.Testing;

namespace Synqup.Plugins.GenericFolder.Tests;

internal sealed class GenericFolderContractTests : DestinationPluginContract<GenericFolderPlugin>;
