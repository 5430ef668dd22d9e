using System.Globalization;
using System.Net;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Leadline.Client;
using Leadline.Tests.Rules;

namespace Leadline.Tests.Client;

/// <summary>The client compared with the OpenAPI document: every method is called with everything set, and its request is looked at.</summary>
public sealed class OperationsTests
{
    private static readonly JsonObject Document = JsonNode.Parse(Repository.Read("contract/openapi.v1.json"))!.AsObject();

    private static readonly List<Operation> Operations =
    [
        .. from path in Document["paths"]!.AsObject()
           from verb in path.Value!.AsObject()
           where verb.Key != "parameters"
           select new Operation(
               (string)verb.Value!["operationId"]!, verb.Key.ToUpperInvariant(), path.Key,
               new Regex($"^{Regex.Replace(path.Key, @"\{\w+\}", @"\d+")}$"), verb.Value!.AsObject()),
    ];

    [Fact]
    public async Task Every_operation_has_a_method_and_every_method_an_operation()
    {
        var requests = await RequestsAsync();

        Assert.True(Operations.Count > 80, "The document was not read.");
        Assert.True(requests.Count > 100, "The client was not walked.");
        Assert.DoesNotContain(requests, request => request.Operation is null);
        // A PUT does what the PATCH of its address does.
        var wanted = Operations.Where(operation => operation.Verb != "PUT" || Operations.TrueForAll(other => other.Verb != "PATCH" || other.Path != operation.Path));
        Assert.Equal(wanted.Select(operation => operation.Id).Order(), requests.Select(request => request.Operation!.Id).Distinct().Order());
    }

    [Fact]
    public async Task Every_parameter_of_an_operation_can_be_sent()
    {
        var sent = (await RequestsAsync()).ToLookup(request => request.Operation!.Id, request => request.Parameters);

        Assert.All(Operations.Where(operation => sent.Contains(operation.Id)), operation =>
        {
            var documented = operation.Json["parameters"]?.AsArray()
                .Where(parameter => (string?)parameter!["in"] == "query" && parameter["schema"]!["enum"] is not JsonArray { Count: 1 })
                .Select(parameter => (string)parameter!["name"]!) ?? [];
            Assert.Equal((operation.Id, string.Join(' ', documented.Order())), (operation.Id, string.Join(' ', sent[operation.Id].SelectMany(names => names).Distinct().Order())));
        });
    }

    [Fact]
    public async Task Every_field_of_a_body_can_be_sent()
    {
        var sent = (await RequestsAsync()).ToLookup(request => request.Operation!.Id);

        Assert.All(Operations.Where(operation => sent.Contains(operation.Id)), operation =>
        {
            // How a search is shown may stand in the address as well.
            var inAddress = sent[operation.Id].SelectMany(request => request.Parameters).ToHashSet();
            var documented = operation.Json["requestBody"]?["content"]!["application/json"]!["schema"]!["properties"]?.AsObject().Select(field => field.Key).Except(inAddress) ?? [];
            Assert.Equal(
                (operation.Id, string.Join(' ', documented.Order())),
                (operation.Id, string.Join(' ', sent[operation.Id].SelectMany(request => request.Fields).Distinct().Order())));
        });
    }

    [Fact]
    public async Task Every_write_carries_an_idempotency_key_and_no_read_does() => Assert.All(
        await RequestsAsync(),
        request => Assert.Equal(request.Operation!.Verb != "GET" && request.Operation.Id != "SearchLeads", request.HasKey));

    [Fact]
    public async Task Every_call_names_the_tenant_where_the_document_asks_for_it() => Assert.All(
        await RequestsAsync(),
        request => Assert.Equal(request.Operation!.Json["parameters"]?.AsArray().Any(parameter => (string?)parameter!["name"] == "X-Tenant") ?? false, request.HasTenant));

    [Fact]
    public async Task Every_field_of_an_answer_is_read()
    {
        var compared = new HashSet<Type>();
        foreach (var request in await RequestsAsync())
        {
            var schema = request.Operation!.Json["responses"]!.AsObject().First(answer => answer.Key is "200" or "201").Value!["content"]!["application/json"]!["schema"]!;
            if (DataOf(Resolve(schema)) is { } data && RecordOf(request.Method.ReturnType) is { } type && type != typeof(long)) // a number is taken out of its answer
            {
                Compare(type, data, compared);
            }
        }

        Assert.True(compared.Count > 25, "Only few records were compared.");
    }

    private static void Compare(Type type, JsonObject schema, HashSet<Type> compared)
    {
        if (schema["properties"] is not JsonObject properties || !compared.Add(type))
        {
            return;
        }

        var known = ClientJson.Default.GetTypeInfo(type)!.Properties.Where(property => property.Set is not null).ToDictionary(property => property.Name);
        Assert.Equal((type, string.Join(' ', properties.Select(property => property.Key).Order())), (type, string.Join(' ', known.Keys.Except(type == typeof(Lead) ? ["tags", "version"] : []).Order())));
        foreach (var (name, property) in properties)
        {
            var resolved = Resolve(property!);
            Compare(RecordOf(known[name].PropertyType)!, (resolved["items"] is { } items ? Resolve(items) : resolved).AsObject(), compared);
        }
    }

