using Synqup.Core.Configuration;
using Synqup.Core.Sources;

namespace Synqup.Host.Commands;

internal static class PortalCheck
{
    public static Finding Finding(ConnectionSettings connection, PortalConfiguration got)
    {
        var place = $"{connection.Name} ({connection.Portal})";
        return got.Failure is not { } failure ? new Finding(CheckArea.Portal, place) : new Finding(CheckArea.Portal, place, failure.Message, failure.Failure switch
        {
            SourceFailure.Unauthorized => "Put an enrolment key that a manager of the office made in the Console into the settings (enrolmentKey or enrolmentKeyFile).",
            SourceFailure.OtherInstance => "Stop the other machine, or the other copy of this data folder; or give this one a data folder and an enrolment of its own.",
            SourceFailure.Replaced => "Nothing to do here but to uninstall: another agent does this work now.",
            _ => "Check the address, the network and the proxy of the settings. Only outgoing HTTPS on port 443 is needed.",
        });
    }
}
