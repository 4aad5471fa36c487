using Microsoft.EntityFrameworkCore;
using Synqup.Console.Content;
using Synqup.Console.Data;
using Synqup.Console.Documents;
using Synqup.Console.Problems;

namespace Synqup.Console.Intake;

/// <summary>One upload, refused whole or kept whole.</summary>
internal sealed class Intake(ConsoleDb db, Writing writing, ContentStore store, TimeProvider time)
{
    public async Task<IResult> InspectAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        using var inbox = store.OpenInbox();
        var (upload, refusal) = await Upload.ReadAsync(request, inbox, cancellationToken);
        if (upload is null)
            return refusal!;
        var (files, refused) = Reading.Read(upload, inbox, cancellationToken);
        return refused.Count > 0 ? Refused(refused) : TypedResults.Ok(new Inspections([.. files.Select(Inspection.Of)]));
    }

    public async Task<IResult> KeepAsync(HttpRequest request, Enterprise enterprise, CancellationToken cancellationToken)
    {
        using var inbox = store.OpenInbox();
        var (upload, refusal) = await Upload.ReadAsync(request, inbox, cancellationToken);
        if (upload is null)
            return refusal!;
        var mistakes = new Mistakes();
        var form = DocumentForm.Read(upload.Fields, mistakes);
        if (mistakes.Any)
            return Problem.Invalid(mistakes.Errors);

        var (files, unreadable) = Reading.Read(upload, inbox, cancellationToken);
        var refused = unreadable.ToList();
        var items = Decide(files, enterprise, form, refused);
        if (refused.Count > 0)
            return Refused(refused);

        // Content first: a document in the database always has its bytes.
        inbox.Keep([.. files.SelectMany(file => file.Parts).Select(part => part.Content)]);
        var answer = await writing.RunAsync(enterprise.OfficeId, changes => StoreAsync(items, enterprise.Id, changes, cancellationToken), cancellationToken);
        return answer.Items.Any(item => item.Status == UploadStatus.Created) ? TypedResults.Json(answer, statusCode: StatusCodes.Status201Created) : TypedResults.Ok(answer);
    }

    private List<Item> Decide(IReadOnlyList<ReadFile> files, Enterprise enterprise, DocumentForm form, List<RefusedFile> refused)
    {
        var alone = files.Where(file => file.Format == FileFormat.Pdf).ToList();
        if (alone.Count > 1)
            refused.AddRange(alone.Select(file => new RefusedFile(file.File.Name, "only one PDF that stands alone fits in an upload, since the fields describe one document")));
        var items = new List<Item>();
        foreach (var file in files)
        {
            var warnings = new List<string>();
            try
            {
                items.Add(new(file, Filing.Decide(file, enterprise, form, time.GetUtcNow(), warnings), warnings));
            }
            catch (UnreadableException exception)
            {
                refused.Add(new(file.File.Name, exception.Message));
            }
        }

        return items;
    }

    private async Task<UploadAnswer> StoreAsync(List<Item> items, string enterpriseId, Changes changes, CancellationToken cancellationToken)
    {
        // Read again: the switch may have been turned while the files came in.
        var enterprise = await db.Enterprises.SingleAsync(row => row.Id == enterpriseId, cancellationToken);
        var configuration = await db.Configurations.SingleOrDefaultAsync(row => row.Id == enterprise.ConfigurationId, cancellationToken);
        var hashes = items.Select(item => item.Document.Sha256).Distinct().ToList();
        var known = (await db.Documents.Where(row => row.EnterpriseId == enterpriseId && hashes.Contains(row.Sha256)).Select(row => new { row.Sha256, row.Direction, row.Id }).ToListAsync(cancellationToken))
            .ToDictionary(row => (row.Sha256, row.Direction), row => row.Id);
        var numbers = items.Select(item => item.Document.Number).Where(number => number is not null).Distinct().ToList();
        var similar = (await db.Documents.Where(row => row.EnterpriseId == enterpriseId && numbers.Contains(row.Number))
                .Select(row => new { row.Number, row.IssueDate, row.Total, row.SupplierVat, row.SupplierName }).ToListAsync(cancellationToken))
            .Select(row => (row.Number, row.IssueDate, row.Total, row.SupplierVat ?? row.SupplierName)).ToHashSet();

        var answers = new List<UploadItem>();
        foreach (var (file, document, warnings) in items)
        {
            if (known.TryGetValue((document.Sha256, document.Direction), out var id))
            {
                answers.Add(UploadItem.Of(file, document, id, UploadStatus.Existing, warnings));
                continue;
            }

            if (document.Number is not null && !similar.Add((document.Number, document.IssueDate, document.Total, document.SupplierVat ?? document.SupplierName)))
                warnings.Add("Another document of this customer has the same supplier, number, date and amount.");
            await Offering.OfferAsync(document, enterprise, configuration, changes, cancellationToken);
            if (Offering.WhyNot(document, enterprise, configuration) is { } reason)
                warnings.Add($"It is kept and not offered to an agent: {reason}");
            db.Documents.Add(document);
            known[(document.Sha256, document.Direction)] = document.Id;
            answers.Add(UploadItem.Of(file, document, document.Id, UploadStatus.Created, warnings));
        }

        return new(answers);
    }

    private static IResult Refused(IReadOnlyList<RefusedFile> refused) => Problem.Of(
        ProblemType.FilesRefused,
        string.Join(' ', refused.Take(10).Select(file => $"'{file.File}': {file.Reason}.")) + (refused.Count > 10 ? $" And {refused.Count - 10} more." : ""),
        new() { ["files"] = refused });

    private sealed record Item(ReadFile File, StoredDocument Document, List<string> Warnings);
}
