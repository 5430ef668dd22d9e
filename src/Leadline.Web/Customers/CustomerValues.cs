using System.Collections.Immutable;
using System.Globalization;
using Leadline.Client;

namespace Leadline.Web.Customers;

/// <summary>A customer as it is typed: each field a text, by its name on the wire; empty for none.</summary>
public sealed class CustomerValues
{
    private static readonly string[] Numbers = ["user_id", "country_id", "default_channel_id"];

    private readonly ImmutableDictionary<string, string> values;

    private CustomerValues(ImmutableDictionary<string, string> values) => this.values = values;

    /// <summary>A customer of whom nothing is known.</summary>
    public static CustomerValues Empty { get; } = new(ImmutableDictionary<string, string>.Empty);

    /// <summary>The fields with what they are called, in the order in which they are shown.</summary>
    public static IReadOnlyList<(string Name, string Label)> Fields { get; } =
    [
        ("first_name", "First name"), ("last_name", "Last name"), ("phone_number", "Phone"), ("email", "E-mail"), ("user_id", "Looked after by"),
        ("country_id", "Country"), ("address", "Address"), ("date_of_birth", "Date of birth"), ("gender", "Gender"), ("job", "Job"),
        ("identity_number", "Identity number"), ("default_channel_id", "Preferred channel"),
    ];

    /// <summary>The fields of the journal to which a former value can be given back.</summary>
    public static IReadOnlyList<string> Restorable { get; } =
    [
        "first_name", "last_name", "phone_number", "email", "related_user_id", "country_id", "address", "date_of_birth", "gender", "job", "identity_number", "default_channel_id",
    ];

    /// <summary>A field's value.</summary>
    public string this[string field] => values.GetValueOrDefault(field, "");

    /// <summary>A customer's values.</summary>
    /// <param name="customer">The customer.</param>
    /// <param name="countries">The countries, by whose names the customer tells its own.</param>
    public static CustomerValues Of(Customer customer, IReadOnlyList<Country> countries) => Empty
        .With("first_name", customer.FirstName)
        .With("last_name", customer.LastName)
        .With("phone_number", customer.PhoneNumber)
        .With("email", customer.Email)
        .With("user_id", Text(customer.RelatedUser?.Id))
        .With("country_id", Text(countries.FirstOrDefault(country => country.Name == customer.CountryName)?.Id))
        .With("address", customer.Address)
        .With("date_of_birth", customer.DateOfBirth?.ToString("O", CultureInfo.InvariantCulture))
        .With("gender", customer.Gender)
        .With("job", customer.Job)
        .With("identity_number", customer.IdentityNumber)
        .With("default_channel_id", Text(customer.DefaultChannelId));

    /// <summary>The same with another value of a field.</summary>
    public CustomerValues With(string field, string? value) => new(values.SetItem(field, value ?? ""));

    /// <summary>The fields in which another's values are others.</summary>
    public IEnumerable<(string Name, string Label)> Beside(CustomerValues other) => Fields.Where(field => this[field.Name].Trim() != other[field.Name].Trim());

    /// <summary>The fields whose text is no value of theirs, and would be lost by sending it.</summary>
    public IReadOnlyList<string> Unreadable =>
    [
        .. Numbers.Where(name => OrNull(name) is not null && Number(name) is null),
        .. OrNull("date_of_birth") is not null && Day("date_of_birth") is null ? ["date_of_birth"] : Array.Empty<string>(),
    ];

    /// <summary>What the API is asked to make.</summary>
    public NewCustomer ToNew() => new()
    {
        FirstName = this["first_name"].Trim(),
        LastName = this["last_name"].Trim(),
        PhoneNumber = this["phone_number"].Trim(),
        Email = OrNull("email"),
        UserId = Number("user_id"),
        CountryId = Number("country_id"),
        Address = OrNull("address"),
        DateOfBirth = Day("date_of_birth"),
        Gender = OrNull("gender"),
        Job = OrNull("job"),
        IdentityNumber = OrNull("identity_number"),
        DefaultChannelId = Number("default_channel_id"),
    };

    /// <summary>What the API is asked to change: the fields that were typed anew, and no other.</summary>
    /// <param name="before">The customer as it was when the typing began.</param>
    public CustomerChange ToChange(CustomerValues before)
    {
        return new CustomerChange
        {
            FirstName = Changed("first_name", name => this[name].Trim()),
            LastName = Changed("last_name", name => this[name].Trim()),
            PhoneNumber = Changed("phone_number", name => this[name].Trim()),
            Email = Changed("email", OrNull),
            UserId = Changed("user_id", Number),
            CountryId = Changed("country_id", Number),
            Address = Changed("address", OrNull),
            DateOfBirth = Changed("date_of_birth", Day),
            Gender = Changed("gender", OrNull),
            Job = Changed("job", OrNull),
            IdentityNumber = Changed("identity_number", OrNull),
            DefaultChannelId = Changed("default_channel_id", Number),
        };

        Optional<T> Changed<T>(string field, Func<string, T> read) => this[field].Trim() == before[field].Trim() ? default : new Optional<T>(read(field));
    }

    private string? OrNull(string field) => this[field].Trim() is { Length: > 0 } text ? text : null;

    private long? Number(string field) => long.TryParse(this[field], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;

    private DateOnly? Day(string field) => DateOnly.TryParseExact(this[field], "O", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    private static string? Text(long? number) => number?.ToString(CultureInfo.InvariantCulture);
}
