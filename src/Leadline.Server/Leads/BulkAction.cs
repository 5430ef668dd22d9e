using System.Text.Json;
using Leadline.Platform.Database;
using Leadline.Platform.Http;
using Leadline.Tenants;
using Microsoft.EntityFrameworkCore;
using Label = Leadline.Tags.Tag;

namespace Leadline.Leads;

/// <summary>What is asked of many leads at once; stored with a job as it was sent.</summary>
internal sealed class BulkAction
{
    public const string Update = "update";
    public const string Assign = "assign";
    public const string Tag = "tag";
    public const string Untag = "untag";
    public const string Delete = "delete";
    public const string Restore = "restore";

    private const int LeadsPerQuery = 500;

    private static readonly BodyField Action = BodyField.Text("action", "What to do.") with
    {
        Options = [Update, Assign, Tag, Untag, Delete, Restore],
        IsRequired = true,
    };

    private static readonly BodyField IdsField = new("ids", "array", "The leads, by their numbers; this or filter.");
    private static readonly BodyField FilterField = new("filter", "object", "The list's own parameters but for order, page and fields; {} is every live lead. This or ids.");
    private static readonly BodyField SetField = new("set", "object", "For update: the fields to set, as in a change of one lead.");
    private static readonly BodyField UserField = BodyField.Integer("user_id", "For assign: the member; null for nobody.");
    private static readonly BodyField TagField = BodyField.Integer("tag_id", "For tag and untag: the tag.");
    private static readonly BodyField DryRunField = BodyField.Boolean("dry_run", "True only counts the leads and shows some.");

    private static readonly (BodyField Field, string[] Actions)[] Belongings = [(SetField, [Update]), (UserField, [Assign]), (TagField, [Tag, Untag])];

    private string name = "";
    private JsonElement? set;
    private long? user;
    private long? tag;

    private BulkAction()
    {
    }

    /// <summary>The fields of the body.</summary>
    public static IReadOnlyList<BodyField> Fields { get; } = [Action, IdsField, FilterField, SetField, UserField, TagField, DryRunField];

    public LeadSelection Selection { get; private set; } = new([], null);

    public bool IsDryRun { get; private set; }

    /// <summary>Reads it; what is wrong is told by the body.</summary>
    /// <param name="body">What was sent.</param>
    /// <param name="me">Whom <c>me</c> means in a filter; null where the caller is no person.</param>
    public static BulkAction Read(Body body, long? me)
    {
        var bulk = new BulkAction();
        IReadOnlyList<long>? ids = null;
        JsonElement? filter = null;
        body.RefuseOthersThan(Fields);
        body.Require(Fields);
        body.Text(Action, text => bulk.name = text ?? "");
        body.Integers(IdsField, list => ids = list);
        body.Json(FilterField, json => filter = json);
        body.Json(SetField, json => bulk.set = json);
        body.Integer(UserField, id => bulk.user = id);
        body.Integer(TagField, id => bulk.tag = id);
        body.Boolean(DryRunField, value => bulk.IsDryRun = value ?? false);
        bulk.RefuseWhatBelongsToOthers(body);
        bulk.Select(body, ids, filter, me);
        return bulk;
    }

    /// <summary>Looks at what it refers to; what is not there is told by the body.</summary>
    public async Task CheckAsync(Body body, TenantWrite write)
    {
        switch (name)
        {
            case Update:
                await CheckSetAsync(body, write);
                break;
            case Assign when !body.Has(UserField):
                body.Reject(UserField.Name, "is required to assign");
                break;
            case Assign when user is { } member && !await write.Db.Memberships.AnyAsync(known => known.UserId == member && known.DeletedAt == null):
                body.Reject(UserField.Name, "is no member of this tenant");
                break;
            case Tag or Untag when tag is null || await write.Db.FindLiveAsync<Label>(tag.Value) is null:
                body.Reject(TagField.Name, "is no tag of this tenant");
                break;
        }
    }

    /// <summary>Does it to the leads of these numbers.</summary>
    /// <returns>The leads that could not be changed, with the reason.</returns>
    public async Task<List<BulkFailure>> ApplyAsync(TenantWrite write, IReadOnlyList<long> ids)
    {
        var failures = new List<BulkFailure>();
        var (leads, tagged) = (new List<Lead>(), new Dictionary<long, LeadTag>());
        foreach (var some in ids.Chunk(LeadsPerQuery))
        {
            leads.AddRange(await write.Db.Leads.Where(lead => some.Contains(lead.Id)).OrderBy(lead => lead.Id).ToListAsync());
            foreach (var link in name is Tag or Untag ? await write.Db.LeadTags.Where(link => link.TagId == tag && some.Contains(link.LeadId)).ToListAsync() : [])
            {
                tagged[link.LeadId] = link;
            }
        }

        var restored = new Dictionary<(long, string), long>();
        foreach (var lead in leads)
        {
            if (lead.DeletedAt is not null && name != Restore)
            {
                failures.Add(new BulkFailure(lead.Id, "The lead is deleted."));
            }
            else if (name == Restore && lead.DeletedAt is not null && await FindTwinAsync(lead, restored, write) is { } refusal)
            {
                failures.Add(new BulkFailure(lead.Id, refusal));
            }
            else
            {
                Apply(write, lead, tagged);
            }
        }

        failures.AddRange(ids.Except(leads.Select(lead => lead.Id)).Select(id => new BulkFailure(id, "No lead has this id.")));
        await write.Db.SaveChangesAsync();
        return failures;
    }

