namespace Synqup.Core.Sources;

/// <summary>Why a call of the source did not succeed.</summary>
internal enum SourceFailure
{
    /// <summary>Not reachable, overloaded or broken: trying again later can help.</summary>
    Unavailable,

    /// <summary>The credentials are not accepted: a person has to sign the agent in again.</summary>
    Unauthorized,

    /// <summary>Another instance uses this identity (409): this machine was cloned, or the other one must stop.</summary>
    OtherInstance,

    /// <summary>This agent was replaced by another one (410).</summary>
    Replaced,

    /// <summary>The change sequence is not known there: start without one.</summary>
    UnknownSequence,

    /// <summary>The request itself was refused; the same again will be refused again.</summary>
    Refused,
}

/// <summary>A call of the source that did not succeed, with a sentence for people.</summary>
internal sealed class SourceException(SourceFailure failure, string message, Exception? innerException = null) : Exception(message, innerException)
{
    public SourceFailure Failure { get; } = failure;

    /// <summary>When the source wants to be asked again; null when it did not say.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The HTTP status behind it; null when there was no answer.</summary>
    public int? Status { get; init; }

    /// <summary>For a content that was asked for: what the refusal says of its document.</summary>
    public Absence Absence { get; init; }
}
