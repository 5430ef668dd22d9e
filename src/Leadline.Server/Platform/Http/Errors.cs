using Microsoft.AspNetCore.Http.HttpResults;

namespace Leadline.Platform.Http;

/// <summary>The refusals of handlers, as typed results.</summary>
public static class Errors
{
    /// <summary>422: says what is wrong with each parameter or field.</summary>
    public static UnprocessableEntity<Error> Invalid(IReadOnlyDictionary<string, IReadOnlyList<string>> errors) =>
        TypedResults.UnprocessableEntity(Of(errors));

    /// <summary>The body of a 422.</summary>
    public static Error Of(IReadOnlyDictionary<string, IReadOnlyList<string>> errors) => new(
        ErrorKind.ValidationFailed.Code,
        errors.Count == 1 && errors.Values.First() is [var only] ? only : errors.Count == 1 ? "One field is not valid; see errors." : $"{errors.Count} fields are not valid; see errors.",
        errors);
}
