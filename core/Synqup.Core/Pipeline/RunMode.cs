namespace Synqup.Core.Pipeline;

internal enum RunMode
{
    /// <summary>Until stopped.</summary>
    Continuous,

    /// <summary>Until everything that is listed and due is delivered or has its reason, and the source was told.</summary>
    OnePass,
}