    private static JsonObject? DataOf(JsonObject envelope) =>
        envelope["properties"]?["data"] is not { } data ? null
        : Resolve(data) is { } resolved && resolved["items"] is { } items ? Resolve(items)
        : Resolve(data);

    private static JsonObject Resolve(JsonNode schema)
    {
        var one = schema["oneOf"]?.AsArray().First(part => (string?)part!["type"] != "null") ?? schema;
        return (one["$ref"] is { } reference ? Document["components"]!["schemas"]![((string)reference!).Split('/')[^1]]! : one).AsObject();
    }

    // The record inside tasks, pages, tags, lists and nullables; null for a method that answers nothing.
    private static Type? RecordOf(Type type) =>
        type == typeof(Task) ? null
        : type.IsGenericType && type.GetGenericTypeDefinition() != typeof(IReadOnlyDictionary<,>) ? RecordOf(type.GetGenericArguments()[0])
        : type;

    private static async Task<List<Request>> RequestsAsync()
    {
        var requests = new List<Request>();
        foreach (var selection in new[] { LeadSelection.Of(7), LeadSelection.All })
        {
            var script = new Script(Script.Refuses(HttpStatusCode.BadRequest, ErrorCodes.InvalidRequest));
            foreach (var (noun, method) in MethodsOf(script.Play()))
            {
                var before = script.Seen.Count;
                await Assert.ThrowsAsync<LeadlineException>(() => RunAsync(method.Invoke(noun, [.. method.GetParameters().Select(parameter => Sample(parameter.ParameterType, selection))])!));
                var (verb, address, headers, body) = script.Seen[before..].Single();
                var path = address.AbsolutePath["/crm".Length..];
                requests.Add(new Request(
                    method,
                    Operations.Find(operation => operation.Verb == verb.Method && operation.Pattern.IsMatch(path)),
                    [.. address.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=')[0])],
                    body is "" ? [] : [.. JsonNode.Parse(body)!.AsObject().Select(field => field.Key)],
                    headers.Contains("Idempotency-Key"),
                    headers.Contains("X-Tenant")));
            }
        }

        return requests;
    }

    private static IEnumerable<(object Noun, MethodInfo Method)> MethodsOf(object noun) => noun.GetType()
        .GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly).Where(method => !method.IsSpecialName).Select(method => (noun, method))
        .Concat(noun.GetType().GetProperties().SelectMany(property => MethodsOf(property.GetValue(noun)!)));

    private static async Task RunAsync(object running)
    {
        if (running is Task task)
        {
            await task;
            return;
        }

        var enumerated = running.GetType().GetInterfaces().Single(type => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IAsyncEnumerable<>));
        await (Task)typeof(OperationsTests).GetMethod(nameof(BeginAsync), BindingFlags.NonPublic | BindingFlags.Static)!
            .MakeGenericMethod(enumerated.GetGenericArguments()).Invoke(null, [running])!;
    }

    private static async Task BeginAsync<T>(IAsyncEnumerable<T> records)
    {
        await foreach (var _ in records)
        {
            return;
        }
    }

    private static object? Sample(Type type, LeadSelection selection)
    {
        var plain = Nullable.GetUnderlyingType(type) ?? type;
        return plain == typeof(LeadSelection) ? selection
            : plain == typeof(LeadCondition) ? LeadCondition.All(new LeadFilter { HasEmail = true })
            : plain == typeof(string) ? "text"
            : plain == typeof(Assignee) ? Assignee.Me
            : plain == typeof(long) || plain == typeof(int) ? Convert.ChangeType(7, plain, CultureInfo.InvariantCulture)
            : plain == typeof(bool) ? true
            : plain == typeof(TimeSpan) ? TimeSpan.FromSeconds(1)
            : plain == typeof(DateTimeOffset) ? DateTimeOffset.UnixEpoch
            : plain == typeof(DateOnly) ? DateOnly.MinValue
            : plain == typeof(JsonElement) ? JsonSerializer.SerializeToElement(7)
            : plain == typeof(CancellationToken) ? CancellationToken.None
            : plain.IsEnum ? Enum.GetValues(plain).GetValue(0)
            : plain.IsArray ? ArrayOf(plain.GetElementType()!, selection)
            : plain.IsGenericType && plain.GetGenericTypeDefinition() == typeof(IReadOnlyList<>) ? ArrayOf(plain.GetGenericArguments()[0], selection)
            : plain.IsGenericType && plain.GetGenericTypeDefinition() == typeof(Optional<>) ? Activator.CreateInstance(plain, Sample(plain.GetGenericArguments()[0], selection))
            : plain.IsGenericType ? null // what is known already, and whom to tell of progress
            : Filled(plain, selection);
    }

    private static Array ArrayOf(Type type, LeadSelection selection)
    {
        var array = Array.CreateInstance(type, 1);
        array.SetValue(Sample(type, selection), 0);
        return array;
    }

    private static object Filled(Type type, LeadSelection selection)
    {
        var record = RuntimeHelpers.GetUninitializedObject(type);
        foreach (var property in type.GetProperties().Where(property => property.CanWrite))
        {
            property.SetValue(record, Sample(property.PropertyType, selection));
        }

        return record;
    }

    private sealed record Operation(string Id, string Verb, string Path, Regex Pattern, JsonObject Json);

    private sealed record Request(MethodInfo Method, Operation? Operation, string[] Parameters, string[] Fields, bool HasKey, bool HasTenant);
}
