using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Leadline.Platform.Database;

/// <summary>A row with a number.</summary>
public interface IRow : ITenantOwned, INumbered;

/// <summary>A row with a number, unique in the installation; a tenant's gets it by <see cref="TenantDb.Insert"/> when it is 0.</summary>
public interface INumbered
{
    /// <summary>The number.</summary>
    long Id { get; set; }
}

/// <summary>A row that is no data of the tenant's but tells how it is worked on; it is not journalled.</summary>
public interface IUnjournalled : ITenantOwned;

/// <summary>A row with a life of its own: dated, counted through its versions, deleted softly.</summary>
public interface IRecord : IRow
{
    /// <summary>When it was made.</summary>
    DateTime CreatedAt { get; set; }

    /// <summary>When it was last changed.</summary>
    DateTime UpdatedAt { get; set; }

    /// <summary>When it was deleted; null while it lives.</summary>
    DateTime? DeletedAt { get; set; }

    /// <summary>Counts its changes, from 1.</summary>
    long Version { get; set; }
}

/// <summary>A row with key columns for search and sort.</summary>
public interface IFolded
{
    /// <summary>Folds what people search and sort by.</summary>
    /// <param name="defaultCountry">The ISO 3166-1 alpha-2 code for phone numbers typed without a country, or null.</param>
    void FoldKeys(string? defaultCountry);
}

/// <summary>
/// What the journal makes of each tenant-owned entity. Every one says how it is journalled, unless it is <see cref="IUnjournalled"/>;
/// one that says nothing stops the start.
/// </summary>
public static class JournalConventions
{
    private const string NameAnnotation = "Leadline:Journal";
    private const string SubjectAnnotation = "Leadline:JournalSubject";
    private const string DerivedAnnotation = "Leadline:Derived";
    private const string WorkingAnnotation = "Leadline:Working";
    private const string PersonalAnnotation = "Leadline:Personal";
    private const string OwnerAnnotation = "Leadline:Owner";
    private const string HeldByOneAnnotation = "Leadline:HeldByOne";
    private const string GivenOnceAnnotation = "Leadline:GivenOnce";
    private const string OneWayAnnotation = "Leadline:OneWay";
    private const string PrivateAnnotation = "Leadline:Private";
    private const string ReadByAnnotation = "Leadline:ReadBy";
    private const string TogetherAnnotation = "Leadline:Together";
    private const string JsonAnnotation = "Leadline:Json";

    /// <summary>Journals the entity under a name.</summary>
    /// <param name="entity">The entity.</param>
    /// <param name="name">What programs call it: <c>lead</c>.</param>
    public static EntityTypeBuilder<T> JournalAs<T>(this EntityTypeBuilder<T> entity, string name)
        where T : class, ITenantOwned
    {
        entity.Metadata.SetAnnotation(NameAnnotation, name);
        return entity;
    }

    /// <summary>Journals the entity under a name, in the timeline of the record it belongs to.</summary>
    /// <param name="entity">The entity.</param>
    /// <param name="name">What programs call it: <c>lead_note</c>.</param>
    /// <param name="subject">The name of the record it belongs to.</param>
    /// <param name="reference">The property that holds that record's number.</param>
    public static EntityTypeBuilder<T> JournalAs<T>(this EntityTypeBuilder<T> entity, string name, string subject, string reference)
        where T : class, ITenantOwned
    {
        entity.Metadata.SetAnnotation(SubjectAnnotation, $"{subject} {reference}");
        return entity.JournalAs(name);
    }

    /// <summary>Leaves a property out of the journal, since it follows from others.</summary>
    public static PropertyBuilder<T> IsDerived<T>(this PropertyBuilder<T> property)
    {
        property.Metadata.SetAnnotation(DerivedAnnotation, true);
        return property;
    }

    /// <summary>Leaves a property out of the journal, since it tells how the row is worked on and not what it says: a change of it alone is nobody's and has no entry.</summary>
    public static PropertyBuilder<T> IsWorking<T>(this PropertyBuilder<T> property)
    {
        property.Metadata.SetAnnotation(WorkingAnnotation, true);
        return property;
    }

    /// <summary>Marks what tells who a person is: erasing the person blanks it in the row and in the journal.</summary>
    public static PropertyBuilder<T> IsPersonal<T>(this PropertyBuilder<T> property)
    {
        property.Metadata.SetAnnotation(PersonalAnnotation, true);
        return property;
    }

