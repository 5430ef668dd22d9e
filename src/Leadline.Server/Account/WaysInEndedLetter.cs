using Leadline.Mail;
using Leadline.Platform.Database;
using Leadline.Tenants;
using Leadline.Users;
using Microsoft.EntityFrameworkCore;

namespace Leadline.Account;

/// <summary>The letter that tells a member why their password is void: whoever made their account knew it, until their company's provider vouched for them.</summary>
public sealed class WaysInEndedLetter(LeadlineDatabase database) : ILetterKind
{
    /// <inheritdoc />
    public string Kind => AccountLetters.WaysInEnded;

    /// <inheritdoc />
    public async Task<Letter?> WriteAsync(LetterOrder order, CancellationToken ct)
    {
        await using var db = database.Platform();
        return order.Email is { } email && await db.Tenants.Where(tenant => tenant.Id == order.TenantId).Select(tenant => tenant.Name).FirstOrDefaultAsync(ct) is { } tenant
            ? new Letter(
                email, "Your Leadline account is yours alone now",
                [
                    "Hello,",
                    $"the provider of {tenant} signed you in to Leadline. Nobody had shown before that your account is yours, so its password, second factor, passkeys, sessions and tokens until then have ended.",
                    "Go on signing in with your company. To have a password as well, ask for one by \"Forgotten password\" on the sign-in page.",
                    "If it was not you who signed in, tell an owner of the tenant at once.",
                ])
            : null;
    }
}
