using System.Net;
using Leadline.Client;

namespace Leadline.Tests.Client;

public sealed class ErrorsTests(LeadlineHost host)
{
    [Fact]
    public async Task A_refused_field_is_named_with_its_sentences()
    {
        var client = await (await host.NewTenantAsync()).SdkAsync();

        var refused = await Assert.ThrowsAsync<LeadlineException>(() => client.Leads.CreateAsync(new NewLead { LastName = "Lovelace", Email = "nobody" }));

        Assert.Equal((ErrorCodes.ValidationFailed, HttpStatusCode.UnprocessableEntity), (refused.Code, refused.Status));
        Assert.Equal(["The field email must be an e-mail address."], refused.Errors["email"]);
        Assert.Equal("The field email must be an e-mail address.", refused.Message);
    }

    [Fact]
    public async Task A_missing_record_a_missing_scope_and_a_bad_token_are_told_apart()
    {
        var tenant = await host.NewTenantAsync();
        var stranger = new LeadlineClient(new LeadlineClientOptions { BaseAddress = host.Address, Token = "nobody", TenantId = tenant.Id.Value });

        Assert.Equal(ErrorCodes.NotFound, await CodeOfAsync((await tenant.SdkAsync()).Leads.GetAsync(404)));
        Assert.Equal(ErrorCodes.InsufficientScope, await CodeOfAsync((await tenant.SdkAsync("leads:read")).Users.ListAsync()));
        Assert.Equal(ErrorCodes.Unauthorized, await CodeOfAsync(stranger.Leads.GetAsync(1)));
    }

    [Fact]
    public async Task A_conflict_names_the_other_record()
    {
        var client = await (await host.NewTenantAsync()).SdkAsync();
        Lead lead = await client.Leads.CreateAsync(new NewLead { LastName = "Lovelace" });
        var conversion = await client.Leads.ConvertAsync(lead.Id);

        var refused = await Assert.ThrowsAsync<LeadlineException>(() => client.Leads.ConvertAsync(lead.Id));

        Assert.Equal(ErrorCodes.Conflict, refused.Code);
        Assert.Equal(conversion.Value.Customer!.Id, refused.Body!.Value.GetProperty("customer_id").GetInt64());
        Assert.Null(refused.Current<Lead>());
    }

    [Fact]
    public async Task A_change_of_an_old_version_is_refused_with_the_record_as_it_is_now()
    {
        var client = await (await host.NewTenantAsync()).SdkAsync();
        var seen = await client.Leads.CreateAsync(new NewLead { LastName = "Byron" });
        await client.Leads.UpdateAsync(seen.Value.Id, new LeadChange { LastName = "Lovelace" }, ifMatch: seen.ETag);

        var refused = await Assert.ThrowsAsync<LeadlineException>(() => client.Leads.UpdateAsync(seen.Value.Id, new LeadChange { LastName = "King" }, ifMatch: seen.ETag));

        var current = refused.Current<Lead>()!;
        Assert.Equal((ErrorCodes.PreconditionFailed, "Lovelace"), (refused.Code, current.Value.LastName));
        Assert.Equal("King", (await client.Leads.UpdateAsync(seen.Value.Id, new LeadChange { LastName = "King" }, ifMatch: current.ETag)).Value.LastName);
    }

    [Fact]
    public async Task A_page_of_a_proxy_is_told_to_be_no_answer()
    {
        var script = new Script(Script.Answers(HttpStatusCode.BadGateway, "<html>Bad gateway</html>", "text/html"));

        var refused = await Assert.ThrowsAsync<LeadlineException>(() => script.Play().Leads.ListAsync());

        Assert.Equal((ErrorCodes.UnknownAnswer, HttpStatusCode.BadGateway), (refused.Code, refused.Status));
        Assert.Equal("https://leads.example.com/crm/api/v1/leads answered 502 with text/html, which is no answer of Leadline.", refused.Message);
        Assert.Null(refused.Body);
    }

    [Theory]
    [InlineData("<html>Please sign in</html>")]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("")]
    public async Task A_success_that_is_not_of_leadline_is_no_success(string body)
    {
        var script = new Script(Script.Answers(HttpStatusCode.OK, body));

        Assert.Equal(ErrorCodes.UnknownAnswer, await CodeOfAsync(script.Play().Leads.GetAsync(1)));
        Assert.Equal(ErrorCodes.UnknownAnswer, await CodeOfAsync(script.Play().Leads.DeleteAsync(1)));
    }

    [Fact]
    public async Task A_limited_caller_is_told_for_how_long()
    {
        await using var limited = await LeadlineHost.StartAsync(("RateLimit:PermitsPerMinute", "1"));
        var tenant = await limited.NewTenantAsync();
        var client = new LeadlineClient(new LeadlineClientOptions
        {
            BaseAddress = limited.Address, Token = await tenant.TokenAsync(), TenantId = tenant.Id.Value, Retries = RetryOptions.None,
        });

        var calls = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Record.ExceptionAsync(() => client.Leads.ListAsync()).AsTask()));

        var refused = calls.OfType<LeadlineException>().First();
        Assert.Equal(ErrorCodes.RateLimited, refused.Code);
        Assert.InRange(refused.RetryAfter!.Value.TotalSeconds, 0, 60);
    }

    [Fact]
    public void A_client_needs_an_address() =>
        Assert.Throws<ArgumentException>(() => new LeadlineClient(new LeadlineClientOptions { Token = "secret" }));

    [Fact]
    public void Neither_options_nor_users_show_their_secrets()
    {
        Assert.DoesNotContain("secret", new LeadlineClientOptions { Token = "secret" }.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("secret", new NewUser { Name = "Ada", Email = "ada@example.com", Password = "secret" }.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("secret", new UserChange { Password = "secret" }.ToString(), StringComparison.Ordinal);
    }

    private static async Task<string> CodeOfAsync(Task call) => (await Assert.ThrowsAsync<LeadlineException>(() => call)).Code;
}
