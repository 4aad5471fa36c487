using System.Xml.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Synqup.Sdk.Tests.Readme;

/// <summary>A project as a README prints it: each piece of code is a file, and nothing helps that the printed project does not have.</summary>
internal sealed class PrintedProject
{
    // What ImplicitUsings means for Microsoft.NET.Sdk.
    private static readonly string[] Implicit =
        ["System", "System.Collections.Generic", "System.IO", "System.Linq", "System.Net.Http", "System.Threading", "System.Threading.Tasks"];

    private readonly CSharpCompilation _compilation;

    public PrintedProject(string name, XElement project, IEnumerable<string> files, IEnumerable<MetadataReference> references)
    {
        if (Setting(project, "ImplicitUsings") == "enable")
            files = files.Append(string.Concat(Implicit.Select(item => $"global using global::{item};\n")));
        var nullable = Setting(project, "Nullable") == "enable" ? NullableContextOptions.Enable : NullableContextOptions.Disable;
        var sdk = project.Descendants("PackageReference").Single(package => package.Attribute("Include")?.Value == typeof(IDestinationPlugin).Assembly.GetName().Name);
        Assert.That(sdk.Attribute("ExcludeAssets")?.Value, Is.EqualTo("runtime"));
        _compilation = CSharpCompilation.Create(
            name, files.Select(file => CSharpSyntaxTree.ParseText(file)),
            [.. Framework(), MetadataReference.CreateFromFile(typeof(IDestinationPlugin).Assembly.Location), .. references],
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: nullable));
    }

    public MetadataReference Reference => _compilation.ToMetadataReference();

    /// <summary>Errors and warnings, as the compiler says them.</summary>
    public IEnumerable<string> Problems => _compilation.GetDiagnostics().Where(found => found.Severity >= DiagnosticSeverity.Warning).Select(found => found.ToString());

    private static string? Setting(XElement project, string name) => project.Descendants(name).SingleOrDefault()?.Value;

    // The shared framework only: the tests' own packages stand elsewhere.
    private static IEnumerable<MetadataReference> Framework() =>
        Directory.EnumerateFiles(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "*.dll")
            .Where(file => Path.GetFileName(file) is { } name && (name.StartsWith("System.", StringComparison.Ordinal) || name is "netstandard.dll" or "mscorlib.dll")
                && !name.Contains("Native", StringComparison.Ordinal))
            .Select(file => MetadataReference.CreateFromFile(file));
}
