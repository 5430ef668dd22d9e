using System.Text.Json.Nodes;
using Leadline.Callers;
using Leadline.Journal;
using Leadline.Platform.Http;
using Leadline.Tenants;
using Leadline.Users;

namespace Leadline.SingleSignOn.Domains;

/// <summary>Adds a domain: <c>POST /api/v1/single-sign-on/domains</c>.</summary>
public static class AddDomain
{
    private static readonly BodyField Domain = BodyField.Text("domain", "The part of e-mail addresses after the @, as in example.com. Domains below it are others.") with { IsRequired = true };

    /// <summary>Maps the endpoint.</summary>
    public static void Map(IEndpointRouteBuilder api) => api
        .MapPost(ListDomains.Address, HandleAsync)
        .WithName(nameof(AddDomain))
        .WithBody([Domain])
        .Answers<Record<DomainResource>>(StatusCodes.Status201Created)
        .RequireScope(Scopes.SettingsWrite);

    /// <summary>Adds a domain, which is not proven yet.</summary>
    /// <remarks>For owners only. The answer holds the text that proves it, to be made a TXT record of the domain.</remarks>
    public static Task<IResult> HandleAsync(Change change, TenantDomains domains) => change.RunAsync("domain.add", async write =>
    {
        if (!await UserRoles.MayGrantAccessAsync(write.Db, change.Caller))
        {
            return SingleSignOnRefusals.OwnersOnly();
        }

        string? name = null;
        change.Body.RefuseOthersThan([Domain]);
        change.Body.Require([Domain]);
        change.Body.Text(Domain, sent => name = DomainName.Read(sent ?? ""));
        if (change.Body.IsValid && name is null)
        {
            change.Body.Reject(Domain.Name, "must be a domain with at least two parts, as in example.com");
        }

        if (!change.Body.IsValid || name is null)
        {
            return Reply.Invalid(change.Body);
        }

        var known = await TenantDomains.ListAsync(write.Platform, write.Tenant.Value);
        if (known.Find(domain => domain.Domain == name) is { } same)
        {
            return Reply.Conflict("This domain was added before.", new JsonObject { ["field"] = Domain.Name, ["id"] = same.Id });
        }

        if (known.Count >= TenantDomains.Most)
        {
            return Reply.Conflict($"There are {TenantDomains.Most} domains already; remove some first.");
        }

        var added = domains.Add(write.Platform, write.Tenant.Value, name);
        await write.Platform.SaveChangesAsync();
        return Reply.Created(DomainResource.Of(added), $"/api/v1{ListDomains.Address}");
    });
}
