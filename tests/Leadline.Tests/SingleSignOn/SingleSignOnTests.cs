using System.Net;
using Leadline.Audit;
using Leadline.Platform;
using Leadline.Sessions;
using Leadline.Tenants;
using Leadline.Tests.Account;
using Leadline.Users;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Leadline.Tests.SingleSignOn;

/// <summary>Who gets in by a tenant's provider.</summary>
public sealed class SingleSignOnTests(SingleSignOnSetup setup) : IClassFixture<SingleSignOnSetup>
{
    private LeadlineHost Host => setup.Host;

    [Fact]
    public async Task A_member_with_a_verified_address_of_a_proven_domain_is_matched_and_goes_on()
    {
        var tenant = await setup.NewTenantAsync();
        var (id, email) = await tenant.NewMemberAsync();
        using var visitor = new PageVisitor(Host);

        var page = await visitor.OpenAsync($"{tenant.Start}?return_url=%2Faccount%2Faccess");

        Assert.Equal("/account/access", page.Path);
        Assert.Contains(email, page.Html);
        var asked = tenant.At.Asked!;
        Assert.Equal(("code", "S256", "openid email profile", TestProvider.ClientId), ((string)asked["response_type"]!, (string)asked["code_challenge_method"]!, (string)asked["scope"]!, (string)asked["client_id"]!));
        Assert.Equal(new Uri(Host.Address, tenant.Callback).AbsoluteUri, (string?)asked["redirect_uri"]);
        Assert.Equal([AuditKinds.SingleSignOnLinked, AuditKinds.SignedIn], await KindsAsync(tenant, id));
        await using var db = Host.Database.Platform();
        Assert.Equal(tenant.Tenant.Id.Value, (await db.Set<Session>().SingleAsync(session => session.UserId == id)).ProviderTenantId);
    }

    [Fact]
    public async Task The_address_may_stand_at_the_userinfo_endpoint_alone()
    {
        var tenant = await setup.NewTenantAsync();
        await tenant.NewMemberAsync();
        tenant.At.TellsByUserInfo = true;
        using var visitor = new PageVisitor(Host);

        Assert.Equal("/account", (await visitor.OpenAsync(tenant.Start)).Path);
    }

    [Theory]
    [InlineData("true", true)]
    [InlineData("1", true)]
    [InlineData("false", false)]
    [InlineData(null, false)]
    public async Task A_provider_may_say_that_the_owner_of_the_domain_is_verified_instead(string? says, bool isIn)
    {
        var tenant = await setup.NewTenantAsync();
        await tenant.NewMemberAsync();
        (tenant.At.IsVerified, tenant.At.DomainOwnerVerified) = (null, says);
        using var visitor = new PageVisitor(Host);

        Assert.Equal(isIn ? HttpStatusCode.OK : HttpStatusCode.Forbidden, (await visitor.OpenAsync(tenant.Start)).Status);
    }

    [Fact]
    public async Task Whoever_came_in_once_is_known_by_issuer_and_subject_whatever_the_address()
    {
        var tenant = await setup.NewTenantAsync();
        var (_, email) = await tenant.NewMemberAsync();
        using (var first = new PageVisitor(Host))
        {
            await first.OpenAsync(tenant.Start);
        }

        (tenant.At.Email, tenant.At.IsVerified) = ("somebody@elsewhere.example", false);
        using var again = new PageVisitor(Host);
        var page = await again.OpenAsync(tenant.Start);
        tenant.At.Subject = "another";
        using var other = new PageVisitor(Host);

        Assert.Equal("/account", page.Path);
        Assert.Contains(email, page.Html);
        Assert.Equal(HttpStatusCode.Forbidden, (await other.OpenAsync(tenant.Start)).Status);
    }

    [Fact]
    public async Task An_invited_person_joins_without_a_password_and_stays_unproven()
    {
        var tenant = await setup.NewTenantAsync();
        using var client = await tenant.OperatorAsync();
        var email = tenant.NewEmail();
        var id = (long)(await client.CallAsync(HttpMethod.Post, "/api/v1/users", HttpStatusCode.Created, new { name = "Ada", email }))["data"]!["id"]!;
        tenant.At.Email = email.ToUpperInvariant();
        var link = (await Host.MailsToAsync(email))[0].Link();
        using var visitor = new PageVisitor(Host);

        var page = await visitor.OpenAsync(tenant.Start);

        Assert.Equal("/account", page.Path);
        var member = (await client.GetJsonAsync($"/api/v1/users/{id}"))["data"]!;
        Assert.True((bool)member["is_active"]!);
        Assert.Null(member["invited_at"]);
        await using var db = Host.Database.Platform();
        var user = await db.Users.AsNoTracking().SingleAsync(user => user.Id == id);
        Assert.Equal((false, null), (user.EmailConfirmed, user.PasswordHash));
        using var anew = new PageVisitor(Host);
        Assert.Equal(HttpStatusCode.Gone, (await anew.OpenAsync(link)).Status);
    }

