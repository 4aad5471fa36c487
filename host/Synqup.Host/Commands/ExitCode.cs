using System.ComponentModel;

namespace Synqup.Host.Commands;

/// <summary>How a command ended, for scripts. The sentences are shown by <c>--help</c>. Numbers are promises: never renumber.</summary>
internal enum ExitCode
{
    /// <summary>Nothing to do.</summary>
    [Description("Everything is all right.")]
    Ok = 0,

    /// <summary>What was asked was done, and something was found.</summary>
    [Description("Something needs a person: the output says what and what to do.")]
    Problems = 1,

    /// <summary>The command line itself.</summary>
    [Description("The command line is wrong: an unknown command, option or value.")]
    Usage = 2,

    /// <summary>The file, an environment variable or an override.</summary>
    [Description("The settings are missing or invalid; every problem is listed.")]
    SettingsInvalid = 3,

    /// <summary>No answer, or one that is no use now.</summary>
    [Description("A portal cannot be reached, does not answer as it should, or has not answered yet since the agent started.")]
    PortalUnreachable = 4,

    /// <summary>Never signed in, revoked, replaced or cloned.</summary>
    [Description("A portal does not accept this agent: it is not enrolled, was revoked or replaced, or another machine uses its identity.")]
    NotEnrolled = 5,

    /// <summary>The lock of the data folder is held.</summary>
    [Description("Another synqup works with the same data folder.")]
    AlreadyRunning = 6,

    /// <summary>Damaged, not writable, on a network drive, or of a newer version.</summary>
    [Description("The data folder or the ledger in it cannot be used.")]
    DataUnusable = 7,

    /// <summary>A defect of this program.</summary>
    [Description("An unexpected error; the log has the details.")]
    Unexpected = 70,

    /// <summary>The second signal, or the first one of what ends by itself.</summary>
    [Description("Stopped before it was done, by Ctrl-C or SIGTERM; nothing is lost, the next start goes on.")]
    Interrupted = 130,
}
