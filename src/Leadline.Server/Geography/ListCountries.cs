using Leadline.Callers;
using Leadline.Platform.Geography;
using Leadline.Platform.Http;
using Leadline.Platform.Text;
using Leadline.Tenants;

namespace Leadline.Geography;

/// <summary>Lists the countries that leads and customers may have: <c>GET /api/v1/countries</c>.</summary>
public static class ListCountries
{
    private static readonly string[] Sorts = ["name", "code"];

    // Countries are never deleted.
    private static readonly IReadOnlyList<QueryParameter> Parameters = [.. ListQuery.Parameters(Sorts).Where(parameter => parameter.Name != "trashed")];

    /// <summary>Maps the endpoint.</summary>
    public static void Map(IEndpointRouteBuilder api) => api
        .MapGet("/countries", Handle)
        .WithName(nameof(ListCountries))
        .WithQueryParameters(Parameters)
        .Answers<Page<Country>>()
        .RequireScope(Scopes.LeadsRead);

    /// <summary>Lists countries.</summary>
    /// <remarks>Ids are the numeric codes of ISO 3166-1. The search looks through names and codes.</remarks>
    public static IResult Handle(QueryParameters parameters)
    {
        parameters.RefuseOthersThan(Parameters);
        var query = ListQuery.Read(parameters, Sorts);
        return parameters.IsValid
            ? query.Answer(
                parameters, Countries.All, country => $"{country.Name}\n{country.Code}",
                country => query.SortBy == "code" ? country.Code : Folding.Fold(country.Name), country => country.Id, country => country)
            : Errors.Invalid(parameters.Errors);
    }
}
