using System.Collections.Concurrent;
using System.Data.Common;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Leadline.Leads;
using Leadline.Platform.Database;
using Leadline.Platform.Database.Postgres;
using Leadline.Tenants;
using Microsoft.Extensions.DependencyInjection;

namespace Leadline.Tests.Leads;

/// <summary>
/// What PostgreSQL does for the list of a tenant with many leads among other tenants, whatever is asked: the server's own queries, with their values,
/// are explained where and how the server runs them.
/// </summary>
[Trait("Engine", "PostgreSQL")]
public sealed partial class LeadListPostgresPlanTests
{
    private const int Leads = 20_000;
    private const int LeadsOfOthers = 2_000;
    private const int Others = 14;
    private const int FewRows = 1_000;

    // Those that the function sets for itself.
    private const string SettingsOfSearch = """
        SELECT string_agg(set_config(split_part(setting, '=', 1), substr(setting, strpos(setting, '=') + 1), TRUE), ', ')
        FROM pg_proc, unnest(proconfig) setting WHERE proname = 'search_leads' AND pronargs = 5
        """;

    private static readonly string[] Orders = [.. from sort in LeadSort.All from direction in new[] { "asc", "desc" } select $"sort_by={sort.Name}&sort_order={direction}"];

    [Fact]
    public async Task No_list_walks_through_a_table_or_sorts_many_leads()
    {
        await using var host = await LeadlineHost.StartAsync();
        host.Services.GetRequiredService<LeadMemory>().SampledFrom = 1; // as where there are more leads
        var tenant = await FillAsync(host);
        var sent = new ConcurrentDictionary<(string Sql, string Values), bool>();
        host.Database.Watch = command => sent.TryAdd((command.CommandText, ValuesOf(command)), true);
        await ListAsync(tenant);
        host.Database.Watch = null;

        var (plans, parts) = (0, 0);
        var faults = new List<string>();
        using var connection = host.Database.OpenForWriting();
        var large = LargeTables(connection);
        foreach (var query in sent.Keys.GroupBy(query => query.Sql).SelectMany(texts => SearchFunction().IsMatch(texts.Key) ? texts : texts.Take(2)))
        {
            foreach (var plan in Explain(connection, tenant.Id, query))
            {
                plans++;
                parts += plan.ToJsonString().Contains("search_key || ", StringComparison.Ordinal) ? 1 : 0;
                faults.AddRange(Faults(plan, large).Select(fault => $"{fault}: {query.Sql} {query.Values}"));
            }
        }

        Assert.Superset(new HashSet<string> { "leads", "journal", "customers" }, large);
        Assert.True(plans > 500, $"Only {plans} queries were explained.");
        Assert.True(parts > 1, $"Only {parts} searches asked the index for a part of a term.");
        Assert.True(faults.Count == 0, $"{faults.Count} of {plans}:\n{string.Join('\n', faults.Take(12))}");
    }

    private static async Task<TestTenant> FillAsync(LeadlineHost host)
    {
        TestTenant? tenant = null;
        for (var i = 0; i <= Others; i++)
        {
            var next = await host.NewTenantAsync();
            await next.SeedAsync(i == Others / 2 ? Leads : LeadsOfOthers, seed: i);
            tenant = i == Others / 2 ? next : tenant;
        }

        using var connection = host.Database.OpenForWriting();
        connection.Execute("VACUUM ANALYZE");
        return tenant!;
    }

    private static async Task ListAsync(TestTenant tenant)
    {
        using var client = await tenant.ClientAsync(string.Join(' ', Scopes.All));
        using var member = await tenant.ClientAsync("leads:read", user: await OwnerOfFewAsync(tenant, client));
        foreach (var filter in await FiltersAsync(tenant, client))
        {
            await client.GetJsonAsync($"/api/v1/leads/counts?{filter}");
            foreach (var order in Orders)
            {
                var page = await client.GetJsonAsync($"/api/v1/leads?{order}&{filter}&per_page=50");
                var last = (long)page["meta"]!["last_page"]!;
                foreach (var number in new[] { last / 3, last }.Distinct().Where(number => number > 0))
                {
                    await client.GetJsonAsync($"/api/v1/leads?{order}&{filter}&per_page=50&page={number}");
                }

                var walk = await client.GetJsonAsync($"/api/v1/leads?{order}&{filter}&limit=100");
                if ((string?)walk["meta"]!["cursor"] is { } cursor)
                {
                    await client.GetJsonAsync($"/api/v1/leads?{order}&{filter}&limit=100&cursor={cursor}");
                }

                await member.GetJsonAsync($"/api/v1/leads?{order}&{filter}&per_page=50");
            }
        }

        foreach (var order in Orders)
        {
            using var reply = await client.PostAsJsonAsync($"/api/v1/leads/search?{order}", new JsonObject
            {
                ["where"] = JsonNode.Parse("""{ "or": [{ "search": "ada" }, { "and": [{ "has_phone": true }, { "converted": false }] }] }"""),
            });
            await reply.JsonAsync(System.Net.HttpStatusCode.OK);
        }
    }