    [Fact]
    public async Task Whoever_made_an_unproven_account_loses_it_when_its_person_joins_by_the_provider()
    {
        var tenant = await setup.NewTenantAsync();
        var squatted = await Host.NewTenantAsync();
        var email = tenant.NewEmail();
        var id = await squatted.AddAccountAsync(email, "owner", isConfirmed: false);
        using var squatter = new PageVisitor(Host);
        await squatter.SignInAsync(email, SignedOnTenant.Password);
        using var client = await tenant.OperatorAsync();
        await client.CallAsync(HttpMethod.Post, "/api/v1/users", HttpStatusCode.Created, new { name = "Ada", email });
        (tenant.At.Email, tenant.At.Subject) = (email, $"{id}");
        using var visitor = new PageVisitor(Host);

        var page = await visitor.OpenAsync(tenant.Start);

        Assert.Equal("/account", page.Path);
        Assert.False(await squatter.IsSignedInAsync());
        Assert.NotEqual("/account", (await squatter.SignInAsync(email, SignedOnTenant.Password)).Path);
        Assert.True(await visitor.IsSignedInAsync());
    }

    [Fact]
    public async Task An_account_that_is_proven_keeps_its_password_when_its_person_joins_by_the_provider()
    {
        var tenant = await setup.NewTenantAsync();
        var home = await Host.NewTenantAsync();
        var email = tenant.NewEmail();
        await home.AddAccountAsync(email);
        using var client = await tenant.OperatorAsync();
        await client.CallAsync(HttpMethod.Post, "/api/v1/users", HttpStatusCode.Created, new { name = "Ada", email });
        tenant.At.Email = email;
        using var visitor = new PageVisitor(Host);
        await visitor.OpenAsync(tenant.Start);
        using var own = new PageVisitor(Host);

        var page = await own.SignInAsync(email, SignedOnTenant.Password);

        Assert.Contains("<li>Acme</li>", page.Html);
        Assert.Contains("<li>Test</li>", page.Html);
    }

    [Theory]
    [InlineData(Lie.AnotherNonce)]
    [InlineData(Lie.AnotherAudience)]
    [InlineData(Lie.AnotherIssuer)]
    [InlineData(Lie.AnotherIssuerEverywhere)]
    [InlineData(Lie.Expired)]
    [InlineData(Lie.Unsigned)]
    [InlineData(Lie.SignedByAnother)]
    [InlineData(Lie.SignedByOurSecret)]
    [InlineData(Lie.AnotherSubjectAtUserInfo)]
    public async Task A_lie_of_the_provider_lets_nobody_in(Lie lie)
    {
        var tenant = await setup.NewTenantAsync();
        await tenant.NewMemberAsync();
        tenant.At.Lie = lie;
        using var visitor = new PageVisitor(Host);

        var page = await visitor.OpenAsync(tenant.Start);

        Assert.Equal((HttpStatusCode.BadRequest, "You are not signed in – Leadline", tenant.Callback), (page.Status, page.Title, page.Path));
        Assert.False(await visitor.IsSignedInAsync());
        tenant.At.Lie = Lie.None;
    }

