using Synqup.Sdk;

namespace WrongSdkMajor;

public sealed class Plugin : IDestinationPlugin
{
    public string Name => "of another time";
}
