using System.Text.Json;
using Leadline.Callers;
using Leadline.Journal;
using Leadline.Platform.Database;
using Leadline.Platform.Http;
using Leadline.Tenants;

namespace Leadline.Leads;

/// <summary>Turns up to 500 leads into customers: <c>POST /api/v1/leads/conversions</c>.</summary>
public static class ConvertLeads
{
    private const int Most = 500;

    private static readonly BodyField Leads = new("leads", "array", "The leads, up to 500: {\"id\": 5} each, with existing_customer_id to link one to a customer that is there.")
    {
        IsRequired = true,
    };

    private static readonly BodyField Id = BodyField.Integer("id", "The lead's number.") with { IsRequired = true };
    private static readonly BodyField ExistingCustomer = BodyField.Integer("existing_customer_id", "Links the lead to this customer instead of making a new one.");

    /// <summary>Maps the endpoint.</summary>
    public static void Map(IEndpointRouteBuilder api) => api
        .MapPost("/leads/conversions", HandleAsync)
        .WithName(nameof(ConvertLeads))
        .WithBody([Leads])
        .Answers<Record<IReadOnlyList<ConversionResult>>>()
        .RequireScope(Scopes.LeadsWrite);

    /// <summary>Converts many leads.</summary>
    /// <remarks>
    /// In one transaction and one batch, each lead for itself: one that cannot be converted says why and keeps no other from it.
    /// Needs <c>customers:write</c>, too.
    /// </remarks>
    public static Task<IResult> HandleAsync(Change change) => change.RunAsync("lead.convert", async write =>
    {
        var wanted = Read(change.Body);
        if (!change.Body.IsValid)
        {
            return Reply.Invalid(change.Body);
        }

        var results = new List<ConversionResult>();
        foreach (var (id, existing) in wanted)
        {
            results.Add(await ConvertAsync(write, id, existing));
        }

        return Reply.Ok<IReadOnlyList<ConversionResult>>(results);
    }, needs: Scopes.CustomersWrite);

    private static async Task<ConversionResult> ConvertAsync(TenantWrite write, long id, long? existing)
    {
        if (await write.Db.FindLiveAsync<Lead>(id) is not { } lead)
        {
            return new ConversionResult(id, "failed", null, new Error(ErrorKind.NotFound.Code, "No lead has this id."));
        }

        var (result, customer, refusal) = await ConvertLead.ConvertAsync(write, lead, existing);
        return refusal is { Value: Error error } ? new ConversionResult(id, "failed", lead.CustomerId, error) : new ConversionResult(id, result, customer, null);
    }

    private static List<(long Id, long? Existing)> Read(Body body)
    {
        var wanted = new List<(long, long?)>();
        body.RefuseOthersThan([Leads]);
        body.Require([Leads]);
        body.Json(Leads, json =>
        {
            if (json is not { ValueKind: JsonValueKind.Array } list || list.GetArrayLength() is < 1 or > Most)
            {
                body.Reject(Leads.Name, $"must be a list of 1 to {Most} leads");
                return;
            }

            foreach (var (item, at) in list.EnumerateArray().Select((item, at) => (item, at)))
            {
                Read(body, $"{Leads.Name}[{at}]", item, wanted);
            }
        });
        if (wanted.GroupBy(lead => lead.Item1).FirstOrDefault(same => same.Count() > 1) is { } twice)
        {
            body.Reject(Leads.Name, $"must name each lead once: {twice.Key} comes twice");
        }

        return wanted;
    }

    private static void Read(Body body, string place, JsonElement item, List<(long, long?)> wanted)
    {
        if (item.ValueKind != JsonValueKind.Object)
        {
            body.Reject(place, "must be an object");
            return;
        }

        var (id, existing) = (0L, (long?)null);
        var lead = new Body(item);
        lead.RefuseOthersThan([Id, ExistingCustomer]);
        lead.Require([Id]);
        lead.Integer(Id, number => id = number ?? 0);
        lead.Integer(ExistingCustomer, number => existing = number);
        body.Reject(place, lead.Errors);
        wanted.Add((id, existing));
    }
}

/// <summary>What became of one lead.</summary>
/// <param name="Id">The lead's number.</param>
/// <param name="Result"><c>created</c>, <c>linked</c> or <c>failed</c>.</param>
/// <param name="CustomerId">The customer the lead is now, or was already.</param>
/// <param name="Error">Why it failed; null where it did not.</param>
public sealed record ConversionResult(long Id, string Result, long? CustomerId, Error? Error);