    // One who sees their own leads alone.
    private static async Task<string> OwnerOfFewAsync(TestTenant tenant, HttpClient client)
    {
        var email = $"ada.{tenant.Id}@example.com";
        var user = await tenant.AddUserAsync(email);
        var role = await client.CreateAsync("/api/v1/roles", new { name = "Own", visibility = "own", permissions = new[] { "leads:read" } });
        await client.CallAsync(HttpMethod.Patch, $"/api/v1/users/{user}", System.Net.HttpStatusCode.OK, new { role_ids = new[] { role } });
        var leads = (await client.GetJsonAsync("/api/v1/leads?per_page=100&page=7")).Ids();
        await client.CallAsync(HttpMethod.Post, "/api/v1/leads/bulk", System.Net.HttpStatusCode.OK, new { action = "assign", ids = leads.Take(20), user_id = user });
        return email;
    }

    // Each published filter by itself, with values that many, few and no leads have, and some together.
    private static async Task<List<string>> FiltersAsync(TestTenant tenant, HttpClient client)
    {
        var lead = (await client.GetJsonAsync("/api/v1/leads?has_phone=1&has_email=1&page=9"))["data"]![0]!;
        var (status, lost, source) = (await tenant.StatusAsync("new"), await tenant.StatusAsync("lost"), await tenant.SourceAsync("Website"));
        var users = (await client.GetJsonAsync("/api/v1/users?sort_by=created_at&sort_order=asc"))["data"]!.AsArray().Select(user => (long)user!["id"]!).ToArray();
        return
        [
            "", "trashed=1", "converted=1", "converted=0", $"lead_status_id={status}", $"lead_status_id={lost}", $"lead_status_id={status},{lost}", "lead_status_id=999999999",
            $"lead_reference_source_id={source}", $"lead_reference_source_id={source},0", $"assigned_user_id={users[1]}", $"assigned_user_id={users[0]},{users[1]}", "assigned_user_id=none",
            $"assigned_user_id=none,{users[1]}", "is_terminal=1", "is_terminal=0", "country_id=792", "import_source_id=1,2", "external_id=A-1", "external_branch_id=north", "tag_id=1", "customer_id=1,2",
            $"email={Uri.EscapeDataString((string)lead["email"]!)}", $"phone_number={Uri.EscapeDataString((string)lead["phone_number"]!)}", "has_email=1", "has_email=0", "has_phone=1", "has_phone=0",
            "created_from=2026-10-01", "created_from=2020-01-01", "created_to=2024-01-01", "updated_since=2026-10-20", "converted_from=2026-10-01", "converted_to=2024-06-01",
            "search=ay", "search=mehmet", "search=zzzz", "search=demirtas8972", "search=nobody77%20mehmet", "search=532", "search=a",
            $"lead_status_id={status}&converted=0", $"lead_status_id={status}&lead_reference_source_id={source}&assigned_user_id={users[1]}", "trashed=1&converted=1", $"search=ay&lead_status_id={status}",
            "search=ay&has_phone=1", "has_email=1&created_from=2026-10-01",
            $"not_lead_status_id={status}", $"not_assigned_user_id=none,{users[1]}", $"not_lead_reference_source_id={source}&converted=0", "not_country_id=792", "not_tag_id=1", "first_campaign=none", "last_campaign=spring,sale",
        ];
    }

    private static string ValuesOf(DbCommand command) => string.Join(
        "; ", command.Parameters.Cast<DbParameter>().Select(parameter => $"{parameter.ParameterName.TrimStart('@')} {Literal(parameter.Value)}"));

