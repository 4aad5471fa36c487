using System.IO.Abstractions;

namespace Synqup.Core.Delivery;

/// <summary>Chooses the platform of this system.</summary>
internal static class Platform
{
    public static IPlatform ForThisSystem(IFileSystem files) => throw new NotImplementedException($"{files}");
}
