using Leadline.Journal;
using Leadline.Platform.Database;
using Leadline.Tags;
using Leadline.Tenants;
using Microsoft.EntityFrameworkCore;

namespace Leadline.Customers;

/// <summary>Customers as the published resource.</summary>
public sealed class CustomerRecords
{
    private const int MostLikely = 10;

    /// <summary>A customer as the change at hand leaves it.</summary>
    public async Task<CustomerResource> ShowAsync(TenantWrite write, long id) =>
        (await ShowAsync(write.Db, write.Db.Customers.AsNoTracking().Where(customer => customer.Id == id))).Single().Customer;

    /// <summary>A customer as the change at hand has left it so far.</summary>
    public async Task<ShownCustomer> ShowAsync(TenantWrite write, Customer customer) => (await ShowAsync(write.Db, [customer]))[0];

    /// <summary>Customers with the same e-mail address or phone number.</summary>
    public async Task<IReadOnlyList<CustomerResource>> LikelyAsync(TenantWrite write, string? emailKey, string? phoneKey) =>
    [
        .. (await ShowAsync(write.Db, write.Db.Customers.AsNoTracking()
            .Where(customer => customer.DeletedAt == null && ((emailKey != null && customer.EmailKey == emailKey) || (phoneKey != null && customer.PhoneKey == phoneKey)))
            .OrderBy(customer => customer.Id).Take(MostLikely))).Select(shown => shown.Customer),
    ];

    /// <summary>Customers with their tags and the names they show.</summary>
    public async Task<IReadOnlyList<ShownCustomer>> ShowAsync(TenantDb db, IQueryable<Customer> customers) => await ShowAsync(db, await customers.ToListAsync());

    /// <summary>Customers, in the order given, with their tags and the names they show.</summary>
    public async Task<IReadOnlyList<ShownCustomer>> ShowAsync(TenantDb db, IReadOnlyList<Customer> found)
    {
        var ids = found.Select(customer => customer.Id).ToList();
        ids.ForEach(id => db.Shows("customer", id));
        var users = found.Select(customer => customer.RelatedUserId).OfType<long>().Distinct().ToList();
        var members = await db.Memberships.Where(member => users.Contains(member.UserId)).ToDictionaryAsync(member => member.UserId);
        var tags = (await db.CustomerTags.Where(link => ids.Contains(link.CustomerId))
            .Join(db.Tags.Where(tag => tag.DeletedAt == null), link => link.TagId, tag => tag.Id, (link, tag) => new { link.CustomerId, Tag = tag })
            .OrderBy(tagged => tagged.Tag.Id).ToListAsync()).ToLookup(tagged => tagged.CustomerId, tagged => tagged.Tag);
        return
        [
            .. found.Select(customer => Show(customer, customer.RelatedUserId is { } user ? members[user] : null, [.. tags[customer.Id]])),
        ];
    }

    private static ShownCustomer Show(Customer customer, Membership? user, IReadOnlyList<Tag> tags) => new(
        CustomerResource.Of(customer, user is null ? null : new RelatedUser(user.UserId, user.Name), [.. tags.Select(TagResource.Of)]),
        RecordTag.Of(customer.Version, Shown(user, tags)));

    // A number that differs when what is shown of others does: their versions only grow, but tags come and go.
    private static long Shown(Membership? user, IReadOnlyList<Tag> tags) =>
        tags.Aggregate(user?.Version ?? 0, (shown, tag) => unchecked((((shown * 31) + tag.Id) * 31) + tag.Version)) & long.MaxValue;
}

/// <summary>A customer with its entity tag.</summary>
/// <param name="Customer">The published resource.</param>
/// <param name="ETag">The tag, with its quotes.</param>
public sealed record ShownCustomer(CustomerResource Customer, string ETag);
