using Leadline.Callers;
using Leadline.Platform.Database;
using Leadline.Platform.Http;
using Leadline.Tags;
using Leadline.Tenants;
using Microsoft.EntityFrameworkCore;

namespace Leadline.Customers.Tags;

/// <summary>Lists the tags of a customer: <c>GET /api/v1/customers/{id}/tags</c>.</summary>
public static class ListCustomerTags
{
    /// <summary>Maps the endpoint.</summary>
    public static void Map(IEndpointRouteBuilder api) => api
        .MapGet("/customers/{id:long}/tags", HandleAsync)
        .WithName(nameof(ListCustomerTags))
        .WithQueryParameters(TagQuery.Parameters)
        .Answers<Page<TagResource>>()
        .RequireScope(Scopes.CustomersRead);

    /// <summary>Lists the tags of a customer.</summary>
    /// <param name="id">The customer's number.</param>
    public static async Task<IResult> HandleAsync(long id, QueryParameters parameters, Caller caller, LeadlineDatabase database, CancellationToken ct)
    {
        await using var db = database.For(caller.View);
        if (!await db.Customers.AnyAsync(customer => customer.Id == id && customer.DeletedAt == null, ct))
        {
            return Answer.NotFound("customer");
        }

        var tags =
            from customer in db.Customers
            where customer.Id == id && customer.DeletedAt == null
            join link in db.CustomerTags on customer.Id equals link.CustomerId
            join tag in db.Tags on link.TagId equals tag.Id
            select tag;
        return await TagQuery.AnswerAsync(parameters, tags, ct);
    }
}
