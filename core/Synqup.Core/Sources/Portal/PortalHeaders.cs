namespace Synqup.Core.Sources.Portal;

/// <summary>Names on the wire that are not JSON.</summary>
internal static class PortalHeaders
{
    /// <summary>The instance that calls, bound to the machine: every call of an agent carries it.</summary>
    public const string Instance = "Synqup-Instance";

    /// <summary>Scheme of the Authorization header that carries an enrolment key.</summary>
    public const string EnrolmentScheme = "Enrolment";

    public const string AgentScope = "synqup.agent";

    public const string OfficeScope = "synqup.office";

    public const string BundleMediaType = "application/x-tar";

    /// <summary>Name of a bundle entry that stands for a document that is not available: <c>{documentId}/.problem</c>.</summary>
    public const string ProblemEntry = ".problem";
}
