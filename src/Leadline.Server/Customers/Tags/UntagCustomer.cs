using Leadline.Callers;
using Leadline.Journal;
using Leadline.Platform.Http;
using Leadline.Tags;
using Leadline.Tenants;
using Microsoft.EntityFrameworkCore;

namespace Leadline.Customers.Tags;

/// <summary>Takes a tag off a customer: <c>DELETE /api/v1/customers/{id}/tags/{tagId}</c>.</summary>
public static class UntagCustomer
{
    /// <summary>Maps the endpoint.</summary>
    public static void Map(IEndpointRouteBuilder api) => api
        .MapDelete("/customers/{id:long}/tags/{tagId:long}", HandleAsync)
        .WithName(nameof(UntagCustomer))
        .Answers<Record<Done>>()
        .RequireScope(Scopes.CustomersWrite);

    /// <summary>Takes a tag off a customer.</summary>
    /// <remarks>404 when the customer does not show it. <c>If-Match</c> is about the customer.</remarks>
    /// <param name="id">The customer's number.</param>
    /// <param name="tagId">The tag's number.</param>
    public static Task<IResult> HandleAsync(long id, long tagId, Change change, CustomerRecords customers) => change.RunBesideAsync("customer.untag", async write =>
    {
        if (await write.Db.FindLiveAsync<Customer>(id) is not { } customer)
        {
            return Reply.NotFound("customer");
        }

        if (!change.IsAllowedOn(customer.Version))
        {
            var current = await customers.ShowAsync(write, customer);
            return change.Outdated(current.Customer, current.ETag);
        }

        if (await write.Db.FindLiveAsync<Tag>(tagId) is null
            || await write.Db.CustomerTags.FirstOrDefaultAsync(link => link.CustomerId == id && link.TagId == tagId) is not { } link)
        {
            return Reply.NotFound("tag of this customer");
        }

        write.Db.Remove(link);
        await write.Db.SaveChangesAsync();
        return Reply.Ok(new Done("The tag was taken off the customer."));
    });
}
