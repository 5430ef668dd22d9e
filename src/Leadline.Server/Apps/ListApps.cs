using Leadline.Callers;
using Leadline.Platform.Database;
using Leadline.Platform.Http;
using Leadline.Platform.Text;
using Leadline.Tenants;
using Leadline.Users;
using Microsoft.EntityFrameworkCore;

namespace Leadline.Apps;

/// <summary>Lists apps: <c>GET /api/v1/apps</c>.</summary>
public static class ListApps
{
    private static readonly string[] Sorts = ["created_at", "name", "updated_at"];
    private static readonly IReadOnlyList<QueryParameter> Parameters = ListQuery.Parameters(Sorts);

    /// <summary>Maps the endpoint.</summary>
    public static void Map(IEndpointRouteBuilder api) => api
        .MapGet("/apps", HandleAsync)
        .WithName(nameof(ListApps))
        .WithQueryParameters(Parameters)
        .Answers<Page<AppResource>>()
        .RequireScope(Scopes.SettingsRead);

    /// <summary>Lists the apps of the tenant.</summary>
    /// <remarks>For owners only.</remarks>
    public static async Task<IResult> HandleAsync(QueryParameters parameters, Caller caller, LeadlineDatabase database, CancellationToken ct)
    {
        await using var db = database.For(caller.View);
        if (!await UserRoles.ActsAsOwnerAsync(db, caller))
        {
            return AppRefusals.Forbidden(AppRefusals.OwnersOnlyMessage);
        }

        parameters.RefuseOthersThan(Parameters);
        var query = ListQuery.Read(parameters, Sorts);
        if (!parameters.IsValid)
        {
            return Errors.Invalid(parameters.Errors);
        }

        await using var platform = database.Platform();
        var apps = await TenantApps.Of(platform, caller.Tenant).AsNoTracking().Where(app => (app.DeletedAt != null) == query.IsTrashed).ToListAsync(ct);
        return query.Answer(parameters, apps, app => app.DisplayName ?? "", app => query.SortBy switch
        {
            "name" => Folding.Fold(app.DisplayName ?? ""),
            "updated_at" => app.UpdatedAt,
            _ => app.CreatedAt,
        }, app => app.Id, AppResource.Of);
    }
}
