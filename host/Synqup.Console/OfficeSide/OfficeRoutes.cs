using Microsoft.AspNetCore.Mvc;
using Synqup.Console.Access;
using Synqup.Console.Hosting;
using Synqup.Console.Intake;

namespace Synqup.Console.OfficeSide;

/// <summary>The addresses of people and scripts of an office.</summary>
internal static class OfficeRoutes
{
    public static void MapOfficeSide(this IEndpointRouteBuilder routes)
    {
        var office = routes.MapGroup("/api/v1").WithTags("Office").ForOffice().RefusesAlways();
        var settings = routes.ServiceProvider.GetRequiredService<ConsoleSettings>();
        var uploads = new RequestSizeLimitAttribute((long)settings.Limits.UploadMebibytes << 20);

        office.MapGet("/configurations", Configurations.ListAsync).Produces<ConfigurationList>().WithSummary("The accounting package configurations.");
        office.MapPost("/configurations", Configurations.CreateAsync).Produces<ConfigurationView>(201).Refuses(413, 415).WithSummary("Make a configuration.");
        office.MapGet("/configurations/{id}", Configurations.GetAsync).Produces<ConfigurationView>().Refuses(404).WithSummary("One configuration.");
        office.MapPut("/configurations/{id}", Configurations.ReplaceAsync).Produces<ConfigurationView>().Refuses(404, 413, 415).WithSummary("Change a configuration as a whole.");
        office.MapDelete("/configurations/{id}", Configurations.DeleteAsync).Produces(204).Refuses(404, 409).WithSummary("Remove a configuration to which no customer is linked.");

        office.MapGet("/enterprises", Enterprises.ListAsync).Produces<EnterpriseList>().WithSummary("The customers; found by vat, enterpriseNumber or name.");
        office.MapPost("/enterprises", Enterprises.CreateAsync).Produces<EnterpriseView>(201).Refuses(409, 413, 415).WithSummary("Make a customer.");
        office.MapGet("/enterprises/{id}", Enterprises.GetAsync).Produces<EnterpriseView>().Refuses(404).WithSummary("One customer.");
        office.MapPut("/enterprises/{id}", Enterprises.ReplaceAsync).Produces<EnterpriseView>().Refuses(404, 409, 413, 415).WithSummary("Change a customer as a whole.");
        office.MapDelete("/enterprises/{id}", Enterprises.DeleteAsync).Produces(204).Refuses(404, 409).WithSummary("Remove a customer without documents.");
        office.MapPost("/enterprises/{id}/documents", Uploads.PostAsync).Accepts<UploadForm>("multipart/form-data").Produces<UploadAnswer>(201).Produces<UploadAnswer>().Refuses(404, 413, 415, 422)
            .WithMetadata(uploads).WithSummary("Upload UBL, PDF and CODA files for a customer.");
        office.MapPost("/documents/inspect", Uploads.InspectAsync).Accepts<InspectionForm>("multipart/form-data").Produces<Inspections>().Refuses(413, 415, 422)
            .WithMetadata(uploads).WithSummary("Read what files say of themselves, without keeping them.");

        office.MapGet("/office/documents", OfficeDocuments.ListAsync).Produces<OfficeDocumentPage>().WithSummary("Documents with their state: toBeFetched, error, forwarded or pickedUp.");
        office.MapGet("/office/documents/counts", OfficeDocuments.CountAsync).Produces<DocumentCounts>().WithSummary("How many documents are in which state.");
        office.MapGet("/office/documents/{id}", OfficeDocuments.GetAsync).Produces<OfficeDocument>().Refuses(404).WithSummary("One document with what its agents said.");
        office.MapPost("/redeliveries", OfficeDocuments.RedeliverAsync).Produces<RedeliveryAnswers>().Refuses(404, 413, 415).WithSummary("Deliver a selection of documents again.");

        office.MapGet("/agents", Agents.ListAsync).Produces<AgentList>().WithSummary("The agents with their last heartbeat.");
        office.MapGet("/agents/{id}", Agents.GetAsync).Produces<AgentView>().Refuses(404).WithSummary("One agent.");
        office.MapPut("/agents/{id}/replacement", Agents.ReplaceAsync).Produces<AgentView>().Refuses(404, 413, 415).WithSummary("Another agent takes this one's place and its configurations.");
        office.MapPost("/agents/{id}/gone", Agents.GoneAsync).Produces<AgentView>().Refuses(404).WithSummary("Confirm that this agent will never deliver anything again.");
        office.MapDelete("/agents/{id}", Agents.RevokeAsync).Produces(204).Refuses(404).WithSummary("Take an agent's credentials away.");
        office.MapGet("/agents/{id}/diagnostics", Agents.DiagnosticsAsync).Produces<DiagnosticsList>().Refuses(404).WithSummary("The bundles that an agent sent for support.");
        office.MapGet("/agents/{id}/diagnostics/{bundle}", Agents.DownloadAsync).GivesContent().Refuses(404).WithSummary("One bundle.");

        office.MapGet("/enrolment-keys", EnrolmentKeys.ListAsync).Produces<EnrolmentKeyList>().WithSummary("The enrolment keys, without the keys themselves.");
        office.MapPost("/enrolment-keys", EnrolmentKeys.CreateAsync).Produces<NewEnrolmentKey>(201).Refuses(413, 415).WithSummary("Make an enrolment key; it is shown once.");
        office.MapDelete("/enrolment-keys/{id}", EnrolmentKeys.WithdrawAsync).Produces(204).Refuses(404).WithSummary("Withdraw an enrolment key.");
    }
}
