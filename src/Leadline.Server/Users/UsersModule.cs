using Leadline.Callers;
using Leadline.Platform.Database;
using Leadline.Platform.Http;
using Leadline.Tenants;
using Leadline.Users.Roles;
using Leadline.Users.SecondFactors;
using Leadline.Users.Teams;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Leadline.Users;

/// <summary>People: ASP.NET Core Identity on the platform's tables.</summary>
public static class UsersModule
{
    extension(PlatformDb db)
    {
        /// <summary>All people of the installation.</summary>
        public DbSet<User> Users => db.Set<User>();
    }

    /// <summary>Registers what users need.</summary>
    public static IServiceCollection AddUsers(this IServiceCollection services)
    {
        services.AddIdentityCore<User>(identity =>
        {
            identity.User.RequireUniqueEmail = true;
            identity.User.AllowedUserNameCharacters = ""; // any: it is the address, which has rules of its own
            identity.Password.RequiredLength = 12;
            identity.Password.RequireDigit = false;
            identity.Password.RequireLowercase = false;
            identity.Password.RequireUppercase = false;
            identity.Password.RequireNonAlphanumeric = false;
            identity.Lockout.MaxFailedAccessAttempts = int.MaxValue; // a lock is one that others can close; attempts are bounded otherwise
            identity.Stores.SchemaVersion = IdentitySchemaVersions.Version3;
        }).AddSignInManager().AddTokenProvider<TotpProvider>(TokenOptions.DefaultAuthenticatorProvider);
        services.AddOptions<IdentityPasskeyOptions>().Configure<PublicAddress>((passkeys, here) =>
        {
            passkeys.ServerDomain = here.Host;
            passkeys.UserVerificationRequirement = "required";
            passkeys.ResidentKeyRequirement = "required"; // so that no address need be typed
        });
        return services
            .AddScoped<SealedUserStore>()
            .AddScoped<IUserStore<User>>(provider => provider.GetRequiredService<SealedUserStore>())
            .AddSingleton<AddUser>()
            .AddSingleton<Accounts>()
            .AddSingleton(provider => UserUndo.Guard(provider.GetRequiredService<BearerTokens>()))
            .AddSingleton(provider => TeamFields.Guard(provider.GetRequiredService<BearerTokens>()))
            .AddSingleton(new WireTypes(UserJson.Default))
            .AddSingleton(new PlatformModelPart(Configure));
    }

    /// <summary>Maps the endpoints of users and roles.</summary>
    public static void MapUsers(this IEndpointRouteBuilder api)
    {
        var users = api.MapGroup("").WithTags("User");
        ListUsers.Map(users);
        CreateUser.Map(users);
        GetUser.Map(users);
        UpdateUser.Map(users);
        DeleteUser.Map(users);
        RestoreUser.Map(users);
        InviteUser.Map(users);
        var roles = api.MapGroup("").WithTags("Role");
        ListRoles.Map(roles);
        GetRole.Map(roles);
        CreateRole.Map(roles);
        UpdateRole.Map(roles);
        DeleteRole.Map(roles);
        RestoreRole.Map(roles);
        var teams = api.MapGroup("").WithTags("Team");
        ListTeams.Map(teams);
        CreateTeam.Map(teams);
        GetTeam.Map(teams);
        UpdateTeam.Map(teams);
        DeleteTeam.Map(teams);
        RestoreTeam.Map(teams);
    }

    private static void Configure(ModelBuilder model)
    {
        model.Entity<User>(user =>
        {
            user.ToTable("users");
            user.Property(u => u.ConcurrencyStamp).IsConcurrencyToken();
            user.HasIndex(u => u.NormalizedUserName).IsUnique();
            user.HasIndex(u => u.NormalizedEmail).IsUnique();
        });
        model.Entity<IdentityUserClaim<long>>(claim =>
        {
            claim.ToTable("user_claims");
            claim.HasIndex(c => c.UserId);
            claim.HasOne<User>().WithMany().HasForeignKey(c => c.UserId);
        });
        model.Entity<IdentityUserLogin<long>>(login =>
        {
            login.ToTable("user_logins").HasKey(l => new { l.LoginProvider, l.ProviderKey });
            login.HasIndex(l => l.UserId);
            login.HasOne<User>().WithMany().HasForeignKey(l => l.UserId);
        });
        model.Entity<IdentityUserToken<long>>(token =>
        {
            token.ToTable("user_tokens").HasKey(t => new { t.UserId, t.LoginProvider, t.Name });
            token.HasOne<User>().WithMany().HasForeignKey(t => t.UserId);
        });
        model.Entity<IdentityUserPasskey<long>>(passkey =>
        {
            passkey.ToTable("user_passkeys").HasKey(p => p.CredentialId);
            passkey.HasIndex(p => p.UserId);
            passkey.HasOne<User>().WithMany().HasForeignKey(p => p.UserId);
            passkey.OwnsOne(p => p.Data).ToJson("data");
        });
        model.Entity<UsedCode>(code =>
        {
            code.ToTable("used_codes").HasKey(c => c.UserId);
            code.Property(c => c.UserId).ValueGeneratedNever();
            code.HasOne<User>().WithOne().HasForeignKey<UsedCode>(c => c.UserId);
        });
        model.Entity<Membership>().HasOne<User>().WithMany().HasForeignKey(m => m.UserId);
    }
}