    private static string Literal(object? value) => value switch
    {
        long or int => string.Create(CultureInfo.InvariantCulture, $"{value}::{(value is long ? "bigint" : "integer")}"),
        bool truth => $"{truth}::boolean",
        string text => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'::text",
        string?[] texts => $"ARRAY[{string.Join(", ", texts.Select(text => text is null ? "NULL" : $"'{text.Replace("'", "''", StringComparison.Ordinal)}'"))}]::text[]",
        null or DBNull => "NULL::text",
        _ => throw new InvalidOperationException($"A query has a value of {value.GetType()}."),
    };

    // As the server runs it: behind the wall, prepared, planned once for all values. What a search runs within its function, with its values.
    private static IEnumerable<JsonNode> Explain(DbConnection connection, TenantId tenant, (string Sql, string Values) query)
    {
        var sql = query.Sql.Replace($"{PostgresWall.EnterToReadSql}; ", "", StringComparison.Ordinal);
        if (!sql.StartsWith("SELECT", StringComparison.Ordinal) && !sql.StartsWith("WITH", StringComparison.Ordinal))
        {
            yield break;
        }

        var values = query.Values.Split("; ", StringSplitOptions.RemoveEmptyEntries).Select(value => value.Split(' ', 2)).Where(value => value[0] != "behind").ToList();
        var names = values.ConvertAll(value => value[0]);
        var types = values.ConvertAll(value => value[1][(value[1].LastIndexOf("::", StringComparison.Ordinal) + 2)..]);
        using var transaction = connection.BeginTransaction();
        connection.Execute(PostgresWall.EnterToReadSql.Replace("@behind", $"'{tenant}'", StringComparison.Ordinal));
        yield return Plan(connection, Name().Replace(sql, name => $"${names.IndexOf(name.Groups[1].Value) + 1}"), types, values.ConvertAll(value => value[1]));
        if (SearchFunction().Match(sql) is { Success: true, Groups: var search })
        {
            var terms = Name().Replace(search[1].Value, name => values[names.IndexOf(name.Groups[1].Value)][1]);
            connection.Execute("RESET ROLE");
            connection.Execute("SET LOCAL plan_cache_mode = 'force_custom_plan'");
            Text(connection, SettingsOfSearch);
            yield return Plan(
                connection, Text(connection, $"SELECT search_sql({terms})"), ["bigint", "boolean"], [$"{tenant}", values[names.IndexOf("trashed")][1]]);
        }

        transaction.Rollback();
    }

    private static JsonNode Plan(DbConnection connection, string sql, List<string> types, List<string> values)
    {
        connection.Execute($"PREPARE plan {(types.Count == 0 ? "" : $"({string.Join(", ", types)})")} AS {sql}");
        var plan = JsonNode.Parse(Text(connection, $"EXPLAIN (ANALYZE, FORMAT JSON) EXECUTE plan {(values.Count == 0 ? "" : $"({string.Join(", ", values)})")}"))![0]!["Plan"]!;
        connection.Execute("DEALLOCATE plan");
        return plan;
    }

    private static string Text(DbConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return (string)command.ExecuteScalar()!;
    }

    private static IEnumerable<string> Faults(JsonNode plan, HashSet<string> large)
    {
        var parts = plan["Plans"]?.AsArray().OfType<JsonNode>().ToList() ?? [];
        var kind = (string)plan["Node Type"]!;
        if (kind == "Seq Scan" && large.Contains((string)plan["Relation Name"]!))
        {
            yield return $"walks through {plan["Relation Name"]}";
        }

        if (kind is "Sort" or "Incremental Sort" && parts.Sum(RowsOf) is > FewRows and var rows)
        {
            yield return $"sorts {rows} rows";
        }

        foreach (var fault in parts.SelectMany(part => Faults(part, large)))
        {
            yield return fault;
        }
    }

    private static double RowsOf(JsonNode plan) => (double)plan["Actual Rows"]! * (double)plan["Actual Loops"]!;

    // A table of a page or two is rightly read whole.
    private static HashSet<string> LargeTables(DbConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = $"""
            SELECT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'tenant_id' AND NOT a.attisdropped
            WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r' AND c.reltuples > {FewRows}
            """;
        using var rows = command.ExecuteReader();
        var tables = new HashSet<string>();
        while (rows.Read())
        {
            tables.Add(rows.GetString(0));
        }

        return tables;
    }

    [GeneratedRegex(@"@([a-z]\w*)")]
    private static partial Regex Name();

    [GeneratedRegex(@"search_leads\(@trashed, ([^)]*)\)")]
    private static partial Regex SearchFunction();
}
