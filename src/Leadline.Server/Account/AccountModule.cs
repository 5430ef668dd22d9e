using Leadline.Platform.Http;

namespace Leadline.Account;

/// <summary>What a caller may know of themselves.</summary>
public static class AccountModule
{
    /// <summary>Registers what the account needs.</summary>
    public static IServiceCollection AddAccount(this IServiceCollection services) =>
        services.AddSingleton(new WireTypes(AccountJson.Default));

    /// <summary>Maps the account's endpoints.</summary>
    public static void MapAccount(this IEndpointRouteBuilder api)
    {
        ListTenants.Map(api);
        GetAccountRoles.Map(api);
    }
}
