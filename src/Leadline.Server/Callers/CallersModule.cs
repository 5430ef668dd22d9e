using Leadline.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace Leadline.Callers;

/// <summary>Who may call.</summary>
public static class CallersModule
{
    extension(PlatformDb db)
    {
        /// <summary>The tokens that people made for their scripts.</summary>
        public DbSet<PersonalToken> PersonalTokens => db.Set<PersonalToken>();
    }

    /// <summary>Registers the gate's parts.</summary>
    public static IServiceCollection AddCallers(this IServiceCollection services) => services
        .AddSingleton<Standings>()
        .AddSingleton<BearerTokens>()
        .AddSingleton<PersonalTokens>()
        .AddSingleton<TokenUses>()
        .AddHostedService(provider => provider.GetRequiredService<TokenUses>())
        .AddSingleton<RateLimiter>()
        .AddSingleton(new PlatformModelPart(model => model.Entity<PersonalToken>(token =>
        {
            token.ToTable("personal_tokens");
            token.HasIndex(t => t.Hash).IsUnique();
            token.HasIndex(t => new { t.UserId, t.TenantId });
        })));

    /// <summary>What an endpoint asks of its callers, for its description.</summary>
    public static (IReadOnlyList<string> AnyOf, bool NeedsTenant) AccessOf(EndpointMetadataCollection endpoint) =>
        endpoint.GetMetadata<Access>() is { } access ? (access.AnyOf, access.NeedsTenant) : ([], false);

    /// <summary>Puts the gate before every endpoint of the API.</summary>
    public static IApplicationBuilder UseCallerGate(this IApplicationBuilder app) => app.UseMiddleware<CallerGate>();
}
