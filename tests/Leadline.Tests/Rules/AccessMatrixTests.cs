using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.RegularExpressions;
using Leadline.Callers;
using Leadline.Jobs;
using Leadline.OAuth;
using Leadline.Tenants;
using Leadline.Tests.Account;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.StaticAssets;
using Microsoft.Extensions.DependencyInjection;
using OpenIddict.Abstractions;

namespace Leadline.Tests.Rules;

/// <summary>
/// Walks every endpoint of the server as everybody who may come along. Who gets through where is a committed table: an endpoint that lets
/// somebody in whom its row does not name fails, and a changed row is a visible difference.
/// LEADLINE_UPDATE_SNAPSHOTS=1 ./test -- --filter-class '*.AccessMatrixTests' writes it anew.
/// </summary>
public sealed partial class AccessMatrixTests(LeadlineHost host)
{
    private static readonly string Everything = string.Join(' ', Scopes.All);

    // Whatever an endpoint makes of it, it changes nothing: a field that nobody knows refuses the call after all else.
    private const string Harmless = """{"no_such_field": 1}""";

    private const string Head = """
        # Who gets through where

        Written by `AccessMatrixTests`, which walks every endpoint of a running server; a row that differs fails the build. Numbers are HTTP
        statuses.

        ## The API

        Each call is one that changes nothing: a write carries a field that nobody knows, so **422** means it got past every check of access.
        The records of an address exist: the lead and the customer are the owner's, whom the limited members do not see, and the personal token and the saved
        view are the owner's, so **404** hides them. Strangers and tokens for other scopes get 401 or 403, whatever the address.
        "Sees team" and "sees own" are members of a role that allows everything, on leads of their team, or of themselves, alone.


        """;

    // Without a route of their own.
    private static readonly (string Verb, string Path)[] AnsweredByTheAuthorizationServer =
    [
        ("GET", "/.well-known/jwks"), ("GET", "/.well-known/oauth-authorization-server"), ("GET", "/.well-known/openid-configuration"),
        ("POST", "/oauth/introspect"), ("POST", "/oauth/revoke"),
    ];

