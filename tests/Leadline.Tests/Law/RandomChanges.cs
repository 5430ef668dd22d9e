using System.Net;
using System.Text.Json.Nodes;
using CsCheck;

namespace Leadline.Tests.Law;

/// <summary>Changes of every kind, drawn at random, of a tenant's leads, customers, tags, notes, tasks, saved views, statuses, sources, users and settings, by a program and by a person.</summary>
internal sealed class RandomChanges
{
    private const string Leads = "/api/v1/leads";

    private static readonly string?[] Texts = ["Ada", "Şule", "0532 123 45 67", "", null, "日本", "a'b\"c\\"];
    private static readonly int[] Answers = [200, 201, 202, 403, 404, 409, 422];

    private readonly HttpClient client;
    private readonly HttpClient person;
    private readonly PCG random;
    private readonly List<string> done;
    private readonly Dictionary<string, List<long>> known = [];
    private readonly Gen<(HttpMethod, string, JsonObject?)> changes;

    private RandomChanges(HttpClient client, HttpClient person, PCG random, List<string> done)
    {
        (this.client, this.person, this.random, this.done) = (client, person, random, done);
        changes = Gen.Frequency<(HttpMethod, string, JsonObject?)>(
        [
            (6, Draw(() => Post(Leads, Lead(("last_name", One(["Lovelace", "Hopper", "Curie"])))))),
            (10, Draw(() => Patch($"{Leads}/{Any(Leads)}", Lead()))),
            (5, Draw(() => Delete($"{Leads}/{Any(Leads)}"))),
            (5, Draw(() => Post($"{Leads}/{Any(Leads)}/restore"))),
            (4, Draw(() => Post($"{Leads}/{Any(Leads)}/convert"))),
            (3, Draw(() => Delete($"{Leads}/{Any(Leads)}/conversion"))),
            (8, Draw(() => Post($"{Leads}/bulk", Bulk()))),
            (4, Draw(() => (HttpMethod.Put, $"{Leads}/{Any(Leads)}/tags/{Any(Tags)}", null))),
            (2, Draw(() => Delete($"{Leads}/{Any(Leads)}/tags/{Any(Tags)}"))),
            (2, Draw(() => Post($"{Leads}/{Any(Leads)}/notes", new JsonObject { ["content"] = One(["Called", "Wrote"]) }))),
            (3, Draw(() => Patch($"{Customers}/{Any(Customers)}", new JsonObject { ["first_name"] = One(Texts) }))),
            (2, Draw(() => (HttpMethod.Put, $"{Customers}/{Any(Customers)}/tags/{Any(Tags)}", null))),
            (2, Draw(() => Delete($"{Customers}/{Any(Customers)}"))),
            (2, Draw(() => Post($"{Customers}/{Any(Customers)}/restore"))),
            (2, Draw(() => Post($"{Customers}/{Any(Customers)}/notes", new JsonObject { ["content"] = One(["Called", "Wrote"]) }))),
            .. Settings(Tags), .. Settings(Statuses), .. Settings(Sources), .. Settings(Imports),
            (3, Draw(() => Patch($"{Statuses}/{Any(Statuses)}", new JsonObject { ["is_default"] = true }))),
            (2, Draw(() => Post(Users, Person()))),
            (2, Draw(() => Patch($"{Users}/{Any(Users)}", new JsonObject { ["name"] = One(["Grace", "Marie"]) }))),
            (2, Draw(() => Patch($"{Users}/{Any(Users)}", new JsonObject { ["role_ids"] = new JsonArray(Any(Roles)) }))),
            (1, Draw(() => Post($"{Users}/{Any(Users)}/restore"))),
            (1, Draw(() => Patch($"{Leads}/{Any(Leads)}/notes/{Any(Notes)}", new JsonObject { ["content"] = One(["Called", "Wrote"]) }))),
            (1, Draw(() => Delete($"{Leads}/{Any(Leads)}/notes/{Any(Notes)}"))),
            (3, Draw(() => Post($"{Leads}/{Any(Leads)}/tasks", new JsonObject { ["title"] = One(["Call", "Write"]), ["due_at"] = One([null, "2026-12-01", "2027-01-01"]), ["is_done"] = One([true, false]) }))),
            (3, Draw(() => Patch($"{Tasks}/{Any(Tasks)}", new JsonObject { ["title"] = One(["Call", "Write"]), ["remind_at"] = One([null, "2026-01-01"]), ["is_done"] = One([true, false]) }))),
            (2, Draw(() => Patch($"{Tasks}/{Any(Tasks)}", new JsonObject { ["due_at"] = One([null, "2026-12-01", "2027-01-01"]), ["assigned_user_id"] = One<long?>([null, Any(Users)]) }))),
            (1, Draw(() => Delete($"{Tasks}/{Any(Tasks)}"))),
            (1, Draw(() => Post($"{Tasks}/{Any(Tasks)}/restore"))),
            (2, Draw(() => Post($"{Leads}/conversions", new JsonObject { ["leads"] = new JsonArray([.. Enumerable.Range(0, 3).Select(_ => new JsonObject { ["id"] = Any(Leads) })]) }))),
            (1, Draw(() => Post($"{Leads}/{Any(Leads)}/erase"))),
            (1, Draw(() => Post(Roles, new JsonObject { ["name"] = One(["Trainee", "Lead"]), ["permissions"] = new JsonArray("leads:read") }))),
            (1, Draw(() => Patch($"{Roles}/{Any(Roles)}", new JsonObject { ["permissions"] = new JsonArray("leads:read", One(["leads:write", "customers:read"])) }))),
            (1, Draw(() => Post(Teams, new JsonObject { ["name"] = One(["North", "South"]), ["member_ids"] = new JsonArray(Any(Users)) }))),
            (2, Draw(() => Delete($"{Users}/{Any(Users)}"))),
            (1, Draw(() => Patch("/api/v1/settings", new JsonObject { ["journal_days"] = One([3650, 3651]) }))),
            (2, Draw(() => Post(Views, new JsonObject { ["list"] = One(["leads", "board", "customers"]), ["name"] = One(["Mine", "Ours"]), ["state"] = State(), ["is_shared"] = true }))),
            (2, Draw(() => Patch($"{Views}/{Any(Views)}", new JsonObject { ["name"] = One(["Mine", "Ours"]), ["state"] = State() }))),
            (1, Draw(() => Delete($"{Views}/{Any(Views)}"))),
            (1, Draw(() => Post($"{Views}/{Any(Views)}/restore"))),
            (1, Draw(() => Patch(Profile, new JsonObject { ["name"] = One(["Acme", "Acme & Co"]), ["time_zone"] = One([null, "Europe/Istanbul"]) }))),
            (14, Draw(() => Post($"/api/v1/batches/{Any(Batches)}/undo"))),
        ]);
    }

