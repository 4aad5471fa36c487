using Synqup.Core.Sources.Portal;
using Synqup.Demo.Office;

namespace Synqup.Demo.Sources;

/// <summary>Finds out whose the documents of a folder are, by what they say of themselves.</summary>
internal sealed class ResolvedSources(OfficeClient office, DemoOptions options)
{
    private readonly FoundCustomers _customers = new();
    private readonly List<RefusedSource> _refused = [];

    /// <summary>Files that say nothing that can be used.</summary>
    public IReadOnlyList<RefusedSource> Refused => _refused;

    public async Task<IReadOnlyList<SourceDocument>> ReadAsync(string folder, CancellationToken cancellationToken)
    {
        var documents = new List<SourceDocument>();
        foreach (var file in FoundFile.Below(folder))
        {
            try
            {
                documents.Add(Resolve(file, await office.InspectAsync(file.Main, cancellationToken)));
            }
            catch (OfficeException refusal)
            {
                _refused.Add(new RefusedSource(file.Source, refusal.Files is [var one, ..] ? one.Reason : refusal.Reason));
            }
        }

        return documents;
    }

    private SourceDocument Resolve(FoundFile file, Inspection says) => says.Format switch
    {
        "ubl" => new SourceDocument(
            file.Source, file.Main, file.Companion, _customers.For(options.As == Side.Sales ? says.Supplier : says.Customer), options.As == Side.Sales ? "sale" : "purchase"),
        "coda" => new SourceDocument(file.Source, file.Main, null, _customers.For(new PartyDescription(says.Holder, null, says.EnterpriseNumber)), null),
        _ => new SourceDocument(file.Source, file.Main, null, _customers.For(null), null)
        {
            Pdf = new PdfFacts("other", Path.GetFileNameWithoutExtension(file.Path), DateOnly.FromDateTime(File.GetLastWriteTimeUtc(file.Path))),
        },
    };
}
