using Leadline.Mail;
using Leadline.Platform.Database;
using Leadline.Platform.Http;
using Leadline.Platform.Pages;
using Leadline.Users;
using Microsoft.EntityFrameworkCore;

namespace Leadline.Account;

/// <summary>What a caller may know of themselves.</summary>
public static class AccountModule
{
    extension(PlatformDb db)
    {
        /// <summary>The links that were mailed.</summary>
        public DbSet<AccountLink> AccountLinks => db.Set<AccountLink>();
    }

    /// <summary>Registers what the account needs.</summary>
    public static IServiceCollection AddAccount(this IServiceCollection services) =>
        services
            .AddSingleton<DummyPassword>()
            .AddSingleton<KnownDevice>()
            .AddScoped<SignInGuard>()
            .AddScoped<OwnPassword>()
            .AddScoped<NewPassword>()
            .AddSingleton<AccountLinks>()
            .AddScoped<ILetterKind, ResetLetter>()
            .AddScoped<ILetterKind, InvitationLetter>()
            .AddScoped<ILetterKind, EmailLetter>()
            .AddScoped<ILetterKind, EmailChangedLetter>()
            .AddScoped<ILetterKind, WaysInEndedLetter>()
            .AddSingleton(new PlatformModelPart(Configure))
            .AddSingleton(new WireTypes(AccountJson.Default));

    /// <summary>Maps the account's endpoints.</summary>
    public static void MapAccount(this IEndpointRouteBuilder api)
    {
        ListTenants.Map(api);
        GetAccountRoles.Map(api);
        GetAccount.Map(api);
        UpdateAccount.Map(api);
        ListAudit.Map(api);
    }

    /// <summary>Maps the pages under <c>/account</c>.</summary>
    public static void MapAccountPages(this IEndpointRouteBuilder app)
    {
        PageFile.Style.Map(app);
        PageFile.Passkeys.Map(app);
        var pages = app.MapGroup("/account").ExcludeFromDescription();
        PageLanguage.Map(pages);
        SignIn.Map(pages);
        SignInWithPasskey.Map(pages);
        SignOut.Map(pages);
        ForgottenPassword.Map(pages);
        ResetPassword.Map(pages);
        EnterSecondFactor.Map(pages);
        AcceptInvitation.Map(pages);
        var own = pages.MapGroup("").RequireOwnSession();
        ShowSecurity.Map(own);
        ChangePassword.Map(own);
        SetUpSecondFactor.Map(own);
        RenewRecoveryCodes.Map(own);
        RemoveSecondFactor.Map(own);
        MyPasskeys.Map(own);
        MySessions.Map(own);
        ChangeName.Map(own);
        ChangeEmail.Map(own);
        ConfirmEmail.Map(own);
        ShowActivity.Map(own);
        ShowAccount.Map(pages);
        ShowAudit.Map(pages);
    }

    private static void Configure(ModelBuilder model) => model.Entity<AccountLink>(link =>
    {
        link.ToTable("account_links");
        link.HasIndex(l => l.KeyHash).IsUnique();
        link.HasIndex(l => l.UserId);
        link.HasIndex(l => l.ExpiresAt);
        link.HasOne<User>().WithMany().HasForeignKey(l => l.UserId);
    });
}