    private const string Tags = "/api/v1/tags";
    private const string Statuses = $"{Leads}/statuses";
    private const string Sources = $"{Leads}/reference-sources";
    private const string Imports = $"{Leads}/import-sources";
    private const string Customers = "/api/v1/customers";
    private const string Users = "/api/v1/users";
    private const string Roles = "/api/v1/roles";
    private const string Teams = "/api/v1/teams";
    private const string Tasks = "/api/v1/tasks";
    private const string Views = "/api/v1/views";
    private const string Profile = "/api/v1/tenant";
    private const string Notes = "notes";
    private const string Batches = "/api/v1/batches";

    /// <summary>Begins with some rows of each kind.</summary>
    /// <param name="client">May do everything, and is no person.</param>
    /// <param name="person">A member who may do everything.</param>
    /// <param name="random">Draws.</param>
    /// <param name="done">Gets what was done.</param>
    public static async Task<RandomChanges> BeginAsync(HttpClient client, HttpClient person, PCG random, List<string> done)
    {
        var changes = new RandomChanges(client, person, random, done);
        foreach (var list in new[] { Statuses, Sources, Roles })
        {
            changes.known[list] = [.. (await client.GetJsonAsync($"{list}?per_page=100")).Ids()];
        }

        await changes.SendAsync(HttpMethod.Post, Tags, new JsonObject { ["name"] = "Hot", ["color"] = "#ff0000" });
        await changes.SendAsync(HttpMethod.Post, Imports, new JsonObject { ["name"] = "Import" });
        for (var i = 0; i < 3; i++)
        {
            await changes.SendAsync(HttpMethod.Post, Users, changes.Person());
        }

        for (var i = 0; i < 8; i++)
        {
            await changes.SendAsync(HttpMethod.Post, Leads, changes.Lead(("last_name", "Lovelace")));
        }

        await changes.SendAsync(HttpMethod.Post, $"{Leads}/{changes.Any(Leads)}/notes", new JsonObject { ["content"] = "Called" });
        await changes.SendAsync(HttpMethod.Post, $"{Leads}/{changes.Any(Leads)}/tasks", new JsonObject { ["title"] = "Call" });
        Assert.All(new[] { Leads, Users, Tags, Imports, Notes, Tasks }, list => Assert.NotEmpty(changes.Known(list)));

        await changes.SendAsync(HttpMethod.Post, $"{Leads}/{changes.Any(Leads)}/convert", null);
        return changes;
    }

    /// <summary>Makes changes, one after the other.</summary>
    public async Task RunAsync(int steps)
    {
        for (var step = 0; step < steps; step++)
        {
            var (method, address, body) = changes.Generate(random, null, out _);
            await SendAsync(method, address, body);
        }
    }

