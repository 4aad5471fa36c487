using Synqup.Core.Sources.Portal;

namespace Synqup.Console.Problems;

/// <summary>The kinds of problem that the Console answers with. Names are promises: scripts and agents decide on them.</summary>
internal sealed record ProblemType(string Name, int Status, string Title)
{
    public static readonly ProblemType BadRequest = new("badRequest", 400, "The request cannot be read");
    public static readonly ProblemType Invalid = new("invalid", 400, "Some values are not right");
    public static readonly ProblemType MissingInstance = new("missingInstance", 400, "The instance is not named");
    public static readonly ProblemType UnknownSequence = new(PortalProblemTypes.UnknownSequence, 400, "This change sequence was never given here");
    public static readonly ProblemType HttpsRequired = new("httpsRequired", 400, "Plain HTTP is for this machine only");
    public static readonly ProblemType Unauthorized = new("unauthorized", 401, "Sign in first");
    public static readonly ProblemType Revoked = new("revoked", 401, "The office took this agent's credentials away");
    public static readonly ProblemType EnrolmentKeyUnknown = new(PortalProblemTypes.EnrolmentKeyUnknown, 401, "There is no such enrolment key");
    public static readonly ProblemType EnrolmentKeyExpired = new(PortalProblemTypes.EnrolmentKeyExpired, 401, "The enrolment key has expired");
    public static readonly ProblemType EnrolmentKeyUsed = new(PortalProblemTypes.EnrolmentKeyUsed, 401, "The enrolment key has been used as often as it may");
    public static readonly ProblemType Forbidden = new("forbidden", 403, "These credentials may not do that");
    public static readonly ProblemType NotFound = new("notFound", 404, "There is nothing here");
    public static readonly ProblemType NotAvailable = new(PortalProblemTypes.NotAvailable, 404, "This content is not available to this agent");
    public static readonly ProblemType AlreadyForwarded = new(PortalProblemTypes.AlreadyForwarded, 404, "This delivery was forwarded already");
    public static readonly ProblemType InDoubt = new(PortalProblemTypes.InDoubt, 404, "The accounting package may have this delivery");
    public static readonly ProblemType MethodNotAllowed = new("methodNotAllowed", 405, "This address does not take that method");
    public static readonly ProblemType OtherInstance = new(PortalProblemTypes.OtherInstance, 409, "Another instance uses this identity");
    public static readonly ProblemType Exists = new("exists", 409, "It is there already");
    public static readonly ProblemType InUse = new("inUse", 409, "It is still in use");
    public static readonly ProblemType Replaced = new(PortalProblemTypes.Replaced, 410, "Another agent took this one's place");
    public static readonly ProblemType TooLarge = new("tooLarge", 413, "That is more than is accepted at once");
    public static readonly ProblemType UnsupportedMediaType = new("unsupportedMediaType", 415, "This address does not take that kind of content");
    public static readonly ProblemType FilesRefused = new("filesRefused", 422, "Nothing of this upload was kept");
    public static readonly ProblemType TooManyRequests = new("tooManyRequests", 429, "Too many requests");
    public static readonly ProblemType Unexpected = new("unexpected", 500, "Something failed here that should not");
    public static readonly ProblemType ContentLost = new("contentLost", 500, "The Console cannot read this content");
    public static readonly ProblemType Unavailable = new("unavailable", 503, "The Console cannot do this at the moment");

    /// <summary>The RFC 9457 type.</summary>
    public string Urn => PortalProblemTypes.Prefix + Name;

    /// <summary>What the framework answers by itself, by status.</summary>
    public static ProblemType? For(int status) => status switch
    {
        400 => BadRequest,
        401 => Unauthorized,
        403 => Forbidden,
        404 => NotFound,
        405 => MethodNotAllowed,
        413 => TooLarge,
        415 => UnsupportedMediaType,
        429 => TooManyRequests,
        503 => Unavailable,
        500 => Unexpected,
        _ => null,
    };
}
