using Leadline.Callers;
using Leadline.Journal;
using Leadline.Platform.Http;
using Leadline.Tenants;

namespace Leadline.Apps;

/// <summary>Makes a personal token: <c>POST /api/v1/account/tokens</c>.</summary>
public static class CreatePersonalToken
{
    private static readonly BodyField Name = BodyField.Text("name", "What it is for.") with { IsRequired = true };
    private static readonly BodyField ScopesField = new("scopes", "array", "What it is good for: no more than the caller's token is.") { IsRequired = true };
    private static readonly BodyField ExpiresAt = BodyField.Time("expires_at", $"When it ends, at most {PersonalTokens.LongestDays} days from now; {PersonalTokens.LongestDaysByProvider} where a tenant's provider vouched for the caller.") with { IsRequired = true };
    private static readonly BodyField[] Fields = [Name, ScopesField, ExpiresAt];

    /// <summary>Maps the endpoint.</summary>
    public static void Map(IEndpointRouteBuilder api) => api
        .MapPost("/account/tokens", HandleAsync)
        .WithName(nameof(CreatePersonalToken))
        .WithBody(Fields)
        .Answers<Record<PersonalTokenResource>>(StatusCodes.Status201Created)
        .RequireTenant();

    /// <summary>Makes a token for a script of the caller's.</summary>
    /// <remarks>
    /// For persons only. The answer holds the token; nothing tells it again, not even the same Idempotency-Key. It stands for the person in this tenant
    /// alone. What a person handed to another program, a personal token or the token of an app, makes no further ones (403).
    /// </remarks>
    public static Task<IResult> HandleAsync(Change change, PersonalTokens tokens, HttpContext http) => change.RunAsync("personal_token.create", async write =>
    {
        var (name, scopes, end) = ("", (IReadOnlyList<string>)[], default(DateTime));
        change.Body.RefuseOthersThan(Fields);
        change.Body.Require(Fields);
        change.Body.Text(Name, sent => name = sent ?? "");
        change.Body.Texts(ScopesField, sent => scopes = sent ?? []);
        change.Body.Time(ExpiresAt, sent => end = sent ?? default);
        Check(change.Body, scopes, end, write.Now, PersonalTokens.DaysFor(change.Caller.Token.ProviderTenant));
        if (!change.Body.IsValid)
        {
            return Reply.Invalid(change.Body);
        }

        if (change.Caller.UserId is not { } user)
        {
            return Reply.Refuse(ErrorKind.Forbidden, ListPersonalTokens.PersonsOnly);
        }

        if (change.Caller.Token.IsDelegated)
        {
            return Reply.Refuse(ErrorKind.Forbidden, "The token of an app or a script makes no personal tokens.");
        }

        if (scopes.Where(scope => !change.Caller.May(scope)).ToList() is { Count: > 0 } beyond)
        {
            return Reply.Refuse(ErrorKind.Forbidden, $"Nobody hands out more than they may do themselves: {string.Join(", ", beyond)}.");
        }

        if ((await tokens.ListAsync(write.Platform, user, write.Tenant, CancellationToken.None)).Count >= PersonalTokens.Most)
        {
            return Reply.Conflict($"There are {PersonalTokens.Most} tokens already; remove some first.");
        }

        var (row, token) = tokens.Add(write.Platform, user, write.Tenant, change.Caller.Token.ProviderTenant, name, Scopes.All.Where(scopes.Contains), end, http);
        await write.Platform.SaveChangesAsync();
        var made = PersonalTokenResource.Of(row);
        return Reply.Created(made with { Token = token }, "/api/v1/account/tokens") with { Kept = new Record<PersonalTokenResource>(true, made) };
    });

    private static void Check(Body body, IReadOnlyList<string> scopes, DateTime end, DateTime now, int days)
    {
        if (body.IsValid && scopes.Count == 0)
        {
            body.Reject(ScopesField.Name, "must name at least one scope");
        }

        foreach (var unknown in scopes.Except(Scopes.All))
        {
            body.Reject(ScopesField.Name, $"names {unknown}, which is no scope; there are {string.Join(' ', Scopes.All)}");
        }

        if (body.IsValid && (end <= now || end > now.AddDays(days)))
        {
            body.Reject(ExpiresAt.Name, $"must be a time to come, at most {days} days from now");
        }
    }
}
