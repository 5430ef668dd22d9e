using Leadline.Callers;
using Leadline.Platform.Database;
using Leadline.Platform.Http;

namespace Leadline.Apps;

/// <summary>Lists the caller's personal tokens: <c>GET /api/v1/account/tokens</c>.</summary>
public static class ListPersonalTokens
{
    internal const string PersonsOnly = "Only a person has personal tokens.";

    /// <summary>Maps the endpoint.</summary>
    public static void Map(IEndpointRouteBuilder api) => api
        .MapGet("/account/tokens", HandleAsync)
        .WithName(nameof(ListPersonalTokens))
        .WithQueryParameters([])
        .Answers<PersonalTokenList>()
        .RequireTenant();

    /// <summary>Lists the tokens that the caller made for their scripts in this tenant.</summary>
    /// <remarks>For persons only. Ended ones are listed until they are removed.</remarks>
    public static async Task<IResult> HandleAsync(QueryParameters parameters, Caller caller, LeadlineDatabase database, PersonalTokens tokens, CancellationToken ct)
    {
        parameters.RefuseOthersThan([]);
        if (!parameters.IsValid)
        {
            return Errors.Invalid(parameters.Errors);
        }

        if (caller.UserId is not { } user)
        {
            return AppRefusals.Forbidden(PersonsOnly);
        }

        await using var db = database.Platform();
        return TypedResults.Ok(new PersonalTokenList([.. (await tokens.ListAsync(db, user, caller.Tenant, ct)).Select(PersonalTokenResource.Of)]));
    }
}
