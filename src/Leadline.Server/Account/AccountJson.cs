using System.Text.Json.Serialization;
using Leadline.Platform.Http;

namespace Leadline.Account;

/// <summary>Generated JSON contracts of the account's wire types.</summary>
[JsonSerializable(typeof(TenantList))]
[JsonSerializable(typeof(Record<AccountRoles>))]
[JsonSerializable(typeof(Page<AuditResource>))]
[JsonSerializable(typeof(CursorPage<AuditResource>))]
internal sealed partial class AccountJson : JsonSerializerContext;