    /// <summary>Says to which member a record belongs: who sees only some members' records sees it, its journal and what belongs to it by that.</summary>
    /// <param name="entity">The entity.</param>
    /// <param name="owner">The property with the member's number; null for nobody.</param>
    public static EntityTypeBuilder<T> OwnedBy<T>(this EntityTypeBuilder<T> entity, string owner)
        where T : class, ITenantOwned
    {
        entity.Metadata.SetAnnotation(OwnerAnnotation, owner);
        return entity;
    }

    /// <summary>The property with the member a record belongs to; null for records that everybody sees.</summary>
    public static string? OwnerProperty(this IReadOnlyEntityType entity) => entity.FindAnnotation(OwnerAnnotation)?.Value as string;

    /// <summary>
    /// Says that a record is a member's own, and hidden from all others unless it is shared: nobody else finds it in the journal. It hangs on its member, and stands in nobody's way.
    /// </summary>
    /// <param name="entity">The entity.</param>
    /// <param name="member">The property with the member's number.</param>
    /// <param name="unless">The boolean that is true while it is shared.</param>
    public static EntityTypeBuilder<T> PrivateTo<T>(this EntityTypeBuilder<T> entity, string member, string unless)
        where T : class, ITenantOwned
    {
        entity.Metadata.SetAnnotation(PrivateAnnotation, $"{member} {unless}");
        return entity;
    }

    /// <summary>Says which scope reads a row, by what one of its fields holds: the journal tells it to nobody without.</summary>
    /// <param name="entity">The entity.</param>
    /// <param name="property">The property with the text.</param>
    /// <param name="scopes">The scope of each text there is.</param>
    public static EntityTypeBuilder<T> ReadBy<T>(this EntityTypeBuilder<T> entity, string property, IEnumerable<(string Text, string Scope)> scopes)
        where T : class, ITenantOwned
    {
        entity.Metadata.SetAnnotation(ReadByAnnotation, $"{property} {string.Join(' ', scopes.Select(one => $"{one.Text} {one.Scope}"))}");
        return entity;
    }

    /// <summary>Says of properties that they tell one thing: an undo takes all of them back or none.</summary>
    /// <param name="entity">The entity.</param>
    /// <param name="properties">The properties.</param>
    public static EntityTypeBuilder<T> KeepTogether<T>(this EntityTypeBuilder<T> entity, params IEnumerable<string> properties)
        where T : class, ITenantOwned
    {
        entity.Metadata.SetAnnotation(TogetherAnnotation, string.Join(' ', properties));
        return entity;
    }

    /// <summary>Says of a text that it is JSON: the journal tells it as such.</summary>
    public static PropertyBuilder<T> IsJson<T>(this PropertyBuilder<T> property)
    {
        property.Metadata.SetAnnotation(JsonAnnotation, true);
        return property;
    }

    /// <summary>Whether the text of a property is JSON.</summary>
    public static bool IsJson(IReadOnlyProperty property) => property.FindAnnotation(JsonAnnotation) is not null;

    /// <summary>All records of the tenant, whoever looks: for rules that must hold beyond what the caller sees. Nothing of them may be told.</summary>
    public static IQueryable<T> Beyond<T>(this IQueryable<T> records)
        where T : class => records.IgnoreQueryFilters([TenantDb.SeenFilter]);

    /// <summary>Says of a boolean that exactly one live row of the tenant has it: no undo leaves none, or takes it from a later one.</summary>
    public static PropertyBuilder<bool> IsHeldByOne(this PropertyBuilder<bool> property)
    {
        property.Metadata.SetAnnotation(HeldByOneAnnotation, true);
        return property;
    }

    /// <summary>Says of a name that no two live rows of the tenant have it, whatever its case and accents: no undo gives it twice.</summary>
    public static PropertyBuilder<string> IsGivenOnce(this PropertyBuilder<string> property)
    {
        property.Metadata.SetAnnotation(GivenOnceAnnotation, true);
        return property;
    }
    /// <summary>Marks what no undo takes back.</summary>
    /// <param name="property">The property.</param>
    /// <param name="why">What an undo answers for it.</param>
    public static PropertyBuilder<T> IsOneWay<T>(this PropertyBuilder<T> property, string why)
    {
        property.Metadata.SetAnnotation(OneWayAnnotation, why);
        return property;
    }

    /// <summary>Why no undo takes back a property; null for one that it does.</summary>
    public static string? WhyOneWay(IProperty property) => property.FindAnnotation(OneWayAnnotation)?.Value as string;

    /// <summary>How a model's entities are journalled.</summary>
    /// <exception cref="InvalidOperationException">An entity does not say how it is journalled.</exception>
    public static IReadOnlyList<JournalledEntity> Of(IModel model) =>
    [
        .. from entity in model.GetEntityTypes()
           where entity.ClrType.IsAssignableTo(typeof(ITenantOwned)) && !entity.ClrType.IsAssignableTo(typeof(IUnjournalled))
           orderby entity.Name
           select Of(entity),
    ];

