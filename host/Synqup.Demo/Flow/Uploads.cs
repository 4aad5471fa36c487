using Synqup.Demo.Office;
using Synqup.Demo.Sources;

namespace Synqup.Demo.Flow;

/// <summary>A document that the Console keeps.</summary>
/// <param name="Sha256">Of its first part, as the Console read it.</param>
internal sealed record UploadedSource(SourceDocument Source, string Id, string Sha256);

/// <summary>Makes customers as documents name them and uploads their documents, many at a time.</summary>
/// <param name="configurations">The id of the configuration of each package.</param>
internal sealed class Uploads(OfficeClient office, IReadOnlyDictionary<string, string> configurations)
{
    // One upload is one transaction at the Console: many small ones would cost a flush each.
    private const int MostPerUpload = 50;

    private readonly Dictionary<CustomerCard, string> _customers = [];
    private readonly Dictionary<(CustomerCard, string?), List<SourceDocument>> _waiting = [];
    private readonly List<UploadedSource> _uploaded = [];
    private readonly List<RefusedSource> _refused = [];

    public IReadOnlyList<UploadedSource> Uploaded => _uploaded;

    public IReadOnlyList<RefusedSource> Refused => _refused;

    public int Customers => _customers.Count;

    /// <param name="progress">Told how many documents were taken or refused.</param>
    public async Task UploadAsync(IEnumerable<SourceDocument> documents, Action<int> progress, CancellationToken cancellationToken)
    {
        foreach (var document in documents)
        {
            var key = (document.Customer, document.Direction);
            if (!_waiting.TryGetValue(key, out var waiting))
                _waiting[key] = waiting = [];
            // The Console pairs and reports files by their names; a PDF alone has fields, which one upload has once.
            if (waiting.Count == MostPerUpload || document.Pdf is not null || waiting.Any(other => other.Pdf is not null || SameName(other, document)))
                await SendAsync(waiting, progress, cancellationToken);
            waiting.Add(document);
        }

        foreach (var waiting in _waiting.Values)
            await SendAsync(waiting, progress, cancellationToken);
    }

    private static bool SameName(SourceDocument one, SourceDocument other) => string.Equals(
        Path.GetFileNameWithoutExtension(one.Main.Name), Path.GetFileNameWithoutExtension(other.Main.Name), StringComparison.OrdinalIgnoreCase);

    private async Task SendAsync(List<SourceDocument> documents, Action<int> progress, CancellationToken cancellationToken)
    {
        while (documents.Count > 0)
        {
            try
            {
                var customer = await CustomerAsync(documents[0].Customer, cancellationToken);
                var answers = await office.UploadAsync(customer, documents, cancellationToken);
                _uploaded.AddRange(answers.Join(documents, answer => answer.File, document => document.Main.Name, (answer, document) => new UploadedSource(document, answer.Id, answer.Sha256)));
                progress(documents.Count);
                documents.Clear();
            }
            catch (OfficeException refusal)
            {
                progress(Refuse(documents, refusal));
            }
        }
    }

    /// <summary>An upload is refused whole: what is wrong is taken out, so that the rest can be sent again.</summary>
    private int Refuse(List<SourceDocument> documents, OfficeException refusal)
    {
        var before = documents.Count;
        foreach (var file in refusal.Files)
        {
            if (documents.Find(document => document.Main.Name == file.File || document.Companion?.Name == file.File) is { } document)
            {
                _refused.Add(new RefusedSource(document.Name, document.Main.Name == file.File ? file.Reason : $"{file.File}: {file.Reason}"));
                documents.Remove(document);
            }
        }

        if (documents.Count == before)
        {
            _refused.AddRange(documents.Select(document => new RefusedSource(document.Name, refusal.Reason)));
            documents.Clear();
        }

        return before - documents.Count;
    }

    private async Task<string> CustomerAsync(CustomerCard card, CancellationToken cancellationToken)
    {
        if (!_customers.TryGetValue(card, out var id))
        {
            var customer = new NewCustomer(card.Name, card.Vat, card.EnterpriseNumber, card.AccountingFileId, configurations[card.Package]);
            _customers[card] = id = await office.MakeCustomerAsync(customer, cancellationToken);
        }

        return id;
    }
}
