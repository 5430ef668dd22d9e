using Leadline.Callers;
using Leadline.Platform.Database;
using Leadline.Platform.Http;
using Leadline.Platform.Text;
using Leadline.Tenants;
using Microsoft.EntityFrameworkCore;

namespace Leadline.Users;

/// <summary>Lists users: <c>GET /api/v1/users</c>.</summary>
public static class ListUsers
{
    private static readonly string[] Sorts = ["created_at", "name", "email", "updated_at", "last_login_at"];
    private static readonly QueryParameter IsActive = new("is_active", "boolean", "Only active users, or only the others.");
    private static readonly QueryParameter RoleName = new("role", "string", "Only users with the role of this name.") { MaxLength = 255 };
    private static readonly IReadOnlyList<QueryParameter> Parameters = ListQuery.Parameters(Sorts, IsActive, RoleName);

    /// <summary>Maps the endpoint.</summary>
    public static void Map(IEndpointRouteBuilder api) => api
        .MapGet("/users", HandleAsync)
        .WithName(nameof(ListUsers))
        .WithQueryParameters(Parameters)
        .Answers<Page<UserResource>>()
        .RequireScope(Scopes.UsersRead);

    /// <summary>Lists the people of the tenant.</summary>
    /// <remarks>A search looks through names and e-mail addresses.</remarks>
    public static async Task<IResult> HandleAsync(QueryParameters parameters, Caller caller, LeadlineDatabase database, CancellationToken ct)
    {
        parameters.RefuseOthersThan(Parameters);
        var query = ListQuery.Read(parameters, Sorts);
        var (isActive, role) = (parameters.Boolean(IsActive), parameters.Text(RoleName));
        if (!parameters.IsValid)
        {
            return Errors.Invalid(parameters.Errors);
        }

        await using var db = database.For(caller.View);
        await using var read = await db.BeginReadAsync(ct);
        var members = await db.Memberships.AsNoTracking()
            .Where(member => (member.DeletedAt != null) == query.IsTrashed)
            .Where(member => isActive == null || member.IsActive == isActive)
            .ToListAsync(ct);
        var users = (await UserRecords.ShowAsync(db, members)).Select(shown => shown.User)
            .Where(user => role is null || user.Roles.Any(given => given.Name == role));
        return query.Answer(parameters, users, user => $"{user.Name}\n{user.Email}", user => query.SortBy switch
        {
            "name" => Folding.Fold(user.Name),
            "email" => Folding.Fold(user.Email),
            "updated_at" => user.UpdatedAt,
            "last_login_at" => user.LastLoginAt,
            _ => user.CreatedAt,
        }, user => user.Id, user => user);
    }
}