    private async Task SendAsync(HttpMethod method, string address, JsonObject? body)
    {
        done.Add($"{method} {address} {body?.ToJsonString()}");
        var isPersons = address.StartsWith(Views, StringComparison.Ordinal) || address == Profile || random.Next(3) == 0;
        using var reply = await (isPersons ? person : client).SendAsync(method, address, body);
        var text = await reply.Content.ReadAsStringAsync();
        Assert.True(Answers.Contains((int)reply.StatusCode), $"{(int)reply.StatusCode} for {done[^1]}: {text}");
        var data = JsonNode.Parse(text)!["data"] as JsonObject;
        if (reply.StatusCode == HttpStatusCode.Created && data?["id"] is { } id)
        {
            Known(address.EndsWith("/notes", StringComparison.Ordinal) ? Notes : address.EndsWith("/tasks", StringComparison.Ordinal) ? Tasks : address).Add((long)id);
        }

        if (data?["customer"] is JsonObject customer)
        {
            Known(Customers).Add((long)customer["id"]!);
        }

        known[Batches] = [.. (await client.GetJsonAsync($"{Batches}?per_page=12")).Ids()];
    }

    private (int, IGen<(HttpMethod, string, JsonObject?)>)[] Settings(string list) =>
    [
        (2, Draw(() => Post(list, Named(list)))),
        (2, Draw(() => Patch($"{list}/{Any(list)}", Named(list)))),
        (2, Draw(() => (HttpMethod.Delete, $"{list}/{Any(list)}", list == Tags ? null : new JsonObject { ["replacement_id"] = Any(list) }))),
        (2, Draw(() => Post($"{list}/{Any(list)}/restore"))),
    ];

    private JsonObject State() => new() { ["filters"] = new JsonObject { ["search"] = One(Texts) }, ["n"] = (int)random.Next(9) };

    private JsonObject Person()
    {
        var password = $"{Guid.NewGuid():N}";
        return new JsonObject { ["email"] = $"{Guid.NewGuid():N}@example.com", ["name"] = "Ada", ["password"] = password, ["password_confirmation"] = password, ["role_ids"] = new JsonArray(Any(Roles)) };
    }

    private JsonObject Named(string list)
    {
        var body = new JsonObject { ["name"] = One(["Warm", "WARM", "Cold", "Mild", "!!!", "???"]) };
        if (list == Tags)
        {
            body["color"] = "#00ff00";
        }

        return body;
    }

    private JsonObject Lead(params (string Name, string? Value)[] always)
    {
        var body = new JsonObject
        {
            ["first_name"] = One(Texts), ["phone_number"] = One(Texts), ["lead_status_id"] = One<long?>([null, Any(Statuses)]), ["lead_reference_source_id"] = One<long?>([null, Any(Sources)]),
            ["import_source_id"] = One<long?>([null, Any(Imports)]), ["external_id"] = One([null, "1", "2", "3"]), ["assigned_user_id"] = Known(Users).Count == 0 ? null : One<long?>([null, Any(Users)]),
            ["marketing_attribution"] = new JsonArray(One(Texts), (int)random.Next(9)),
        };
        foreach (var name in body.Select(field => field.Key).ToList().Where(_ => random.Next(3) == 0))
        {
            body.Remove(name);
        }

        foreach (var (name, value) in always)
        {
            body[name] = value;
        }

        return body;
    }

    private JsonObject Bulk()
    {
        var body = new JsonObject();
        if (random.Next(3) == 0)
        {
            body["filter"] = One<Func<JsonObject>>([() => [], () => new() { ["trashed"] = true }, () => new() { ["lead_status_id"] = new JsonArray(Any(Statuses)) }, () => new() { ["tag_id"] = Any(Tags) }])();
        }
        else
        {
            body["ids"] = new JsonArray([.. Enumerable.Range(0, 4).Select(_ => (JsonNode)Any(Leads))]);
        }

        body["action"] = One(["update", "assign", "tag", "untag", "delete", "restore", "restore"]);
        switch ((string)body["action"]!)
        {
            case "update":
                body["set"] = new JsonObject { ["lead_status_id"] = Any(Statuses), ["description"] = One(Texts) };
                break;
            case "assign":
                body["user_id"] = Known(Users).Count == 0 ? null : One<long?>([null, Any(Users)]);
                break;
            case "tag" or "untag":
                body["tag_id"] = Any(Tags);
                break;
        }

        return body;
    }

    private static Gen<(HttpMethod, string, JsonObject?)> Draw(Func<(HttpMethod, string, JsonObject?)> change) => Gen.Const(0).Select(_ => change());

    private static (HttpMethod, string, JsonObject?) Post(string address, JsonObject? body = null) => (HttpMethod.Post, address, body);

    private static (HttpMethod, string, JsonObject?) Patch(string address, JsonObject body) => (HttpMethod.Patch, address, body);

    private static (HttpMethod, string, JsonObject?) Delete(string address) => (HttpMethod.Delete, address, null);

    private List<long> Known(string list) => known.TryGetValue(list, out var ids) ? ids : known[list] = [];

    private long Any(string list) => Known(list).Count == 0 ? 999_999_999 : One(Known(list));

    private T One<T>(IReadOnlyList<T> items) => items[(int)random.Next((uint)items.Count)];
}
