using System.Text.Json.Serialization;
using Leadline.Platform.Http;

namespace Leadline.Account;

/// <summary>Generated JSON contracts of the account's wire types.</summary>
[JsonSerializable(typeof(TenantList))]
[JsonSerializable(typeof(Record<AccountRoles>))]
internal sealed partial class AccountJson : JsonSerializerContext;
