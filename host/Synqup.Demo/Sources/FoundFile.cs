namespace Synqup.Demo.Sources;

/// <summary>A file below <c>--documents</c>, with the PDF of the same name that lies beside it.</summary>
/// <param name="Source">Relative to the folder, with <c>/</c> on every system.</param>
/// <param name="Path">Where it is.</param>
/// <param name="PdfPath">Null when there is none.</param>
internal sealed record FoundFile(string Source, string Path, string? PdfPath)
{
    private static readonly string[] Extensions = [".xml", ".cod", ".txt", ".pdf"];

    private static readonly string[] AboutTheFolder = ["readme", "license", "licence", "copying", "notice"];

    public SourceFile Main => new(System.IO.Path.GetFileName(Path), () => File.OpenRead(Path));

    public SourceFile? Companion => PdfPath is null ? null : new(System.IO.Path.GetFileName(PdfPath), () => File.OpenRead(PdfPath));

    /// <summary>Every document below a folder, in the order of their names.</summary>
    /// <exception cref="DemoException">There is none.</exception>
    public static IReadOnlyList<FoundFile> Below(string folder)
    {
        var paths = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Where(path => Extensions.Contains(System.IO.Path.GetExtension(path), StringComparer.OrdinalIgnoreCase) && !IsAboutTheFolder(path))
            .Order(StringComparer.Ordinal).ToList();
        var pdfs = paths.Where(IsPdf).ToDictionary(WithoutExtension, StringComparer.OrdinalIgnoreCase);
        var invoices = paths.Where(path => HasExtension(path, ".xml")).Select(WithoutExtension).ToHashSet(StringComparer.OrdinalIgnoreCase);
        List<FoundFile> found =
        [
            .. paths.Where(path => !IsPdf(path) || !invoices.Contains(WithoutExtension(path))).Select(path => new FoundFile(
                System.IO.Path.GetRelativePath(folder, path).Replace('\\', '/'), path,
                HasExtension(path, ".xml") ? pdfs.GetValueOrDefault(WithoutExtension(path)) : null)),
        ];
        return found.Count > 0 ? found : throw new DemoException($"There is no {string.Join(", ", Extensions)} file below {folder}. Choose another folder with --documents.");
    }

    private static bool IsPdf(string path) => HasExtension(path, ".pdf");

    private static bool HasExtension(string path, string extension) => path.EndsWith(extension, StringComparison.OrdinalIgnoreCase);

    private static string WithoutExtension(string path) => System.IO.Path.ChangeExtension(path, null);

    private static bool IsAboutTheFolder(string path) =>
        AboutTheFolder.Any(word => System.IO.Path.GetFileName(path).StartsWith(word, StringComparison.OrdinalIgnoreCase));
}
