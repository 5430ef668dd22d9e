using Leadline.Platform.Http;
using Leadline.Platform.Pages;

namespace Leadline.Account;

/// <summary>What a caller may know of themselves.</summary>
public static class AccountModule
{
    /// <summary>Registers what the account needs.</summary>
    public static IServiceCollection AddAccount(this IServiceCollection services) =>
        services
            .AddScoped<DummyPassword>()
            .AddSingleton(new WireTypes(AccountJson.Default));

    /// <summary>Maps the account's endpoints.</summary>
    public static void MapAccount(this IEndpointRouteBuilder api)
    {
        ListTenants.Map(api);
        GetAccountRoles.Map(api);
        GetAccount.Map(api);
        UpdateAccount.Map(api);
    }

    /// <summary>Maps the pages under <c>/account</c>.</summary>
    public static void MapAccountPages(this IEndpointRouteBuilder app)
    {
        var pages = app.MapGroup("/account").ExcludeFromDescription();
        Stylesheet.Map(pages);
        SignIn.Map(pages);
        SignOut.Map(pages);
        ShowAccount.Map(pages);
    }
}