    // Why it cannot be restored: a live lead, or one that is restored with it, has its external id.
    private static async Task<string?> FindTwinAsync(Lead lead, Dictionary<(long, string), long> restored, TenantWrite write)
    {
        if (await LeadTwins.FindLiveAsync(lead, write.Db) is { } other)
        {
            return write.View.Sees.Includes(other.AssignedUserId) ? $"The lead {other.Id} has its external id." : "Its external id is taken.";
        }

        return LeadTwins.KeyOf(lead) is not { } key || restored.TryAdd(key, lead.Id) ? null : $"The lead {restored[key]} has its external id.";
    }

    private void Apply(TenantWrite write, Lead lead, Dictionary<long, LeadTag> tagged)
    {
        switch (name)
        {
            case Update:
                LeadFields.Set(new Body(set), lead, write.Now);
                break;
            case Assign:
                lead.AssignedUserId = user;
                break;
            case Tag when !tagged.ContainsKey(lead.Id):
                write.Db.Insert(new LeadTag { LeadId = lead.Id, TagId = tag.GetValueOrDefault() });
                break;
            case Untag when tagged.TryGetValue(lead.Id, out var link):
                write.Db.Remove(link);
                break;
            case Delete:
                lead.DeletedAt = write.Now;
                break;
            case Restore:
                lead.DeletedAt = null;
                break;
        }
    }

    private void Select(Body body, IReadOnlyList<long>? ids, JsonElement? filter, long? me)
    {
        if ((ids is null) == (filter is null))
        {
            body.Reject(IdsField.Name, "or filter must be sent, and not both");
        }
        else if (ids is not null)
        {
            Selection = new LeadSelection([.. ids.Distinct().Order()], null);
        }
        else if (filter is not { ValueKind: JsonValueKind.Object } parameters)
        {
            body.Reject(FilterField.Name, "must be an object");
        }
        else
        {
            var query = QueryParameters.Of(parameters);
            query.RefuseOthersThan(LeadCriteria.Parameters);
            var criteria = LeadCriteria.Read(query, me);
            Selection = query.IsValid ? new LeadSelection(null, criteria) : Selection;

            body.Reject(FilterField.Name, query.Errors);
            RefuseEmpty(body, parameters);
        }
    }

    // In a list what is empty asks nothing; here it would mean every lead.
    private void RefuseEmpty(Body body, JsonElement parameters)
    {
        foreach (var parameter in parameters.EnumerateObject().Where(parameter =>
            parameter.Value.ValueKind == JsonValueKind.Null || string.IsNullOrWhiteSpace(parameter.Value.ToString())
            || (parameter.NameEquals(LeadCriteria.Words.Name) && Selection.Criteria is { Search: null })))
        {
            body.Reject($"{FilterField.Name}.{parameter.Name}", "must not be empty");
        }
    }

    private void RefuseWhatBelongsToOthers(Body body)
    {
        foreach (var (field, actions) in Belongings.Where(field => name.Length > 0 && body.Has(field.Field) && !field.Actions.Contains(name)))
        {
            body.Reject(field.Name, $"belongs to {string.Join(" and ", actions)} only");
        }
    }

    private async Task CheckSetAsync(Body body, TenantWrite write)
    {
        if (set is not { ValueKind: JsonValueKind.Object } fields || !fields.EnumerateObject().Any())
        {
            body.Reject(SetField.Name, "must be an object with the fields to set");
            return;
        }

        var example = new Lead();
        var sent = new Body(fields);
        LeadFields.Set(sent, example, write.Now);
        await LeadFields.CheckReferencesAsync(sent, example, write.Db);
        LeadFields.CheckSynced(sent, write);
        body.Reject(SetField.Name, sent.Errors);

        if (fields.TryGetProperty("external_id", out _) || fields.TryGetProperty("import_source_id", out _))
        {
            body.Reject(SetField.Name, "must not hold what tells leads apart: external_id, import_source_id");
        }
    }
}

/// <summary>A lead that a bulk action could not change.</summary>
/// <param name="Id">The lead's number.</param>
/// <param name="Reason">Why.</param>
public sealed record BulkFailure(long Id, string Reason);
