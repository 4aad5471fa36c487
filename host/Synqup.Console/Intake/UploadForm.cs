using System.ComponentModel.DataAnnotations;

namespace Synqup.Console.Intake;

// The bodies that Upload and DocumentForm read while they stream in, for the description of the addresses.

/// <param name="File">UBL, PDF and CODA files, each with its file name.</param>
/// <param name="Direction">Needed where the customer is both or neither of the parties.</param>
/// <param name="Kind">Of a PDF that stands alone, like number and issueDate.</param>
internal sealed record UploadForm(
    IFormFileCollection File,
    [property: AllowedValues("purchase", "sale")] string? Direction,
    [property: AllowedValues("purchaseInvoice", "purchaseCreditNote", "salesInvoice", "salesCreditNote", "other")] string? Kind,
    string? Number,
    DateOnly? IssueDate);

/// <param name="File">UBL, PDF and CODA files, each with its file name.</param>
internal sealed record InspectionForm(IFormFileCollection File);
