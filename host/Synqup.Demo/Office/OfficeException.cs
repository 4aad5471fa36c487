using System.Net;

namespace Synqup.Demo.Office;

/// <summary>The Console refused a call.</summary>
internal sealed class OfficeException(HttpStatusCode status, OfficeProblem? problem, string address)
    : Exception($"The Console refused {address} with {(int)status}: {Text(problem)}")
{
    public HttpStatusCode Status => status;

    /// <summary>The files of an upload that were refused, each with its reason; empty for any other refusal.</summary>
    public IReadOnlyList<RefusedFile> Files => problem?.Files ?? [];

    /// <summary>Without the address, for a person who uploaded something.</summary>
    public string Reason => Text(problem);

    private static string Text(OfficeProblem? problem)
    {
        var errors = problem?.Errors?.SelectMany(error => error.Value.Select(text => $"{error.Key}: {text}")) ?? [];
        return string.Join(' ', errors.Prepend(problem?.Detail ?? problem?.Title ?? "It did not say why."));
    }
}
