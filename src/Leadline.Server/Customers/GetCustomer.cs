using Leadline.Callers;
using Leadline.Platform.Database;
using Leadline.Platform.Http;
using Leadline.Tenants;
using Microsoft.EntityFrameworkCore;

namespace Leadline.Customers;

/// <summary>Reads one customer: <c>GET /api/v1/customers/{id}</c>.</summary>
public static class GetCustomer
{
    private static readonly QueryParameter Trashed = new("trashed", "boolean", "True to find the customer also when it is deleted.");

    /// <summary>Maps the endpoint.</summary>
    public static void Map(IEndpointRouteBuilder api) => api
        .MapGet("/customers/{id:long}", HandleAsync)
        .WithName(nameof(GetCustomer))
        .WithQueryParameters([Trashed])
        .Answers<Record<CustomerResource>>()
        .RequireScope(Scopes.CustomersRead);

    /// <summary>Reads one customer.</summary>
    /// <remarks>A deleted one answers 404 unless <c>trashed=1</c>.</remarks>
    /// <param name="id">The customer's number; another tenant's answers 404.</param>
    public static async Task<IResult> HandleAsync(
        long id, QueryParameters parameters, Caller caller, LeadlineDatabase database, CustomerRecords customers)
    {
        parameters.RefuseOthersThan([Trashed]);
        var withDeleted = parameters.Boolean(Trashed) ?? false;
        await using var db = database.For(caller.View);
        var found = await customers.ShowAsync(db, db.Customers.AsNoTracking().Where(customer => customer.Id == id && (withDeleted || customer.DeletedAt == null)));
        return found is not [var shown] ? Answer.NotFound("customer")
            : parameters.IsValid ? Answer.Record(shown.Customer, shown.ETag)
            : Errors.Invalid(parameters.Errors);
    }
}
