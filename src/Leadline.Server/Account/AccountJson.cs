using System.Text.Json.Serialization;

namespace Leadline.Account;

/// <summary>Generated JSON contracts of the account's wire types.</summary>
[JsonSerializable(typeof(TenantList))]
internal sealed partial class AccountJson : JsonSerializerContext;
