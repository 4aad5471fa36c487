namespace Synqup.Host.Agent;

/// <summary>How long a portal that does not answer is waited for.</summary>
internal enum Patience
{
    /// <summary>As a service does.</summary>
    Long,

    /// <summary>As a person does who waits for the answer.</summary>
    Short,

    /// <summary>As one pass does, which says each failure at once, tries again itself, and ends.</summary>
    Pass,
}
