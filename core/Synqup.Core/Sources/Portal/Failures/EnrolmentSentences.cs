namespace Synqup.Core.Sources.Portal.Failures;

/// <summary>Why an enrolment key was refused, for the person who gave it.</summary>
internal static class EnrolmentSentences
{
    public static string? For(PortalProblem? problem, PortalConnection connection)
    {
        if (problem is null)
            return null;
        if (problem.Is(PortalProblemTypes.EnrolmentKeyExpired))
            return $"The enrolment key of connection '{connection.Name}' has expired. Ask a manager of the office for a new one and put it in the agent's settings.";
        if (problem.Is(PortalProblemTypes.EnrolmentKeyUsed))
            return $"The enrolment key of connection '{connection.Name}' has been used as often as it may. If an earlier enrolment of this machine broke off, remove the agent that it left in the Console. Then ask a manager of the office for a new key and put it in the agent's settings.";
        if (problem.Is(PortalProblemTypes.EnrolmentKeyUnknown))
            return $"The Console does not know the enrolment key of connection '{connection.Name}'. Check that it was copied whole and belongs to the Console at {connection.Address.Host}, or ask a manager of the office for a new one.";
        return null;
    }
}