    private RouteEndpoint[] Endpoints =>
    [
        .. host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.Metadata.GetMetadata<StaticAssetDescriptor>() is null) // files are anybody's, under names that change with them
            .OrderBy(endpoint => endpoint.RoutePattern.RawText, StringComparer.Ordinal).ThenBy(endpoint => Verbs(endpoint)[0], StringComparer.Ordinal),
    ];

    [Fact]
    public async Task Who_gets_through_where_is_what_the_committed_table_says()
    {
        var file = Path.Combine(Repository.Root, "contract/access.md");
        var walked = new StringBuilder(Head);
        await WalkApiAsync(walked);
        await WalkPagesAsync(walked);

        if (Environment.GetEnvironmentVariable("LEADLINE_UPDATE_SNAPSHOTS") == "1")
        {
            await File.WriteAllTextAsync(file, walked.ToString(), TestContext.Current.CancellationToken);
        }

        Assert.Equal(await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken), walked.ToString());
    }

    private async Task WalkApiAsync(StringBuilder walked)
    {
        await using var people = await People.NewAsync(host);
        RouteEndpoint[] api = [.. Endpoints.Where(endpoint => endpoint.RoutePattern.RawText!.StartsWith("/api/", StringComparison.Ordinal))];
        Assert.True(api.Length > 80);
        Row(walked, ["endpoint", "scopes", .. people.Strangers.Select(one => one.Name), "other scopes", .. people.Members.Select(one => one.Name)]);
        Row(walked, [.. Enumerable.Repeat("---", 3 + people.Strangers.Count + people.Members.Count)]);
        foreach (var endpoint in api)
        {
            var access = endpoint.Metadata.GetMetadata<Access>()!;
            var verb = Assert.Single(Verbs(endpoint));
            var strangers = new List<string>();
            foreach (var (_, client) in people.Strangers)
            {
                strangers.Add(await people.CallAsync(client, verb, endpoint));
            }

            var others = access.AnyOf.Count == 0 ? "" : await people.CallWithoutAsync(access.AnyOf, verb, endpoint);
            var members = new List<string>();
            foreach (var (_, client, _) in people.Members)
            {
                members.Add(await people.CallAsync(client, verb, endpoint));
            }

            Row(walked, [$"{verb} {endpoint.RoutePattern.RawText![7..].Replace(":long", "", StringComparison.Ordinal)}", string.Join(" or ", access.AnyOf), .. strangers, others, .. members]);
            Assert.All(people.Members.Zip(members), one => Assert.True(
                one.Second == "403" || access.AnyOf.Count == 0 || access.AnyOf.Intersect(one.First.Scopes).Any(), $"{verb} {endpoint.RoutePattern.RawText} answered {one.Second} to a {one.First.Name}, whose role does not allow it."));
            Assert.All(strangers.Append(others).Where(answer => answer.Length > 0 && access.NeedsTenant), answer => Assert.True(answer is "401" or "403", $"{verb} {endpoint.RoutePattern.RawText} answered a stranger {answer}."));
        }
    }

    private async Task WalkPagesAsync(StringBuilder walked)
    {
        await using var people = await People.NewAsync(host);
        walked.AppendLine().AppendLine("## Pages and the authorization server").AppendLine();
        Row(walked, ["address", "nobody", "a bearer token", "an owner's session", "an agent's session", "another site's form in an owner's session"]);
        Row(walked, ["---", "---", "---", "---", "---", "---"]);
        using var session = new SignInVisitor(host);
        await session.SignInAsync(people.OwnerEmail);
        using var agent = new SignInVisitor(host);
        await agent.SignInAsync(people.AgentEmail);
        using var nobody = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = host.Address };
        using var bearer = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = host.Address };
        bearer.DefaultRequestHeaders.Authorization = people.Members[0].Client.DefaultRequestHeaders.Authorization;
        var routed = Endpoints.Where(endpoint => !endpoint.RoutePattern.RawText!.StartsWith("/api/", StringComparison.Ordinal))
            .SelectMany(endpoint => Verbs(endpoint).Select(verb => (Verb: verb, Path: endpoint.RoutePattern.RawText!.Replace(":long", "", StringComparison.Ordinal))));
        foreach (var (verb, path) in routed.Concat(AnsweredByTheAuthorizationServer).Where(one => one.Verb != "HEAD"))
        {
            var address = Variable().Replace(path, "1");
            var inSession = await AskAsync(session.Http, verb, address);
            var isRead = verb == "GET";
            Row(walked,
            [
                $"{verb} {path}", await AskAsync(nobody, verb, address), await AskAsync(bearer, verb, address),
                isRead ? inSession : "", isRead ? await AskAsync(agent.Http, verb, address) : "", isRead ? "" : inSession,
            ]);
        }

        Assert.True(await agent.IsSignedInAsync(), "A page ended a session.");
        Assert.True(await session.IsSignedInAsync(), "A form of another site signed the person out.");
    }

    private static async Task<string> AskAsync(HttpClient client, string verb, string address)
    {
        using var request = new HttpRequestMessage(new HttpMethod(verb), address) { Content = verb == "POST" ? new FormUrlEncodedContent([new("a", "b")]) : null };
        using var reply = await client.SendAsync(request);
        return reply.StatusCode is HttpStatusCode.Found ? $"to {new Uri(client.BaseAddress!, reply.Headers.Location!).AbsolutePath}" : ((int)reply.StatusCode).ToString(CultureInfo.InvariantCulture);
    }

    private static void Row(StringBuilder walked, string[] cells) => walked.Append("| ").AppendJoin(" | ", cells).AppendLine(" |");

    private static IReadOnlyList<string> Verbs(RouteEndpoint endpoint) => endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["any"];

    [GeneratedRegex(@"\{[^}]+\}")]
    private static partial Regex Variable();

    /// <summary>Everybody who may come along to one tenant, in which a lead and a customer are the owner's.</summary>
    private sealed class People(TestTenant tenant, string ownerEmail) : IAsyncDisposable
    {
        private readonly Dictionary<string, HttpClient> narrow = [];

        // By the address before it, in which other numbers are left out.
        private readonly Dictionary<string, long> records = [];

        public string OwnerEmail => ownerEmail;

        public string AgentEmail { get; private set; } = "";

        /// <summary>Those who get in nowhere.</summary>
        public List<(string Name, HttpClient Client)> Strangers { get; } = [];

        /// <summary>Members, with tokens for all scopes.</summary>
        public List<(string Name, HttpClient Client, IReadOnlyCollection<string> Scopes)> Members { get; } = [];

        public static async Task<People> NewAsync(LeadlineHost host)
        {
            var tenant = await host.NewTenantAsync();
            var (owner, email) = await tenant.AddMemberAsync("owner");
            var client = await tenant.ClientAsync(Everything, email);
            var people = new People(tenant, email);
            people.Members.Add(("owner", client, Scopes.All));
            foreach (var role in new[] { "manager", "agent", "viewer" })
            {
                var (_, who) = await tenant.AddMemberAsync(role);
                var member = await tenant.ClientAsync(Everything, who);
                var allowed = (await member.GetJsonAsync("/api/v1/account/roles"))["data"]!["permissions"]!.AsArray().Select(scope => (string)scope!);
                people.Members.Add((role, member, [.. allowed]));
                people.AgentEmail = role == "agent" ? who : people.AgentEmail;
            }

            await people.AddRecordsAsync(client, owner);

            foreach (var visibility in new[] { "team", "own" })
            {
                var role = await client.CreateAsync("/api/v1/roles", new { name = $"Sees {visibility}", visibility, permissions = Scopes.All });
                var (id, who) = await tenant.AddMemberAsync();
                await client.CallAsync(HttpMethod.Patch, $"/api/v1/users/{id}", HttpStatusCode.OK, new { role_ids = new[] { role } });
                people.Members.Add(($"sees {visibility}", await tenant.ClientAsync(Everything, who), Scopes.All));
            }

            await people.AddStrangersAsync(host);
            return people;
        }

        // One of each kind that an address can name.
        private async Task AddRecordsAsync(HttpClient client, long owner)
        {
            var lead = await AddAsync("leads", new { last_name = "Lovelace", assigned_user_id = owner });
            var customer = await AddAsync("customers", new { first_name = "Ada", last_name = "Lovelace", phone_number = "+905321234567" });
            var tag = await AddAsync("tags", new { name = "VIP", color = "#aa0000" });
            foreach (var (kind, id) in new[] { ("leads", lead), ("customers", customer) })
            {
                records[$"{kind}/notes"] = await client.CreateAsync($"/api/v1/{kind}/{id}/notes", new { content = "Called." });
                records[$"{kind}/tags"] = tag;
                await client.CallAsync(HttpMethod.Put, $"/api/v1/{kind}/{id}/tags/{tag}", HttpStatusCode.OK);
                records[$"{kind}/timeline"] = (long)(await client.GetJsonAsync($"/api/v1/{kind}/{id}/timeline"))["data"]![0]!["id"]!;
            }

            records["leads/tasks"] = records["tasks"] = await client.CreateAsync($"/api/v1/leads/{lead}/tasks", new { title = "Call" });
            await AddAsync("views", new { list = "leads", name = "Mine", state = new { } });
            await AddAsync("leads/statuses", new { name = "Waiting" });
            await AddAsync("leads/reference-sources", new { name = "Fair" });
            await AddAsync("leads/import-sources", new { name = "Old system" });
            await AddAsync("roles", new { name = "Trainee", permissions = new[] { "leads:read" } });
            await AddAsync("teams", new { name = "North" });
            await AddAsync("users", new { name = "Grace", email = Account.Accounts.NewEmail() });
            await AddAsync("apps", new { name = "App", type = "confidential", scopes = new[] { "leads:read" } });
            await AddAsync("account/tokens", new { name = "Script", scopes = new[] { "leads:read" }, expires_at = DateTime.UtcNow.AddDays(1) });
            await AddAsync("single-sign-on/domains", new { domain = $"{Guid.NewGuid():N}.example" });
            records["batches"] = (long)(await client.GetJsonAsync("/api/v1/batches"))["data"]![0]!["id"]!;
            await tenant.ChangeAsync(db =>
            {
                records["jobs"] = db.Insert(new Job { Kind = "lead.bulk", State = Job.Finished, Payload = "{}", Touches = "lead", AuthorKind = "operator", AuthorId = "operator" }).Id;
                return Task.CompletedTask;
            });

            async Task<long> AddAsync(string kind, object body) => records[kind] = await client.CreateAsync($"/api/v1/{kind}", body);
        }

        private async Task AddStrangersAsync(LeadlineHost host)
        {
            var issuer = host.Services.GetRequiredService<TokenIssuer>();
            var foreign = AccessToken.For(LeadlineClaims.Operator, LeadlineClaims.Operator, tenant.Id.Value, Scopes.All);
            foreign.SetResources("urn:another:api");
            var expired = await tenant.TokenAsync(Everything, TimeSpan.FromSeconds(1));
            Strangers.Add(("no token", Client(host, null)));
            Strangers.Add(("garbage", Client(host, "not.a.token")));
            Strangers.Add(("expired", Client(host, expired)));
            Strangers.Add(("revoked", Client(host, await RevokedAsync(host))));
            Strangers.Add(("other audience", Client(host, await issuer.IssueAsync(foreign, TimeSpan.FromHours(1), CancellationToken.None))));
            Strangers.Add(("other tenant", Client(host, await (await host.NewTenantAsync()).TokenAsync(Everything))));
            await Task.Delay(TimeSpan.FromSeconds(2.5)); // the short life, and the second for which verdicts are kept
        }

        private async Task<string> RevokedAsync(LeadlineHost host)
        {
            var app = await tenant.AddAppAsync();
            using var client = host.NewClient();
            KeyValuePair<string, string>[] asApp = [new("client_id", app.ClientId), new("client_secret", app.Secret!)];
            using var issued = await client.PostAsync("/oauth/token", new FormUrlEncodedContent([new("grant_type", "client_credentials"), .. asApp]));
            var token = (string)(await issued.JsonAsync(HttpStatusCode.OK))["access_token"]!;
            using var revoked = await client.PostAsync("/oauth/revoke", new FormUrlEncodedContent([new("token", token), .. asApp]));
            Assert.Equal(HttpStatusCode.OK, revoked.StatusCode);
            return token;
        }

        private HttpClient Client(LeadlineHost host, string? token)
        {
            var client = host.NewClient();
            client.DefaultRequestHeaders.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
            client.DefaultRequestHeaders.Add("X-Tenant", tenant.Id.ToString());
            return client;
        }

        /// <summary>Calls with a token for all scopes but these.</summary>
        public async Task<string> CallWithoutAsync(IReadOnlyList<string> scopes, string verb, RouteEndpoint endpoint)
        {
            var key = string.Join(' ', Scopes.All.Except(scopes));
            if (key.Length == 0)
            {
                return "";
            }

            if (!narrow.TryGetValue(key, out var client))
            {
                narrow.Add(key, client = await tenant.ClientAsync(key));
            }

            return await CallAsync(client, verb, endpoint);
        }

        public async Task<string> CallAsync(HttpClient client, string verb, RouteEndpoint endpoint)
        {
            var kind = "";
            var path = string.Join('/', endpoint.RoutePattern.RawText!["/api/v1/".Length..].Split('/').Select(part =>
            {
                if (part.StartsWith('{'))
                {
                    return $"{records[kind]}";
                }

                kind = kind.Length == 0 ? part : $"{kind}/{part}";
                return part;
            }));
            using var request = new HttpRequestMessage(new HttpMethod(verb), $"/api/v1/{path}")
            {
                Content = verb == "GET" ? null : new StringContent(Harmless, Encoding.UTF8, "application/json"),
            };
            using var reply = await client.SendAsync(request);
            return ((int)reply.StatusCode).ToString(CultureInfo.InvariantCulture);
        }

        public ValueTask DisposeAsync()
        {
            foreach (var client in Strangers.Select(one => one.Client).Concat(Members.Select(one => one.Client)).Concat(narrow.Values))
            {
                client.Dispose();
            }

            return ValueTask.CompletedTask;
        }
    }
}
