using Leadline.Audit;
using Leadline.Callers;
using Leadline.Platform.Database;
using Leadline.Platform.Http;
using Leadline.Tenants;
using Leadline.Users;

namespace Leadline.Account;

/// <summary>Lists sign-ins, tokens, apps and role changes of the tenant, for owners: <c>GET /api/v1/audit</c>.</summary>
public static class ListAudit
{
    private static readonly string[] Sorts = ["created_at"];
    private static readonly QueryParameter Kind = new("kind", "string", "Only events of this kind.") { Options = AuditKinds.All };
    private static readonly QueryParameter UserId = new("user_id", "integer", "Only events that concern this user.");
    private static readonly QueryParameter From = new("created_from", "string", "Only events of this time or later. ISO 8601.") { MaxLength = 40, Format = "date-time" };
    private static readonly QueryParameter To = new("created_to", "string", "Only events of this time or before; a date is meant to its end. ISO 8601.") { MaxLength = 40, Format = "date-time" };

    // Events are never deleted by hand, and hold no text to search.
    private static readonly IReadOnlyList<QueryParameter> Parameters =
        [.. ListQuery.Parameters(Sorts, Kind, UserId, From, To).Where(parameter => parameter.Name is not ("trashed" or "search"))];

    /// <summary>Maps the endpoint.</summary>
    public static void Map(IEndpointRouteBuilder api) => api
        .MapGet("/audit", HandleAsync)
        .WithTags("Audit")
        .WithName(nameof(ListAudit))
        .WithQueryParameters(Parameters)
        .Answers<Page<AuditResource>>()
        .RequireScope(Scopes.UsersRead);

    /// <summary>Lists sign-ins, tokens, apps and role changes.</summary>
    /// <remarks>For owners (403). A sign-in is that of a member while they are one, to whichever of their tenants they then went. Events are kept as long as the operator says, a year unless set.</remarks>
    public static async Task<IResult> HandleAsync(QueryParameters parameters, Caller caller, LeadlineDatabase database, CancellationToken ct)
    {
        parameters.RefuseOthersThan(Parameters);
        var query = ListQuery.Read(parameters, Sorts);
        var filter = new AuditFilter(parameters.Option(Kind), parameters.Integer(UserId), parameters.Time(From), parameters.Time(To, isEnd: true));
        if (!parameters.IsValid)
        {
            return Errors.Invalid(parameters.Errors);
        }

        if (!await MayReadAsync(caller, database, ct))
        {
            return TypedResults.Json(new Error(ErrorKind.Forbidden.Code, "Only an owner of the tenant may see this."), statusCode: ErrorKind.Forbidden.Status);
        }

        await using var db = database.Platform();
        return await query.AnswerAsync<AuditEvent, AuditResource>(
            parameters, db, await db.EventsOfAsync(caller.Tenant, filter, ct), ListOrder.By((AuditEvent told) => told.CreatedAt),
            rows => Task.FromResult<IReadOnlyList<AuditResource>>([.. rows.Select(AuditResource.Of)]), ct);
    }

    private static async Task<bool> MayReadAsync(Caller caller, LeadlineDatabase database, CancellationToken ct) =>
        caller.Token.Kind == Author.Operator
        || (caller.UserId is { } user && (await OwnedTenants.OfAsync(database, user, caller.Token.ProviderTenant, ct)).Any(owned => owned.Id == caller.Tenant.Value));
}

/// <summary>One fact about who got in, by what, and who may do what.</summary>
/// <param name="Id">The event's number.</param>
/// <param name="Kind">What happened: <c>sign_in.succeeded</c>.</param>
/// <param name="CreatedAt">When.</param>
/// <param name="UserId">The person it concerns.</param>
/// <param name="Author">Who acted; null where nobody knows, as for a failed sign-in.</param>
/// <param name="AppId">The client id of the app it concerns.</param>
/// <param name="Address">The address it came from.</param>
/// <param name="UserAgent">What the browser or program calls itself.</param>
/// <param name="Details">What else there is to tell, by kind.</param>
public sealed record AuditResource(
    long Id, string Kind, DateTime CreatedAt, long? UserId, AuditAuthor? Author, string? AppId, string? Address, string? UserAgent, RawJson? Details)
{
    internal static AuditResource Of(AuditEvent told) => new(
        told.Id, told.Kind, told.CreatedAt, told.UserId, told is { AuthorKind: { } kind, AuthorId: { } id } ? new AuditAuthor(kind, id) : null,
        told.AppId, told.Address, told.UserAgent, told.Details is { } details ? RawJson.Compact(details) : null);
}

/// <summary>Who acted.</summary>
/// <param name="Kind">A <c>person</c>, an <c>app</c>, the <c>operator</c>, or the <c>system</c> itself.</param>
/// <param name="Id">The user's number, the app's client id; for the others the kind itself.</param>
public sealed record AuditAuthor(string Kind, string Id);
