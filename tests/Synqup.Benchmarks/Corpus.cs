using System.Collections.Frozen;
using System.Globalization;
using System.Security.Cryptography;
using Synqup.Demo.Samples;
using Synqup.Demo.Sources;

namespace Synqup.Benchmarks;

/// <summary>The documents of a benchmark, as files in one folder per customer for the programs that fetch files.</summary>
/// <param name="Folder">Where they lie: <c>{customer}/{name}</c>.</param>
/// <param name="NeighbourFiles">Of a customer whose documents another agent delivers: in a folder of their own, which nobody measures.</param>
/// <param name="Hashes">Of every document; no two are the same.</param>
internal sealed record Corpus(string Folder, IReadOnlyList<CorpusFile> Files, IReadOnlyList<CorpusFile> NeighbourFiles, FrozenSet<string> Hashes)
{
    private const int Seed = 20260101;
    private const int NeighbourDocuments = 600;

    public static Corpus Make(string folder, BenchmarkOptions options)
    {
        var customers = SampleOffice.Many(options.Customers + 1);
        var files = Write(folder, [.. customers.SkipLast(1)], options.Documents, options.KiB);
        var neighbours = Write(folder + "-neighbour", [customers[^1]], NeighbourDocuments, options.KiB);
        var hashes = files.Select(file => file.Sha256).ToFrozenSet();
        if (hashes.Count != files.Length)
        {
            throw new BenchmarkException("Two documents of the corpus are the same.");
        }

        return new(folder, files, neighbours, hashes);
    }

    private static CorpusFile[] Write(string folder, IReadOnlyList<SampleParty> customers, int count, int kib)
    {
        var documents = new SampleDocuments(Seed, customers);
        for (var customer = 0; customer < customers.Count; customer++)
        {
            Directory.CreateDirectory(Path.Combine(folder, FolderName(customer)));
        }

        var files = new CorpusFile[count];
        Parallel.For(0, files.Length, index =>
        {
            var document = documents.OfSize(index, kib * 1024);
            var path = $"{FolderName(index % customers.Count)}/{document.Name}";
            File.WriteAllBytes(Path.Combine(folder, path), document.Content);
            files[index] = new(folder, path, document.Customer, Convert.ToHexStringLower(SHA256.HashData(document.Content)));
        });
        return files;
    }

    /// <summary>Reads every file below a folder, what the agent keeps for itself aside, and holds it to the corpus.</summary>
    /// <exception cref="BenchmarkException">A file is missing, there twice or damaged, or does not belong there.</exception>
    public void Verify(string program, string delivered)
    {
        var found = Directory.EnumerateFiles(delivered, "*", SearchOption.AllDirectories)
            .Where(file => !file.Contains("/.synqup/", StringComparison.Ordinal))
            .AsParallel()
            .Select(file => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file))))
            .ToList();
        var wrong = found.Count(hash => !Hashes.Contains(hash));
        var distinct = found.Distinct().Count();
        if (wrong > 0 || found.Count != Files.Count || distinct != Files.Count)
        {
            throw new BenchmarkException(
                $"{program} delivered {found.Count} files, {distinct} different ones and {wrong} with wrong content, instead of {Files.Count}.");
        }
    }

    /// <summary>A document as what is uploaded.</summary>
    public static SourceDocument Source(CorpusFile file)
    {
        var path = Path.Combine(file.Folder, file.Path);
        var card = GeneratedDocuments.Card(file.Customer, Package.GenericFolder);
        return new(file.Path, new SourceFile(Path.GetFileName(path), () => File.OpenRead(path)), null, card, "purchase");
    }

    private static string FolderName(int customer) => customer.ToString("0000", CultureInfo.InvariantCulture);
}

/// <param name="Folder">Of the corpus.</param>
/// <param name="Path">Relative to it.</param>
internal sealed record CorpusFile(string Folder, string Path, SampleParty Customer, string Sha256);