    private static bool IsWorking(IProperty property) => property.FindAnnotation(WorkingAnnotation) is not null;

    private static JournalledEntity Of(IEntityType entity)
    {
        var name = entity.FindAnnotation(NameAnnotation)?.Value as string
            ?? throw new InvalidOperationException($"{entity.ClrType.Name} does not say how it is journalled.");
        var key = entity.FindPrimaryKey()?.Properties is [_, var number]
            ? number
            : throw new InvalidOperationException($"The key of {entity.ClrType.Name} is not tenant and number.");
        var subject = (entity.FindAnnotation(SubjectAnnotation)?.Value as string)?.Split(' ');
        var isPrivate = (entity.FindAnnotation(PrivateAnnotation)?.Value as string)?.Split(' ');
        var readBy = (entity.FindAnnotation(ReadByAnnotation)?.Value as string)?.Split(' ');
        return new JournalledEntity(
            entity,
            name,
            Table: entity.GetTableName() ?? throw new InvalidOperationException($"{entity.ClrType.Name} has no table."),
            Key: key.GetColumnName(),
            Subject: subject?[0] ?? name,
            SubjectKey: subject is null ? key.GetColumnName() : entity.GetProperty(subject[1]).GetColumnName(),
            Fields: [.. entity.GetProperties().Where(property => !property.IsPrimaryKey() && property.GetComputedColumnSql() is null && property.FindAnnotation(DerivedAnnotation) is null && !IsWorking(property))])
        {
            HasWorking = entity.GetProperties().Any(IsWorking),
            Owner = entity.OwnerProperty() is { } owner ? entity.GetProperty(owner).GetColumnName() : null,
            PrivateTo = isPrivate is [var member, var unless] ? (entity.GetProperty(member).GetColumnName(), entity.GetProperty(unless).GetColumnName()) : null,
            ReadBy = readBy is [var text, .. var scopes] ? (entity.GetProperty(text).GetColumnName(), [.. scopes.Chunk(2).Select(one => (one[0], one[1]))]) : null,
            Together = [.. ((entity.FindAnnotation(TogetherAnnotation)?.Value as string)?.Split(' ') ?? []).Select(property => entity.GetProperty(property).GetColumnName())],
            Personal = [.. entity.GetProperties().Where(property => property.FindAnnotation(PersonalAnnotation) is not null)],
            HeldByOne = entity.GetProperties().FirstOrDefault(property => property.FindAnnotation(HeldByOneAnnotation) is not null),
            GivenOnce = entity.GetProperties().FirstOrDefault(property => property.FindAnnotation(GivenOnceAnnotation) is not null),
        };
    }
}

/// <summary>How one entity is journalled.</summary>
/// <param name="Type">The entity.</param>
/// <param name="Name">What programs call it.</param>
/// <param name="Table">Its table.</param>
/// <param name="Key">The column of its number.</param>
/// <param name="Subject">The kind of record in whose timeline it stands.</param>
/// <param name="SubjectKey">The column of that record's number.</param>
/// <param name="Fields">What is journalled of it.</param>
public sealed record JournalledEntity(
    IEntityType Type, string Name, string Table, string Key, string Subject, string SubjectKey, IReadOnlyList<IProperty> Fields)
{
    /// <summary>The column of the member a record belongs to; null for records that everybody sees.</summary>
    public string? Owner { get; init; }

    /// <summary>Whether there are columns whose change alone has no entry.</summary>
    public bool HasWorking { get; init; }

    /// <summary>The column of the member whose own it is, and the column that is true while it is shared; null for what is nobody's own.</summary>
    public (string Member, string Unless)? PrivateTo { get; init; }

    /// <summary>The column that tells which scope reads a row, and the scope of each text there is; null where that is the same for all rows.</summary>
    public (string Column, IReadOnlyList<(string Text, string Scope)> Scopes)? ReadBy { get; init; }

    /// <summary>The columns that tell one thing, which an undo takes back together.</summary>
    public IReadOnlyList<string> Together { get; init; } = [];

    /// <summary>What tells who a person is.</summary>
    public IReadOnlyList<IProperty> Personal { get; init; } = [];

    /// <summary>What exactly one live row has; null for nothing.</summary>
    public IProperty? HeldByOne { get; init; }

    /// <summary>The name that no two live rows have; null for none.</summary>
    public IProperty? GivenOnce { get; init; }
}
