using System.Text.Json.Serialization;

namespace Synqup.Core.Sources.Portal;

/// <summary>An RFC 9457 problem document, as far as the agent reads it.</summary>
/// <param name="Error">RFC 6749 error code of a token endpoint, such as "invalid_client".</param>
internal sealed record PortalProblem(
    string? Type, string? Title, string? Detail, string? Error = null,
    [property: JsonPropertyName("error_description")] string? ErrorDescription = null)
{
    /// <summary>What it says of a document whose content it answers for.</summary>
    [JsonIgnore]
    public Absence Absence =>
        Is(PortalProblemTypes.NotAvailable) ? Absence.Withdrawn
        : Is(PortalProblemTypes.AlreadyForwarded) ? Absence.AlreadyForwarded
        : Is(PortalProblemTypes.InDoubt) ? Absence.InDoubt
        : Absence.Passing;

    /// <summary>Whether the type is this one of <see cref="PortalProblemTypes"/>, whatever stands before its name.</summary>
    public bool Is(string name) =>
        Type is not null && Type.EndsWith(name, StringComparison.Ordinal) && (Type.Length == name.Length || Type[^(name.Length + 1)] is '/' or '#' or ':');
}

/// <summary>The stable names at the end of a problem's type, on which an agent decides.</summary>
internal static class PortalProblemTypes
{
    /// <summary>What the Console puts before each name.</summary>
    public const string Prefix = "urn:synqup:problem:";

    /// <summary>400: start without <c>after</c>.</summary>
    public const string UnknownSequence = "unknownSequence";

    /// <summary>409: another instance uses this identity.</summary>
    public const string OtherInstance = "otherInstance";

    /// <summary>410: another agent took this one's place.</summary>
    public const string Replaced = "replaced";

    /// <summary>404: this agent is not given this content any more: deleted, no longer shared, given to another agent, or replaced by a later delivery.</summary>
    public const string NotAvailable = "notAvailable";

    /// <summary>404: this agent said already that it forwarded this delivery, and no new one was asked for.</summary>
    public const string AlreadyForwarded = "alreadyForwarded";

    /// <summary>404: this agent said already that the accounting package may have this delivery, and no new one was asked for.</summary>
    public const string InDoubt = "inDoubt";

    /// <summary>401: no such enrolment key, or it was withdrawn.</summary>
    public const string EnrolmentKeyUnknown = "enrolmentKeyUnknown";

    /// <summary>401: the enrolment key has expired.</summary>
    public const string EnrolmentKeyExpired = "enrolmentKeyExpired";

    /// <summary>401: the enrolment key has been used as often as it may.</summary>
    public const string EnrolmentKeyUsed = "enrolmentKeyUsed";
}
