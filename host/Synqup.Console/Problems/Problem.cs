using Microsoft.AspNetCore.Mvc;
using Synqup.Core.Health;

namespace Synqup.Console.Problems;

/// <summary>Answers of the form RFC 9457.</summary>
internal static class Problem
{
    public static IResult Of(ProblemType type, string detail, Dictionary<string, object?>? more = null) =>
        TypedResults.Problem(detail: detail, statusCode: type.Status, title: type.Title, type: type.Urn, extensions: more);

    /// <summary>Every wrong value at once, each under the name of its field.</summary>
    public static IResult Invalid(IReadOnlyDictionary<string, List<string>> errors) =>
        Of(ProblemType.Invalid, "Correct the fields named in 'errors'.", new() { ["errors"] = errors });

    public static IResult NotFound(string what) => Of(ProblemType.NotFound, $"This office has no such {what}.");

    public static ProblemDetails Details(ProblemType type, string detail) => new() { Type = type.Urn, Title = type.Title, Status = type.Status, Detail = detail };
}

/// <summary>Collects what is wrong with a body, so that all of it is said in one answer.</summary>
internal sealed class Mistakes
{
    private readonly Dictionary<string, List<string>> _errors = [];

    public bool Any => _errors.Count > 0;

    public IReadOnlyDictionary<string, List<string>> Errors => _errors;

    public void Add(string field, string problem)
    {
        if (!_errors.TryGetValue(field, out var problems))
            _errors[field] = problems = [];
        problems.Add(problem);
    }

    /// <summary>Adds a mistake when a required text is missing, too long or not to be shown.</summary>
    public void Text(string field, string? value, int longest = 200)
    {
        if (string.IsNullOrWhiteSpace(value))
            Add(field, "This may not be empty.");
        else if (value.Length > longest)
            Add(field, $"This may have {longest} characters at most.");
        else if (ShownText.HasLines(value))
            Add(field, "This may not have line breaks or control characters.");
    }
}
