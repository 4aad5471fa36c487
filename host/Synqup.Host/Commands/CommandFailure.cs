using Synqup.Core.Configuration;
using Synqup.Core.Ledger;
using Synqup.Core.Sources;

namespace Synqup.Host.Commands;

/// <summary>Why a command could not do what was asked. Its message says what, where and what to do.</summary>
internal sealed class CommandFailure(ExitCode code, string message, Exception? cause = null) : Exception(message, cause)
{
    public ExitCode Code { get; } = code;

    public IReadOnlyList<SettingsProblem> Problems { get; init; } = [];

    /// <summary>The command answers with documents, and has none to answer with.</summary>
    public bool OfDocuments { get; init; }

    /// <summary>The failure that an expected error of the core means; null for any other one.</summary>
    public static CommandFailure? From(Exception error) => error switch
    {
        CommandFailure failure => failure,
        // Its own files, not the portal: the credentials or the instance of another account.
        SourceException { InnerException: UnauthorizedAccessException } denied => new CommandFailure(ExitCode.DataUnusable, denied.Message, denied),
        SourceException source => new CommandFailure(CodeOf(source.Failure), source.Message, source),
        LedgerException ledger => new CommandFailure(ExitCode.DataUnusable, ledger.Message, ledger),
        _ => null,
    };

    public static ExitCode CodeOf(SourceFailure failure) => failure switch
    {
        SourceFailure.Unauthorized or SourceFailure.OtherInstance or SourceFailure.Replaced => ExitCode.NotEnrolled,
        _ => ExitCode.PortalUnreachable,
    };
}
