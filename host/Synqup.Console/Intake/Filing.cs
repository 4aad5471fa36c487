using Synqup.Console.Data;
using Synqup.Core.Routing;
using Synqup.Core.Sources.Portal;

namespace Synqup.Console.Intake;

/// <summary>Decides what a file is, seen from the enterprise for which it was sent.</summary>
internal static class Filing
{
    /// <exception cref="UnreadableException">It cannot be this enterprise's, or the direction is needed.</exception>
    public static StoredDocument Decide(ReadFile file, Enterprise enterprise, DocumentForm form, DateTimeOffset now, List<string> warnings) => file.Format switch
    {
        FileFormat.Ubl => Invoice(file, enterprise, form.Direction, now, warnings),
        FileFormat.Coda => Statement(file, enterprise, now, warnings),
        _ => Pdf(file, enterprise, form, now),
    };

    private static StoredDocument Invoice(ReadFile file, Enterprise enterprise, Direction stated, DateTimeOffset now, List<string> warnings)
    {
        var facts = file.Ubl!;
        var direction = DirectionOf(facts, enterprise, stated, warnings);
        return New(file, enterprise, now, KindOf(direction, facts.IsCreditNote), direction) with
        {
            Number = facts.Number,
            IssueDate = facts.IssueDate,
            DueDate = facts.DueDate,
            Currency = facts.Currency,
            Total = facts.Total,
            SupplierName = facts.Supplier.Name,
            SupplierVat = facts.Supplier.Vat,
            SupplierNumber = facts.Supplier.EnterpriseNumber,
            CustomerName = facts.Customer.Name,
            CustomerVat = facts.Customer.Vat,
            CustomerNumber = facts.Customer.EnterpriseNumber,
        };
    }

    private static Direction DirectionOf(UblFacts facts, Enterprise enterprise, Direction stated, List<string> warnings)
    {
        var (buys, sells) = (Is(facts.Customer, enterprise), Is(facts.Supplier, enterprise));
        var read = (buys, sells) switch { (true, false) => Direction.Purchase, (false, true) => Direction.Sale, _ => Direction.None };
        if (read == Direction.None && stated == Direction.None)
            throw new UnreadableException($"{enterprise.Name} is {(buys ? "both its supplier and its customer" : "neither its supplier nor its customer")}: send the field 'direction' (purchase or sale)");
        if (read != Direction.None && stated != Direction.None && read != stated)
            throw new UnreadableException($"it is a {Word(read)} of {enterprise.Name}, not a {Word(stated)} as the field 'direction' says");
        var direction = read == Direction.None ? stated : read;
        var party = direction == Direction.Purchase ? facts.Customer : facts.Supplier;
        if (PartyCheck.Difference(DocumentMapping.ToNumber(party.EnterpriseNumber), party.Vat, DocumentMapping.ToNumber(enterprise.EnterpriseNumber), enterprise.Vat) is not null)
            warnings.Add($"The number of the {(direction == Direction.Purchase ? "customer" : "supplier")} on the document is not the one of {enterprise.Name}: an agent does not deliver it.");
        return direction;
    }

    private static string Word(Direction direction) => direction == Direction.Purchase ? "purchase" : "sale";

    private static bool Is(PartyFacts party, Enterprise enterprise) =>
        (party.EnterpriseNumber is not null && party.EnterpriseNumber == enterprise.EnterpriseNumber) || (party.Vat is not null && party.Vat == enterprise.Vat);

    private static WireDocumentKind KindOf(Direction direction, bool creditNote) => (direction, creditNote) switch
    {
        (Direction.Purchase, false) => WireDocumentKind.PurchaseInvoice,
        (Direction.Purchase, true) => WireDocumentKind.PurchaseCreditNote,
        (_, false) => WireDocumentKind.SalesInvoice,
        (_, true) => WireDocumentKind.SalesCreditNote,
    };

    private static StoredDocument Statement(ReadFile file, Enterprise enterprise, DateTimeOffset now, List<string> warnings)
    {
        var facts = file.Coda!;
        if (facts.EnterpriseNumber is not null && enterprise.EnterpriseNumber is not null && facts.EnterpriseNumber != enterprise.EnterpriseNumber)
            throw new UnreadableException($"its account holder has the enterprise number {facts.EnterpriseNumber}, {enterprise.Name} has {enterprise.EnterpriseNumber}");
        warnings.AddRange(facts.Warnings);
        return New(file, enterprise, now, WireDocumentKind.Statement, Direction.None) with
        {
            IssueDate = facts.Date,
            Currency = facts.Currency,
            Account = facts.Account,
            StatementNumber = facts.Number,
            Year = facts.Date.Year,
            Holder = facts.Holder,
        };
    }

    private static StoredDocument Pdf(ReadFile file, Enterprise enterprise, DocumentForm form, DateTimeOffset now)
    {
        if (form.MissingForPdf() is { } missing)
            throw new UnreadableException(missing);
        var direction = form.Kind switch
        {
            WireDocumentKind.PurchaseInvoice or WireDocumentKind.PurchaseCreditNote => Direction.Purchase,
            WireDocumentKind.SalesInvoice or WireDocumentKind.SalesCreditNote => Direction.Sale,
            _ => Direction.None,
        };
        return New(file, enterprise, now, form.Kind!.Value, direction) with { Number = form.Number, IssueDate = form.IssueDate };
    }

    private static StoredDocument New(ReadFile file, Enterprise enterprise, DateTimeOffset now, WireDocumentKind kind, Direction direction)
    {
        var id = Guid.CreateVersion7(now).ToString("N");
        return new()
        {
            Id = id,
            OfficeId = enterprise.OfficeId,
            EnterpriseId = enterprise.Id,
            Kind = kind,
            Direction = direction,
            Sha256 = file.File.Content.Sha256,
            FileName = file.File.Name,
            ArrivedAt = now,
            Parts = [.. file.Parts.Select((part, ordinal) => new StoredPart
            {
                DocumentId = id,
                Name = part.Name,
                Ordinal = ordinal,
                MediaType = part.MediaType,
                Size = part.Content.Size,
                Sha256 = part.Content.Sha256,
                EmbeddedIn = part.EmbeddedIn,
            })],
        };
    }
}
