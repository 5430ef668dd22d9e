using Leadline.Callers;
using Leadline.Platform.Database;
using Leadline.Platform.Http;
using Leadline.Tenants;
using Leadline.Users;
using Microsoft.EntityFrameworkCore;

namespace Leadline.Apps;

/// <summary>What a tenant's owners and people hand to programs: apps, and personal tokens.</summary>
public static class AppsModule
{
    /// <summary>Registers what that needs.</summary>
    public static IServiceCollection AddApps(this IServiceCollection services) => services
        .AddSingleton<ManageApps>()
        .AddSingleton<MyAccess>()
        .AddSingleton(new WireTypes(AppsJson.Default))
        .AddSingleton(new WayIn((db, user) => db.PersonalTokens.Where(token => token.UserId == user).ExecuteDeleteAsync()))
        .AddSingleton(new PlatformModelPart(model => model.Entity<PersonalToken>(token =>
        {
            token.HasOne<User>().WithMany().HasForeignKey(t => t.UserId);
            token.HasOne<Tenant>().WithMany().HasForeignKey(t => t.TenantId).OnDelete(DeleteBehavior.Restrict);
        })));

    /// <summary>Maps the endpoints.</summary>
    public static void MapApps(this IEndpointRouteBuilder api)
    {
        var apps = api.MapGroup("").WithTags("App");
        ListApps.Map(apps);
        CreateApp.Map(apps);
        GetApp.Map(apps);
        UpdateApp.Map(apps);
        DeleteApp.Map(apps);
        RenewAppSecret.Map(apps);
        var account = api.MapGroup("").WithTags("Account");
        ListPersonalTokens.Map(account);
        CreatePersonalToken.Map(account);
        RevokePersonalToken.Map(account);
    }

    /// <summary>Maps the pages.</summary>
    public static void MapAppPages(this IEndpointRouteBuilder app)
    {
        var pages = app.MapGroup("/account").ExcludeFromDescription();
        MyAccess.Map(pages);
        ManageApps.Map(pages);
    }
}
