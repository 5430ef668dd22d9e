using Leadline.Callers;
using Leadline.Journal;
using Leadline.Platform.Geography;
using Leadline.Platform.Http;
using Leadline.Tenants;
using Leadline.Users;
using Microsoft.EntityFrameworkCore;

namespace Leadline.Settings;

/// <summary>Changes what the tenant says of itself: <c>PUT</c> or <c>PATCH /api/v1/tenant</c>.</summary>
public static class UpdateTenant
{
    private static readonly BodyField Name = BodyField.Text("name", "What people call it.") with { IsNullable = false };
    private static readonly BodyField LogoUrl = BodyField.Text("logo_url", "The address of its logo, with http or https; null for none.", 1000);
    private static readonly BodyField DefaultCountry = BodyField.Text("default_country", "The ISO 3166-1 alpha-2 code for phone numbers typed without a country; null for none.", 2);
    private static readonly BodyField TimeZone = BodyField.Text("time_zone", "The IANA name of the time zone it works in; null for none of its own.", 64);
    private static readonly IReadOnlyList<BodyField> Fields = [Name, LogoUrl, DefaultCountry, TimeZone];

    /// <summary>Maps both verbs, which do the same.</summary>
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPut("/tenant", HandleAsync).WithName(nameof(UpdateTenant)).Describe();
        api.MapPatch("/tenant", HandleAsync).WithName("PatchTenant").Describe();
    }

    /// <summary>Changes what the tenant says of itself.</summary>
    /// <remarks>
    /// For owners only. Only the fields that are sent change; null clears. Members see name and logo in <c>GET /account/tenants</c>, and the name in letters and on pages. The
    /// default country is changed only while no lead and no customer has a phone number (409).
    /// </remarks>
    public static Task<IResult> HandleAsync(Change change) => change.RunAsync("tenant.update", async write =>
    {
        if (!await UserRoles.ActsAsOwnerAsync(write.Db, change.Caller))
        {
            return SettingsUndo.OwnersOnly();
        }

        var profile = await write.Db.Profiles.FirstOrDefaultAsync();
        var live = profile is { DeletedAt: null } ? profile : null;
        var shown = live ?? TenantProfile.Of(await write.Platform.Tenants.AsNoTracking().SingleAsync(tenant => tenant.Id == write.Tenant.Value));
        if (!change.IsAllowedOn(live?.Version ?? 0))
        {
            return change.Outdated(TenantProfileResource.Of(shown), RecordTag.Of(live?.Version ?? 0));
        }

        profile ??= write.Db.Insert(shown);
        if (live is null)
        {
            (profile.DeletedAt, profile.UpdatedAt) = (null, write.Now);
        }

        Set(change.Body, profile);
        if (!change.Body.IsValid)
        {
            return Reply.Invalid(change.Body);
        }

        await write.Db.SaveChangesAsync();
        return await TenantProfiles.PublishAsync(write) ?? Reply.Ok(TenantProfileResource.Of(profile), RecordTag.Of(profile.Version));
    });

    private static void Set(Body body, TenantProfile profile)
    {
        body.Text(Name, name => profile.Name = name ?? profile.Name);
        body.Text(LogoUrl, address => profile.LogoUrl = IsKept(body, LogoUrl, address, IsOnTheWeb, "must be an address with http or https") ? address : profile.LogoUrl);
        body.Text(DefaultCountry, code => profile.DefaultCountry =
            IsKept(body, DefaultCountry, code, known => Countries.FindByCode(known) is not null, "must be an ISO 3166-1 alpha-2 country code, such as TR") ? code?.ToUpperInvariant() : profile.DefaultCountry);
        body.Text(TimeZone, zone => profile.TimeZone = IsKept(body, TimeZone, zone, TimeZones.IsKnown, TimeZones.Rule) ? zone : profile.TimeZone);
    }

    private static bool IsKept(Body body, BodyField field, string? text, Func<string, bool> isGood, string rule)
    {
        if (text is null || isGood(text))
        {
            return true;
        }

        body.Reject(field.Name, rule);
        return false;
    }

    private static bool IsOnTheWeb(string address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttps || uri.Scheme == Uri.UriSchemeHttp);

    private static void Describe(this RouteHandlerBuilder endpoint) => endpoint
        .WithBody(Fields, isPartial: true)
        .Answers<Record<TenantProfileResource>>()
        .RequireScope(Scopes.SettingsWrite);
}
