using Leadline.Callers;
using Leadline.Platform.Database;
using Leadline.Platform.Http;
using Leadline.Platform.Text;
using Leadline.Tenants;
using Microsoft.EntityFrameworkCore;

namespace Leadline.Customers;

/// <summary>Lists customers: <c>GET /api/v1/customers</c>.</summary>
public static class ListCustomers
{
    private static readonly string[] Sorts = ["created_at", "first_name", "last_name", "date_of_birth", "gender", "updated_at"];
    private static readonly QueryParameter Gender = new("gender", "string", "Only customers of this gender.") { Options = Customer.Genders };
    private static readonly IReadOnlyList<QueryParameter> Parameters = ListQuery.Parameters(Sorts, Gender);

    /// <summary>Maps the endpoint.</summary>
    public static void Map(IEndpointRouteBuilder api) => api
        .MapGet("/customers", HandleAsync)
        .WithName(nameof(ListCustomers))
        .WithQueryParameters(Parameters)
        .Answers<Page<CustomerResource>>()
        .RequireScope(Scopes.CustomersRead);

    /// <summary>Lists customers.</summary>
    /// <remarks>
    /// The words of a search must all occur, as parts of names, e-mail, phone or identity number, whatever the case, accents or phone format.
    /// Customers without the field that sorts come last in both directions.
    /// </remarks>
    public static async Task<IResult> HandleAsync(
        QueryParameters parameters, Caller caller, LeadlineDatabase database, CustomerRecords customers, CancellationToken ct)
    {
        parameters.RefuseOthersThan(Parameters);
        var query = ListQuery.Read(parameters, Sorts);
        var gender = parameters.Option(Gender);
        if (!parameters.IsValid)
        {
            return Errors.Invalid(parameters.Errors);
        }

        await using var db = database.For(caller.View);
        var wanted = query.IsTrashed
            ? db.Customers.AsNoTracking().Where(customer => customer.DeletedAt != null)
            : db.Customers.AsNoTracking().Where(customer => customer.DeletedAt == null);
        if (gender is not null)
        {
            wanted = wanted.Where(customer => customer.Gender == gender);
        }

        var found = SearchTerm.Read(query.Search).Aggregate(wanted, Holding);
        return await query.AnswerAsync<Customer, CustomerResource>(
            parameters, db, found, OrderOf(query.SortBy), async rows => [.. (await customers.ShowAsync(db, rows)).Select(shown => shown.Customer)], ct);
    }

    private static IQueryable<Customer> Holding(IQueryable<Customer> customers, SearchTerm term)
    {
        var (text, digits) = (term.Text, term.Digits);
        return digits is null
            ? customers.Where(customer => customer.SearchKey.Contains(text))
            : customers.Where(customer => customer.SearchKey.Contains(text) || (customer.PhoneKey != null && customer.PhoneKey.Contains(digits)));
    }

    private static ListOrder<Customer> OrderOf(string sort) => sort switch
    {
        "first_name" => ListOrder.By((Customer customer) => customer.FirstNameKey),
        "last_name" => ListOrder.By((Customer customer) => customer.LastNameKey),
        "date_of_birth" => ListOrder.By((Customer customer) => customer.DateOfBirth),
        "gender" => ListOrder.By((Customer customer) => customer.Gender),
        "updated_at" => ListOrder.By((Customer customer) => customer.UpdatedAt),
        _ => ListOrder.By((Customer customer) => customer.CreatedAt),
    };
}
