using Synqup.Sdk;

namespace Synqup.Plugins.Winbooks;

/// <summary>How files for Winbooks are called. It imports in the order of the names.</summary>
internal static class WinbooksNames
{
    public static NameTemplate Document { get; } = NameTemplate.Parse("{yyyyMMdd}_{number}_{hash8}");

    public static NameTemplate Statement { get; } = NameTemplate.Parse("{yyyy}.{statementNumber}.{yyyyMMdd}.{vat}_{account}.{hash8}");
}
