using Leadline.Callers;
using Leadline.Journal;
using Leadline.Platform.Http;
using Leadline.Tags;
using Leadline.Tenants;
using Microsoft.EntityFrameworkCore;

namespace Leadline.Customers.Tags;

/// <summary>Puts a tag on a customer: <c>PUT /api/v1/customers/{id}/tags/{tagId}</c>.</summary>
public static class TagCustomer
{
    /// <summary>Maps the endpoint.</summary>
    public static void Map(IEndpointRouteBuilder api) => api
        .MapPut("/customers/{id:long}/tags/{tagId:long}", HandleAsync)
        .WithName(nameof(TagCustomer))
        .Answers<Record<TagResource>>()
        .RequireScope(Scopes.CustomersWrite);

    /// <summary>Puts a tag on a customer.</summary>
    /// <remarks>A customer that has it already stays as it is. The answer is the tag. <c>If-Match</c> is about the customer.</remarks>
    /// <param name="id">The customer's number.</param>
    /// <param name="tagId">The tag's number.</param>
    public static Task<IResult> HandleAsync(long id, long tagId, Change change, CustomerRecords customers) => change.RunBesideAsync("customer.tag", async write =>
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

        if (await write.Db.FindLiveAsync<Tag>(tagId) is not { } tag)
        {
            return Reply.NotFound("tag");
        }

        change.Body.RefuseOthersThan([]);
        if (!change.Body.IsValid)
        {
            return Reply.Invalid(change.Body);
        }

        if (!await write.Db.CustomerTags.AnyAsync(link => link.CustomerId == id && link.TagId == tagId))
        {
            write.Db.Insert(new CustomerTag { CustomerId = id, TagId = tagId });
            await write.Db.SaveChangesAsync();
        }

        return Reply.Ok(TagResource.Of(tag));
    });
}
