using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Leadline.Client;

/// <summary>Generated JSON contracts of what is read.</summary>
[JsonSerializable(typeof(Envelope<Lead>))]
[JsonSerializable(typeof(Envelope<Customer>))]
[JsonSerializable(typeof(Envelope<LeadStatus>))]
[JsonSerializable(typeof(Envelope<ReferenceSource>))]
[JsonSerializable(typeof(Envelope<ImportSource>))]
[JsonSerializable(typeof(Envelope<Tag>))]
[JsonSerializable(typeof(Envelope<Note>))]
[JsonSerializable(typeof(Envelope<User>))]
[JsonSerializable(typeof(Envelope<Role>))]
[JsonSerializable(typeof(Envelope<Country>))]
[JsonSerializable(typeof(Envelope<Batch>))]
[JsonSerializable(typeof(Envelope<Job>))]
[JsonSerializable(typeof(Envelope<UndoReport>))]
[JsonSerializable(typeof(Envelope<BulkResult>))]
[JsonSerializable(typeof(Envelope<Conversion>))]
[JsonSerializable(typeof(Envelope<RevertedConversion>))]
[JsonSerializable(typeof(Envelope<ErasedRecord>))]
[JsonSerializable(typeof(Envelope<AccountRoles>))]
[JsonSerializable(typeof(Envelope<TenantSettings>))]
[JsonSerializable(typeof(Envelope<Done>))]
[JsonSerializable(typeof(Envelope<IReadOnlyList<ConversionResult>>))]
[JsonSerializable(typeof(Page<Lead>))]
[JsonSerializable(typeof(CursorPage<Lead>))]
[JsonSerializable(typeof(Page<Customer>))]
[JsonSerializable(typeof(CursorPage<Customer>))]
[JsonSerializable(typeof(Page<LeadStatus>))]
[JsonSerializable(typeof(CursorPage<LeadStatus>))]
[JsonSerializable(typeof(Page<ReferenceSource>))]
[JsonSerializable(typeof(CursorPage<ReferenceSource>))]
[JsonSerializable(typeof(Page<ImportSource>))]
[JsonSerializable(typeof(CursorPage<ImportSource>))]
[JsonSerializable(typeof(Page<Tag>))]
[JsonSerializable(typeof(CursorPage<Tag>))]
[JsonSerializable(typeof(Page<Note>))]
[JsonSerializable(typeof(CursorPage<Note>))]
[JsonSerializable(typeof(Page<User>))]
[JsonSerializable(typeof(CursorPage<User>))]
[JsonSerializable(typeof(Page<Role>))]
[JsonSerializable(typeof(CursorPage<Role>))]
[JsonSerializable(typeof(Page<Country>))]
[JsonSerializable(typeof(CursorPage<Country>))]
[JsonSerializable(typeof(Page<Batch>))]
[JsonSerializable(typeof(CursorPage<Batch>))]
[JsonSerializable(typeof(CursorPage<JournalEntry>))]
[JsonSerializable(typeof(TenantList))]
[JsonSerializable(typeof(ErrorBody))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, GenerationMode = JsonSourceGenerationMode.Metadata)]
internal sealed partial class ClientJson : JsonSerializerContext
{
    public static JsonTypeInfo<T> Of<T>() =>
        Default.GetTypeInfo(typeof(T)) as JsonTypeInfo<T> ?? throw new InvalidOperationException($"{typeof(T)} is no answer of Leadline.");
}

/// <summary>Generated JSON contracts of what is sent. What is null or not set is left out; a field that is set to null stays.</summary>
[JsonSerializable(typeof(NewLead))]
[JsonSerializable(typeof(LeadChange))]
[JsonSerializable(typeof(NewCustomer))]
[JsonSerializable(typeof(CustomerChange))]
[JsonSerializable(typeof(NewLeadStatus))]
[JsonSerializable(typeof(LeadStatusChange))]
[JsonSerializable(typeof(NewReferenceSource))]
[JsonSerializable(typeof(ReferenceSourceChange))]
[JsonSerializable(typeof(NewImportSource))]
[JsonSerializable(typeof(ImportSourceChange))]
[JsonSerializable(typeof(NewTag))]
[JsonSerializable(typeof(TagChange))]
[JsonSerializable(typeof(NewNote))]
[JsonSerializable(typeof(NoteChange))]
[JsonSerializable(typeof(NewUser))]
[JsonSerializable(typeof(UserChange))]
[JsonSerializable(typeof(TenantSettingsChange))]
[JsonSerializable(typeof(Replacement))]
[JsonSerializable(typeof(FieldToRestore))]
[JsonSerializable(typeof(ConversionOrder))]
[JsonSerializable(typeof(ConversionOrders))]
[JsonSerializable(typeof(BulkOrder))]
[JsonSerializable(typeof(JsonObject))]
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(long?))]
[JsonSerializable(typeof(int?))]
[JsonSerializable(typeof(bool?))]
[JsonSerializable(typeof(DateTimeOffset?))]
[JsonSerializable(typeof(DateOnly?))]
[JsonSerializable(typeof(JsonElement?))]
[JsonSerializable(typeof(string[]))]
[JsonSerializable(typeof(long[]))]
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
    GenerationMode = JsonSourceGenerationMode.Metadata)]
internal sealed partial class BodyJson : JsonSerializerContext;
