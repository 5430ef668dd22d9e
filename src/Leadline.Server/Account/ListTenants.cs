using Leadline.Callers;
using Leadline.Platform.Database;
using Leadline.Platform.Http;
using Leadline.Tenants;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Leadline.Account;

/// <summary>Lists the tenants the caller may work in: <c>GET /api/v1/account/tenants</c>, which takes no <c>X-Tenant</c>.</summary>
public static class ListTenants
{
    /// <summary>Maps the endpoint.</summary>
    public static void Map(IEndpointRouteBuilder api) => api
        .MapGet("/account/tenants", HandleAsync)
        .WithName(nameof(ListTenants))
        .WithTags("Account")
        .WithQueryParameters([])
        .RequireTokenOnly();

    /// <summary>Lists the caller's tenants.</summary>
    /// <remarks>Their ids are what <c>X-Tenant</c> takes; this call takes none.</remarks>
    public static async Task<Results<Ok<TenantList>, UnprocessableEntity<Error>>> HandleAsync(
        QueryParameters parameters, TokenHolder holder, PlatformDb db, CancellationToken ct)
    {
        parameters.RefuseOthersThan([]);
        if (!parameters.IsValid)
        {
            return Errors.Invalid(parameters.Errors);
        }

        var theirs = holder.Tenants.Keys;
        var tenants = await db.Tenants
            .Where(tenant => theirs.Contains(tenant.Id))
            .OrderBy(tenant => tenant.Id)
            .Select(tenant => new TenantResource(tenant.Id, tenant.Name, tenant.LogoUrl))
            .ToListAsync(ct);
        return TypedResults.Ok(new TenantList(tenants));
    }
}

/// <summary>The caller's tenants.</summary>
/// <param name="Data">Each of them, by id.</param>
public sealed record TenantList(IReadOnlyList<TenantResource> Data);

/// <summary>A tenant as its members see it.</summary>
/// <param name="Id">What <c>X-Tenant</c> takes.</param>
/// <param name="Name">What people call it.</param>
/// <param name="LogoUrl">The address of its logo.</param>
public sealed record TenantResource(long Id, string Name, string? LogoUrl);
