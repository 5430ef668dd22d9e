using OpenIddict.EntityFrameworkCore.Models;

namespace Leadline.OAuth;

/// <summary>A program that calls the API on its own account: an OAuth 2.0 client of one tenant.</summary>
public sealed class App : OpenIddictEntityFrameworkCoreApplication<long, AppAuthorization, AppToken>
{
    /// <summary>The tenant whose data the app works on.</summary>
    public long TenantId { get; set; }
}

/// <summary>What a person allowed an app to do.</summary>
public sealed class AppAuthorization : OpenIddictEntityFrameworkCoreAuthorization<long, App, AppToken>;

/// <summary>A token that was handed out, so that it can be revoked.</summary>
public sealed class AppToken : OpenIddictEntityFrameworkCoreToken<long, App, AppAuthorization>;

/// <summary>A scope known to OpenIddict's store; Leadline's own scopes are fixed, so the table stays empty.</summary>
public sealed class AppScope : OpenIddictEntityFrameworkCoreScope<long>;
