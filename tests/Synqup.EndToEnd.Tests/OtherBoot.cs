using Synqup.Demo.Programs;

namespace Synqup.EndToEnd.Tests;

/// <summary>The agent as it ran before the machine was started anew: in a namespace in which the boot has another id.</summary>
internal static class OtherBoot
{
    private const string Unshare = "/usr/bin/unshare";

    /// <summary>The test is left out, with the reason, where that is not allowed.</summary>
    /// <param name="file">For the id of the boot.</param>
    public static ChildProgram Run(AgentInstallation agent, string file)
    {
        if (!File.Exists(Unshare) || !Environment.IsPrivilegedProcess)
            Assert.Ignore($"Only root may give a process another boot id, and {Unshare} is needed (package util-linux).");
        File.WriteAllText(file, $"{Guid.NewGuid()}\n");
        return ChildProgram.Start(Unshare, ["--mount", "/bin/sh", "-c", """mount --bind "$1" /proc/sys/kernel/random/boot_id && exec "$2" run --settings "$3" """, "sh", file, BuiltPrograms.Agent, agent.SettingsFile], []);
    }
}
