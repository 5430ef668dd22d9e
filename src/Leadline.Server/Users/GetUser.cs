using Leadline.Callers;
using Leadline.Platform.Database;
using Leadline.Platform.Http;
using Leadline.Tenants;
using Microsoft.EntityFrameworkCore;

namespace Leadline.Users;

/// <summary>Reads one user: <c>GET /api/v1/users/{id}</c>.</summary>
public static class GetUser
{
    private static readonly QueryParameter Trashed = new("trashed", "boolean", "True to find the user also when they are deleted.");

    /// <summary>Maps the endpoint.</summary>
    public static void Map(IEndpointRouteBuilder api) => api
        .MapGet("/users/{id:long}", HandleAsync)
        .WithName(nameof(GetUser))
        .WithQueryParameters([Trashed])
        .Answers<Record<UserResource>>()
        .RequireScope(Scopes.UsersRead);

    /// <summary>Reads one user.</summary>
    /// <remarks>A deleted one answers 404 unless <c>trashed=1</c>.</remarks>
    /// <param name="id">The user's number; whoever is no member of the tenant answers 404.</param>
    public static async Task<IResult> HandleAsync(long id, QueryParameters parameters, Caller caller, LeadlineDatabase database, CancellationToken ct)
    {
        parameters.RefuseOthersThan([Trashed]);
        var withDeleted = parameters.Boolean(Trashed) ?? false;
        await using var db = database.For(caller.View);
        await using var read = await db.BeginReadAsync(ct);
        var member = await db.Memberships.AsNoTracking().FirstOrDefaultAsync(known => known.UserId == id && (withDeleted || known.DeletedAt == null), ct);
        if (member is null)
        {
            return Answer.NotFound("user");
        }

        var shown = (await UserRecords.ShowAsync(db, [member]))[0];
        return parameters.IsValid ? Answer.Record(shown.User, shown.ETag) : Errors.Invalid(parameters.Errors);
    }
}