    [Fact]
    public async Task The_words_of_a_provider_are_shown_to_nobody_and_logged_nowhere()
    {
        var tenant = await setup.NewTenantAsync();
        await tenant.NewMemberAsync();
        tenant.At.Error = "access_denied<script>";
        using var visitor = new PageVisitor(Host);

        var page = await visitor.OpenAsync(tenant.Start);

        Assert.Equal(HttpStatusCode.BadRequest, page.Status);
        Assert.DoesNotContain("the provider", page.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("access_denied", page.Html, StringComparison.Ordinal);
        Assert.DoesNotContain(Host.Log.Messages, message => message.Contains("the provider's words", StringComparison.Ordinal));
        Assert.Contains(Host.Log.Messages, message => message.Contains("A sign-in by the provider sso-", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_provider_that_sends_the_character_NUL_lets_nobody_in(bool byUserInfo)
    {
        var tenant = await setup.NewTenantAsync();
        await tenant.NewMemberAsync();
        (tenant.At.Email, tenant.At.TellsByUserInfo) = ($"a\0da@{tenant.Domain}", byUserInfo);
        using var visitor = new PageVisitor(Host);

        Assert.InRange((int)(await visitor.OpenAsync(tenant.Start)).Status, 400, 499);
    }

    [Theory]
    [InlineData("unverified")]
    [InlineData("silent about it")]
    [InlineData("foreign domain")]
    [InlineData("domain below")]
    [InlineData("no address")]
    [InlineData("unknown")]
    public async Task An_address_that_proves_nothing_lets_nobody_in(string what)
    {
        var tenant = await setup.NewTenantAsync();
        var (id, email) = await tenant.NewMemberAsync();
        var foreign = $"{Guid.NewGuid():N}@other.example";
        await tenant.Tenant.AddAccountAsync(foreign);
        (tenant.At.Email, tenant.At.IsVerified) = what switch
        {
            "unverified" => (email, (bool?)false),
            "silent about it" => (email, null),
            "foreign domain" => (foreign, true),
            "domain below" => ($"ada@mail.{tenant.Domain}", true),
            "no address" => (null, true),
            _ => (tenant.NewEmail(), true),
        };
        using var visitor = new PageVisitor(Host);

        var page = await visitor.OpenAsync(tenant.Start);

        Assert.Equal((HttpStatusCode.Forbidden, "No account fits – Leadline"), (page.Status, page.Title));
        Assert.False(await visitor.IsSignedInAsync());
        await using var db = Host.Database.Platform();
        Assert.False(await db.Set<IdentityUserLogin<long>>().AnyAsync(login => login.UserId == id));
        await AssertRefusalIsToldAsync(tenant);
    }

    [Fact]
    public async Task A_domain_that_is_not_proven_matches_nobody()
    {
        var tenant = await setup.NewTenantAsync();
        using var client = await tenant.OperatorAsync();
        await client.CallAsync(HttpMethod.Post, SignedOnTenant.Domains, HttpStatusCode.Created, new { domain = $"new.{tenant.Domain}" });
        var email = $"ada@new.{tenant.Domain}";
        await tenant.Tenant.AddAccountAsync(email);
        tenant.At.Email = email;
        using var visitor = new PageVisitor(Host);

        Assert.Equal(HttpStatusCode.Forbidden, (await visitor.OpenAsync(tenant.Start)).Status);
    }

    [Theory]
    [InlineData("deactivated")]
    [InlineData("removed")]
    public async Task A_member_who_is_one_no_longer_gets_in_neither_linked_nor_matched(string what)
    {
        var tenant = await setup.NewTenantAsync();
        var (id, _) = await tenant.NewMemberAsync();
        using (var first = new PageVisitor(Host))
        {
            await first.OpenAsync(tenant.Start);
            Assert.True(await first.IsSignedInAsync());
        }

        await tenant.Tenant.ChangeAsync(async db =>
        {
            var member = await db.Memberships.SingleAsync(member => member.UserId == id);
            (member.IsActive, member.DeletedAt) = what == "removed" ? (true, (DateTime?)DateTime.UtcNow) : (false, null);
        });
        using var linked = new PageVisitor(Host);
        using var matched = new PageVisitor(Host);
        var byLink = await linked.OpenAsync(tenant.Start);
        tenant.At.Subject = "another";
        var byAddress = await matched.OpenAsync(tenant.Start);

        Assert.Equal((HttpStatusCode.Forbidden, HttpStatusCode.Forbidden), (byLink.Status, byAddress.Status));
        Assert.False(await linked.IsSignedInAsync());
    }

    [Fact]
    public async Task A_person_of_another_tenant_alone_does_not_get_in_nor_become_a_member()
    {
        var tenant = await setup.NewTenantAsync();
        var email = tenant.NewEmail();
        var id = await (await Host.NewTenantAsync()).AddAccountAsync(email);
        tenant.At.Email = email;
        using var visitor = new PageVisitor(Host);

        Assert.Equal(HttpStatusCode.Forbidden, (await visitor.OpenAsync(tenant.Start)).Status);
        await using var db = tenant.Tenant.Open();
        Assert.False(await db.Memberships.AnyAsync(member => member.UserId == id));
    }

    [Fact]
    public async Task A_session_taken_over_by_the_provider_says_so_in_all_its_parts()
    {
        var tenant = await setup.NewTenantAsync();
        var other = await Host.NewTenantAsync("Elsewhere");
        var (id, email) = await tenant.NewMemberAsync("owner");
        await SignedOnTenant.JoinAsync(other, email);
        using var visitor = new PageVisitor(Host);
        var before = await visitor.SignInAsync(email, SignedOnTenant.Password);

        var after = await tenant.ChangeToAsync(visitor);

        Assert.Contains("Elsewhere", before.Html);
        Assert.Contains("<li>Acme</li>", after.Html);
        Assert.DoesNotContain("Elsewhere", after.Html);
        await using var db = Host.Database.Platform();
        Assert.Equal([tenant.Tenant.Id.Value], await db.Set<Session>().Where(session => session.UserId == id).Select(session => session.ProviderTenantId).ToListAsync());
    }

    [Fact]
    public async Task No_link_changes_a_session_unasked()
    {
        var tenant = await setup.NewTenantAsync();
        await tenant.NewMemberAsync();
        var (_, email) = await tenant.NewMemberAsync();
        using var other = new PageVisitor(Host);
        await other.SignInAsync(email, SignedOnTenant.Password);
        var theirs = (await other.OpenAsync(tenant.Start)).LinkTo(tenant.Start);
        using var visitor = new PageVisitor(Host);
        await visitor.SignInAsync(email, SignedOnTenant.Password);

        foreach (var address in new[] { $"{tenant.Start}?confirmed=1", theirs })
        {
            Assert.Equal(tenant.Start, (await visitor.OpenAsync(address)).Path);
        }

        Assert.Null(tenant.At.Asked);
    }

    [Fact]
    public async Task The_word_of_a_provider_counts_for_a_day_however_the_session_is_used()
    {
        var store = Host.Services.GetRequiredService<SessionStore>();
        var tenant = await setup.NewTenantAsync();
        var (id, _) = await tenant.NewMemberAsync();
        using var visitor = new PageVisitor(Host);
        await visitor.OpenAsync(tenant.Start);
        await using var db = Host.Database.Platform();
        var session = await db.Set<Session>().AsNoTracking().SingleAsync(session => session.UserId == id);
        var ticket = TicketSerializer.Default.Deserialize(session.Ticket)!;
        ticket.Properties.ExpiresUtc = DateTimeOffset.UtcNow.AddDays(14);
        var key = await store.StoreAsync(ticket, new DefaultHttpContext(), CancellationToken.None);
        await store.RenewAsync(key, ticket);

        var sessions = await db.Set<Session>().AsNoTracking().Where(session => session.UserId == id).ToListAsync();
        Assert.Equal([TimeSpan.FromHours(24), TimeSpan.FromHours(24)], sessions.Select(one => one.ExpiresAt - one.CreatedAt));
    }

    [Fact]
    public async Task A_member_whom_an_owner_made_keeps_no_way_in_that_others_know_when_the_provider_vouches_for_them()
    {
        var tenant = await setup.NewTenantAsync();
        var (_, email) = await tenant.NewMemberAsync(isConfirmed: false);
        using var visitor = new PageVisitor(Host);

        var page = await visitor.OpenAsync(tenant.Start);

        Assert.Equal("/account", page.Path);
        using var maker = new PageVisitor(Host);
        Assert.NotEqual("/account", (await maker.SignInAsync(email, SignedOnTenant.Password)).Path);
    }

    [Fact]
    public async Task Two_who_come_back_at_once_are_both_let_in()
    {
        var tenant = await setup.NewTenantAsync();
        var (_, email) = await tenant.NewMemberAsync();
        var visitors = Enumerable.Range(0, 4).Select(_ => new PageVisitor(Host)).ToList();

        var pages = await Task.WhenAll(visitors.Select(visitor => visitor.OpenAsync(tenant.Start)));

        Assert.All(pages, page => Assert.Contains(email, page.Html));
        visitors.ForEach(visitor => visitor.Dispose());
    }

    [Fact]
    public async Task A_session_begun_while_the_provider_was_asked_is_not_replaced_unasked()
    {
        var tenant = await setup.NewTenantAsync();
        var (_, email) = await tenant.NewMemberAsync();
        var own = tenant.NewEmail();
        await tenant.Tenant.AddAccountAsync(own);
        using var visitor = new SignInVisitor(Host);
        var back = (await visitor.Http.GetAsync((await visitor.Http.GetAsync($"{tenant.Start}?return_url=%2Faccount%2Faccess&anew=1")).Headers.Location!)).Headers.Location!;
        await visitor.SignInAsync(own);

        using var reply = await visitor.Http.GetAsync(back);
        var page = await reply.Content.ReadAsStringAsync();

        Assert.Equal(HttpStatusCode.OK, reply.StatusCode);
        Assert.Contains(own, await visitor.Http.GetStringAsync("/account"));
        var again = new ShownPage(reply.StatusCode, back, page).LinkTo(tenant.Start);
        Assert.Contains("anew=1", again);
        var confirmed = (await visitor.Http.GetAsync((await visitor.Http.GetAsync(again)).Headers.Location!)).Headers.Location!;
        using var entered = await visitor.Http.GetAsync(confirmed);
        Assert.Equal("/account/access", entered.Headers.Location!.OriginalString);
        Assert.Contains(email, await visitor.Http.GetStringAsync("/account"));
    }

    [Fact]
    public async Task Two_who_come_back_at_once_to_an_unproven_account_leave_each_other_in()
    {
        for (var tries = 0; tries < 3; tries++)
        {
            var tenant = await setup.NewTenantAsync();
            var (id, email) = await tenant.NewMemberAsync(isConfirmed: false);
            var visitors = Enumerable.Range(0, 6).Select(_ => new PageVisitor(Host)).ToList();

            var pages = await Task.WhenAll(visitors.Select(visitor => visitor.OpenAsync(tenant.Start)));

            Assert.All(pages, page => Assert.Contains(email, page.Html));
            Assert.All(await Task.WhenAll(visitors.Select(visitor => visitor.IsSignedInAsync())), Assert.True);
            await using var db = Host.Database.Platform();
            Assert.Equal(1, await db.Set<IdentityUserLogin<long>>().CountAsync(login => login.UserId == id));
            Assert.Equal(6, await db.Set<Session>().CountAsync(session => session.UserId == id));
            visitors.ForEach(visitor => visitor.Dispose());
        }
    }

    [Fact]
    public async Task A_member_who_was_linked_before_the_account_was_closed_to_its_maker_is_closed_to_them_once()
    {
        var tenant = await setup.NewTenantAsync();
        var (id, email) = await tenant.NewMemberAsync(isConfirmed: false);
        await using (var db = Host.Database.Platform())
        {
            db.Add(new IdentityUserLogin<long> { UserId = id, LoginProvider = $"sso-{tenant.Tenant.Id}", ProviderKey = $"{tenant.At.Issuer} {id}" });
            await db.SaveChangesAsync();
        }

        using var maker = new PageVisitor(Host);
        await maker.SignInAsync(email, SignedOnTenant.Password);
        using var first = new PageVisitor(Host);
        using var second = new PageVisitor(Host);

        await first.OpenAsync(tenant.Start);
        await second.OpenAsync(tenant.Start);

        Assert.False(await maker.IsSignedInAsync());
        Assert.NotEqual("/account", (await maker.SignInAsync(email, SignedOnTenant.Password)).Path);
        Assert.True(await first.IsSignedInAsync());
        Assert.True(await second.IsSignedInAsync());
    }

    [Fact]
    public async Task A_member_is_told_that_the_former_ways_in_have_ended()
    {
        var tenant = await setup.NewTenantAsync();
        var (id, email) = await tenant.NewMemberAsync(isConfirmed: false);
        var (proven, _) = await tenant.NewMemberAsync();
        (tenant.At.Email, tenant.At.Subject) = (email, $"{id}");
        using var visitor = new PageVisitor(Host);
        using var again = new PageVisitor(Host);

        await visitor.OpenAsync(tenant.Start);
        await again.OpenAsync(tenant.Start);

        var mail = (await Host.MailsToAsync(email))[0];
        Assert.Contains("provider of Acme", mail.TextBody);
        Assert.DoesNotContain("http", mail.TextBody);
        Assert.Equal(1, (await KindsAsync(tenant, id)).Count(kind => kind == AuditKinds.WaysInEnded));
        Assert.DoesNotContain(AuditKinds.WaysInEnded, await KindsAsync(tenant, proven));
    }

    [Fact]
    public async Task A_password_change_under_way_fails_when_the_account_is_closed_to_its_maker()
    {
        var tenant = await setup.NewTenantAsync();
        var (id, email) = await tenant.NewMemberAsync(isConfirmed: false);
        using var scope = Host.Services.CreateScope();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<User>>();
        var inFlight = await users.FindByIdAsync($"{id}");
        using var visitor = new PageVisitor(Host);
        await visitor.OpenAsync(tenant.Start);

        Assert.False((await users.ChangePasswordAsync(inFlight!, SignedOnTenant.Password, "the next long password")).Succeeded);
        using var maker = new PageVisitor(Host);
        Assert.NotEqual("/account", (await maker.SignInAsync(email, "the next long password")).Path);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_provider_removed_while_somebody_signs_in_lets_nobody_in(bool isLinked)
    {
        var tenant = await setup.NewTenantAsync();
        var (id, _) = await tenant.NewMemberAsync();
        if (isLinked)
        {
            using var before = new PageVisitor(Host);
            await before.OpenAsync(tenant.Start);
        }

        using var client = await tenant.OperatorAsync();
        tenant.At.Meanwhile = () => client.CallAsync(HttpMethod.Delete, SignedOnTenant.Provider, HttpStatusCode.OK);
        using var visitor = new PageVisitor(Host);

        var page = await visitor.OpenAsync(tenant.Start);

        Assert.InRange((int)page.Status, 400, 403);
        Assert.False(await visitor.IsSignedInAsync());
        await using var db = Host.Database.Platform();
        Assert.False(await db.Set<Session>().AnyAsync(session => session.UserId == id));
        Assert.False(await db.Set<IdentityUserLogin<long>>().AnyAsync(login => login.UserId == id));
    }

    [Fact]
    public async Task A_provider_changed_while_a_linked_person_signs_in_lets_nobody_in()
    {
        var tenant = await setup.NewTenantAsync();
        await tenant.NewMemberAsync();
        using var before = new PageVisitor(Host);
        await before.OpenAsync(tenant.Start);
        tenant.At.Meanwhile = tenant.RequireAsync;
        using var visitor = new PageVisitor(Host);

        Assert.Equal(HttpStatusCode.BadRequest, (await visitor.OpenAsync(tenant.Start)).Status);
        Assert.False(await visitor.IsSignedInAsync());
        Assert.True(await before.IsSignedInAsync());
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(290, true)]
    [InlineData(600, false)]
    [InlineData(-600, false)]
    [InlineData(null, false)]
    public async Task Whoever_is_to_sign_in_again_does_so_at_the_provider(int? secondsAgo, bool isIn)
    {
        var tenant = await setup.NewTenantAsync();
        await tenant.NewMemberAsync();
        tenant.At.AskedAgo = secondsAgo is { } ago ? TimeSpan.FromSeconds(ago) : null;
        using var visitor = new PageVisitor(Host);
        using var other = new PageVisitor(Host);

        var signIn = await visitor.OpenAsync("/account/sign-in?anew=1");
        var wrong = await visitor.SendAsync(signIn, "/account/sign-in", ("email", tenant.At.Email!), ("password", "wrong"));
        var ask = await visitor.OpenAsync(wrong.LinkTo("/account/single-sign-on/company"));
        var found = await visitor.SendAsync(ask, "/account/single-sign-on/company", ("email", tenant.At.Email!));
        var entered = await visitor.OpenAsync(found.LinkTo(tenant.Start));
        var asked = tenant.At.Asked!;

        Assert.Equal(("login", "0"), ((string)asked["prompt"]!, (string)asked["max_age"]!));
        Assert.Equal(isIn ? HttpStatusCode.OK : HttpStatusCode.BadRequest, entered.Status);
        Assert.Equal(isIn, await visitor.IsSignedInAsync());
        await other.OpenAsync(tenant.Start);
        Assert.True(await other.IsSignedInAsync());
        Assert.Equal((0, 0), (tenant.At.Asked!["prompt"].Count, tenant.At.Asked["max_age"].Count));
    }

    [Fact]
    public async Task Domains_cannot_be_listed_by_guessing()
    {
        await using var host = await LeadlineHost.StartAsync(("Attempts:PerAddress", "3"), ("Attempts:Minutes", "1440"), ("Proxies:Trusted", "127.0.0.1"));
        const string Company = "/account/single-sign-on/company";
        var statuses = new List<HttpStatusCode>();
        using var visitor = new SignInVisitor(host, "198.51.100.1");
        var page = await visitor.Http.GetStringAsync(Company);
        for (var guess = 0; guess < 5; guess++)
        {
            visitor.MoveTo(guess == 4 ? "198.51.100.2" : "198.51.100.1");
            using var reply = await visitor.SendAsync(page, Company, ("email", $"ada@{Guid.NewGuid():N}.example"));
            statuses.Add(reply.StatusCode);
        }

        const HttpStatusCode None = HttpStatusCode.UnprocessableEntity;
        Assert.Equal([None, None, None, HttpStatusCode.TooManyRequests, None], statuses);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("8761")]
    [InlineData("-1")]
    public void A_wrong_number_of_hours_ends_the_start(string hours) => Assert.Contains(
        "SessionHours",
        Assert.Throws<SetupException>(() => LeadlineServer.Build(new Dictionary<string, string?> { ["SingleSignOn:SessionHours"] = hours })).Message,
        StringComparison.Ordinal);

    [Fact]
    public async Task All_who_wait_for_a_provider_share_one_attempt()
    {
        var tenant = await setup.NewTenantAsync();
        (tenant.At.IsDown, tenant.At.Patience) = (true, TimeSpan.FromSeconds(1));
        var visitors = Enumerable.Range(0, 8).Select(_ => new PageVisitor(Host)).ToList();

        var pages = await Task.WhenAll(visitors.Select(visitor => visitor.OpenAsync(tenant.Start)));

        Assert.All(pages, page => Assert.Equal(HttpStatusCode.BadGateway, page.Status));
        Assert.InRange(tenant.At.Calls, 1, 2);
        visitors.ForEach(visitor => visitor.Dispose());
    }

    [Fact]
    public async Task A_provider_that_does_not_answer_is_not_asked_by_everybody()
    {
        var tenant = await setup.NewTenantAsync();
        tenant.At.IsDown = true;
        using var visitor = new PageVisitor(Host);

        for (var i = 0; i < 5; i++)
        {
            Assert.Equal(HttpStatusCode.BadGateway, (await visitor.OpenAsync(tenant.Start)).Status);
        }

        Assert.InRange(tenant.At.Calls, 1, 2);
    }

    [Fact]
    public async Task Pages_show_such_a_session_its_own_tenant_alone()
    {
        var tenant = await setup.NewTenantAsync();
        var other = await Host.NewTenantAsync("Elsewhere");
        var (_, email) = await tenant.NewMemberAsync("owner");
        await SignedOnTenant.JoinAsync(other, email);
        await other.AddAppAsync();
        using var visitor = new PageVisitor(Host);
        await visitor.OpenAsync(tenant.Start);

        foreach (var address in new[] { "/account", "/account/access", "/account/apps", "/account/audit", "/account/single-sign-on" })
        {
            var page = await visitor.OpenAsync(address);
            Assert.Equal((HttpStatusCode.OK, address), (page.Status, page.Path));
            Assert.DoesNotContain("Elsewhere", page.Html);
        }

        Assert.Contains("Acme", (await visitor.OpenAsync("/account/apps")).Html);

        foreach (var address in new[] { "/account/security", "/account/password", "/account/email", "/account/sessions", "/account/activity" })
        {
            Assert.Equal(HttpStatusCode.Forbidden, (await visitor.OpenAsync(address)).Status);
        }
    }

    [Fact]
    public async Task An_answer_counts_in_the_browser_that_asked_and_once()
    {
        var tenant = await setup.NewTenantAsync();
        await tenant.NewMemberAsync();
        using var asking = new SignInVisitor(Host);
        using var other = new PageVisitor(Host);
        var toProvider = (await asking.Http.GetAsync(tenant.Start)).Headers.Location!;
        var back = (await asking.Http.GetAsync(toProvider)).Headers.Location!;

        var elsewhere = await other.OpenAsync(back.PathAndQuery);
        using var here = await asking.Http.GetAsync(back);
        using var again = await asking.Http.GetAsync(back);

        Assert.Equal(HttpStatusCode.BadRequest, elsewhere.Status);
        Assert.Equal(HttpStatusCode.Found, here.StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, again.StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await other.OpenAsync($"{tenant.Callback}?code=a&state=b")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await other.OpenAsync(tenant.Callback)).Status);
    }

    [Fact]
    public async Task An_answer_to_one_tenants_question_is_none_to_anothers()
    {
        var (tenant, other) = (await setup.NewTenantAsync(), await setup.NewTenantAsync());
        await tenant.NewMemberAsync();
        using var visitor = new SignInVisitor(Host);
        var toProvider = (await visitor.Http.GetAsync(tenant.Start)).Headers.Location!;
        var back = (await visitor.Http.GetAsync(toProvider)).Headers.Location!;

        using var reply = await visitor.Http.GetAsync($"{other.Callback}{back.Query}");

        Assert.Equal(HttpStatusCode.BadRequest, reply.StatusCode);
        Assert.False(await visitor.IsSignedInAsync());
    }

    [Fact]
    public async Task A_tenant_without_a_provider_leads_nowhere_and_return_addresses_lead_to_no_other_host()
    {
        var tenant = await setup.NewTenantAsync();
        var without = await Host.NewTenantAsync();
        await tenant.NewMemberAsync();
        using var visitor = new PageVisitor(Host);

        Assert.Equal(HttpStatusCode.NotFound, (await visitor.OpenAsync($"/account/single-sign-on/{without.Id}/start")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await visitor.OpenAsync($"/account/single-sign-on/{without.Id}/callback?code=a&state=b")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await visitor.OpenAsync("/account/single-sign-on/99999999999/start")).Status);
        var page = await visitor.OpenAsync($"{tenant.Start}?return_url=https%3A%2F%2Fevil.example%2F");
        Assert.Equal((Host.Address.Port, "/account"), (page.Address.Port, page.Path));
    }

    [Fact]
    public async Task A_sign_in_by_a_provider_spares_nobody_guesses_at_the_password()
    {
        var tenant = await setup.NewTenantAsync();
        var (id, _) = await tenant.NewMemberAsync();
        using var visitor = new SignInVisitor(Host);
        var toProvider = (await visitor.Http.GetAsync(tenant.Start)).Headers.Location!;
        using var entered = await visitor.Http.GetAsync((await visitor.Http.GetAsync(toProvider)).Headers.Location!);

        Assert.True(await visitor.IsSignedInAsync());
        Assert.DoesNotContain(visitor.Cookies.GetAllCookies(), cookie => cookie.Name.Contains("device", StringComparison.Ordinal));
        await using var db = Host.Database.Platform();
        Assert.NotNull((await db.Set<AuditEvent>().SingleAsync(told => told.UserId == id && told.Kind == AuditKinds.SignedIn)).TenantId);
    }

    [Fact]
    public async Task The_provider_is_found_by_the_domain_of_an_address()
    {
        var tenant = await setup.NewTenantAsync();
        await tenant.NewMemberAsync();
        const string Company = "/account/single-sign-on/company";
        using var visitor = new PageVisitor(Host);

        var signIn = await visitor.OpenAsync("/account/sign-in?return_url=%2Faccount%2Faccess");
        var ask = await visitor.OpenAsync(signIn.Value("href=\"(/account/single-sign-on/company[^\"]*)\""));
        var wrong = await visitor.SendAsync(ask, Company, ("email", "nobody"));
        var none = await visitor.SendAsync(wrong, Company, ("email", "ada@unknown.example"));
        var found = await visitor.SendAsync(none, Company, ("email", $"Whoever@{tenant.Domain.ToUpperInvariant()}"));
        var entered = await visitor.OpenAsync(found.Value("class=\"button full\" href=\"([^\"]*)\""));

        Assert.Equal((HttpStatusCode.UnprocessableEntity, HttpStatusCode.UnprocessableEntity), (wrong.Status, none.Status));
        Assert.Contains("No company here", none.Problems);
        Assert.Equal(HttpStatusCode.OK, found.Status);
        Assert.Equal("/account/access", entered.Path);
    }

    private async Task<List<string>> KindsAsync(SignedOnTenant tenant, long user)
    {
        await using var db = Host.Database.Platform();
        return await db.Set<AuditEvent>().Where(told => told.TenantId == tenant.Tenant.Id.Value && told.UserId == user && told.Kind != AuditKinds.RoleGiven && told.Kind != AuditKinds.MemberAdmitted)
            .OrderBy(told => told.Id).Select(told => told.Kind).ToListAsync();
    }

    private async Task AssertRefusalIsToldAsync(SignedOnTenant tenant)
    {
        for (var patience = 0; ; patience++)
        {
            await using var db = Host.Database.Platform();
            if (await db.Set<AuditEvent>().AnyAsync(told => told.TenantId == tenant.Tenant.Id.Value && told.Kind == AuditKinds.SingleSignOnRefused))
            {
                return;
            }

            Assert.True(patience < 100, "The refusal is not told.");
            await Task.Delay(50);
        }
    }
}
