using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Synqup.Host.Plugins;

/// <summary>What an assembly says about itself, read without loading it: loading the wrong one cannot be undone.</summary>
/// <param name="Version">Informational version where it has one, without what follows a plus sign.</param>
/// <param name="Sdk">The version of Synqup.Sdk that it was compiled against; null when it does not refer to it.</param>
/// <param name="NeedsSdk">The release of the SDK package that it asks for in its metadata; null when it does not say.</param>
/// <param name="References">Simple names of all assemblies that it refers to.</param>
internal sealed record PluginAssembly(string Path, string Name, string Version, Version? Sdk, Version? NeedsSdk, IReadOnlyList<string> References)
{
    public const string SdkName = "Synqup.Sdk";

    /// <summary>Key of the <c>AssemblyMetadata</c> attribute in which a plugin names the SDK release that it needs.</summary>
    public const string NeedsSdkKey = "SynqupSdkVersion";

    /// <returns>Null for a native library.</returns>
    /// <exception cref="BadImageFormatException">It is no assembly, or a damaged one.</exception>
    public static PluginAssembly? Read(string path)
    {
        using var portable = new PEReader(File.OpenRead(path));
        if (!portable.HasMetadata) return null;

        var reader = portable.GetMetadataReader();
        var definition = reader.GetAssemblyDefinition();
        var references = reader.AssemblyReferences.Select(reader.GetAssemblyReference).ToList();
        var sdk = references.Where(one => reader.StringComparer.Equals(one.Name, SdkName)).Select(one => one.Version).FirstOrDefault();

        string? informational = null, needs = null;
        foreach (var attribute in definition.GetCustomAttributes().Select(reader.GetCustomAttribute))
        {
            var type = AttributeName(reader, attribute);
            if (type is "AssemblyInformationalVersionAttribute") informational = Strings(reader, attribute, 1)[0];
            if (type is "AssemblyMetadataAttribute" && Strings(reader, attribute, 2) is [NeedsSdkKey, var value]) needs = value;
        }

        return new PluginAssembly(
            path,
            reader.GetString(definition.Name),
            informational?.Split('+')[0] ?? definition.Version.ToString(3),
            sdk,
            System.Version.TryParse(needs?.Split('-', '+')[0], out var needed) ? needed : null,
            references.ConvertAll(one => reader.GetString(one.Name)));
    }

    private static string? AttributeName(MetadataReader reader, CustomAttribute attribute) =>
        attribute.Constructor.Kind == HandleKind.MemberReference
        && reader.GetMemberReference((MemberReferenceHandle)attribute.Constructor).Parent is { Kind: HandleKind.TypeReference } parent
            ? reader.GetString(reader.GetTypeReference((TypeReferenceHandle)parent).Name)
            : null;

    private static string?[] Strings(MetadataReader reader, CustomAttribute attribute, int count)
    {
        var blob = reader.GetBlobReader(attribute.Value);
        blob.ReadUInt16();
        return [.. Enumerable.Range(0, count).Select(_ => blob.ReadSerializedString())];
    }
}
