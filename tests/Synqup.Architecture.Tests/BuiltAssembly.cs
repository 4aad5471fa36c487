using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Synqup.Architecture.Tests;

/// <summary>What an assembly says about itself, read without loading it.</summary>
/// <param name="References">Names of the assemblies that it refers to.</param>
/// <param name="PublicTypes">Full names of the types that other assemblies can see, nested ones aside.</param>
/// <param name="Methods">Names of all methods.</param>
internal sealed record BuiltAssembly(
    string Name, IReadOnlyList<string> References, IReadOnlyList<string> PublicTypes, IReadOnlyList<string> Methods)
{
    /// <summary>References to assemblies of this repository.</summary>
    public IEnumerable<string> OwnReferences => References.Where(name => name.StartsWith("synqup", StringComparison.OrdinalIgnoreCase));

    public static BuiltAssembly Read(string file)
    {
        using var image = new PEReader(File.OpenRead(file));
        var reader = image.GetMetadataReader();
        return new(
            reader.GetString(reader.GetAssemblyDefinition().Name),
            [.. reader.AssemblyReferences.Select(handle => reader.GetString(reader.GetAssemblyReference(handle).Name))],
            [
                .. reader.TypeDefinitions.Select(reader.GetTypeDefinition)
                    .Where(type => (type.Attributes & TypeAttributes.VisibilityMask) == TypeAttributes.Public)
                    .Select(type => FullName(reader, type)),
            ],
            [.. reader.MethodDefinitions.Select(handle => reader.GetString(reader.GetMethodDefinition(handle).Name))]);
    }

    private static string FullName(MetadataReader reader, TypeDefinition type)
        => type.Namespace.IsNil ? reader.GetString(type.Name) : $"{reader.GetString(type.Namespace)}.{reader.GetString(type.Name)}";
}
