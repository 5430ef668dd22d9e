using Leadline.Callers;
using Leadline.Journal;
using Leadline.Platform.Database;
using Leadline.Platform.Http;
using Leadline.Tenants;
using Microsoft.EntityFrameworkCore;

namespace Leadline.Users.Roles;

/// <summary>Reads one role: <c>GET /api/v1/roles/{id}</c>.</summary>
public static class GetRole
{
    /// <summary>Maps the endpoint.</summary>
    public static void Map(IEndpointRouteBuilder api) => api
        .MapGet("/roles/{id:long}", HandleAsync)
        .WithName(nameof(GetRole))
        .WithQueryParameters([])
        .Answers<Record<RoleResource>>()
        .RequireScope(Scopes.UsersRead);

    /// <summary>Reads one role with its permissions.</summary>
    /// <param name="id">The role's number; another tenant's answers 404.</param>
    public static async Task<IResult> HandleAsync(long id, QueryParameters parameters, Caller caller, LeadlineDatabase database, CancellationToken ct)
    {
        parameters.RefuseOthersThan([]);
        await using var db = database.For(caller.View);
        await using var read = await db.BeginReadAsync(ct);
        if (await db.Roles.AsNoTracking().FirstOrDefaultAsync(known => known.Id == id && known.DeletedAt == null, ct) is not { } role)
        {
            return Answer.NotFound("role");
        }

        var grants = await db.RolePermissions.AsNoTracking().Where(grant => grant.RoleId == id).ToListAsync(ct);
        return parameters.IsValid ? Answer.Record(RoleResource.Of(role, grants), RecordTag.Of(role.Version, grants.Sum(grant => grant.Id))) : Errors.Invalid(parameters.Errors);
    }
}
