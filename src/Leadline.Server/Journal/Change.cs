using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Leadline.Callers;
using Leadline.Platform.Database;
using Leadline.Platform.Http;
using Microsoft.Extensions.Options;

namespace Leadline.Journal;

/// <summary>
/// A call that changes something: who makes it, what was sent, and under which conditions. The change, its journal and the answer kept
/// for its <c>Idempotency-Key</c> are one transaction.
/// </summary>
public sealed class Change
{
    /// <summary>The header of a reply that names the batch of the call's changes, by which they are undone.</summary>
    public const string BatchHeader = "X-Batch";

    private const int LongestKey = 255;

    private readonly HttpContext http;
    private readonly Reply? refusal;
    private readonly byte[] bytes;
    private Reach reach = Reach.Tenant;

    private Change(HttpContext http, Caller caller, SentBody sent)
    {
        this.http = http;
        bytes = sent.Bytes;
        refusal = sent.Refusal is { } refused ? Reply.Refuse(refused.Kind, refused.Message) : null;
        Caller = caller;
        Body = sent.Body;
    }

    /// <summary>Who calls.</summary>
    public Caller Caller { get; }

    /// <summary>What was sent.</summary>
    public Body Body { get; }

    private CancellationToken Aborted => http.RequestAborted;

    /// <summary>Reads the body; what is wrong with its length, type or JSON is answered by <see cref="RunAsync"/>.</summary>
    public static async ValueTask<Change> BindAsync(HttpContext http)
    {
        var sent = await SentBody.BindAsync(http);
        return new Change(http, await Caller.BindAsync(http), sent);
    }

    /// <summary>Runs a change of one record, or of what hangs on it, beside others of its kind; see <see cref="Reach.Record"/>.</summary>
    public Task<IResult> RunBesideAsync(string action, Func<TenantWrite, Task<Reply>> work, string through = "api", string? needs = null)
    {
        reach = Reach.Record;
        return RunAsync(action, work, through, needs);
    }

    /// <summary>Runs the change and answers.</summary>
    /// <param name="action">What is done, for the journal: <c>lead.create</c>.</param>
    /// <param name="work">The change; a refusal takes back what it changed.</param>
    /// <param name="through">The way, for the journal; see <see cref="Author"/>.</param>
    /// <param name="needs">The scope that it needs beside the endpoint's; null for none.</param>
    public async Task<IResult> RunAsync(string action, Func<TenantWrite, Task<Reply>> work, string through = "api", string? needs = null)
    {
        var author = Caller.Author with { Through = through };
        if (needs is not null && Caller.DenialOf(needs) is { } denial)
        {
            return await AnswerAsync(Reply.Deny(denial));
        }

        if (refusal is not null)
        {
            return await AnswerAsync(refusal);
        }

        if (http.Request.Headers["Idempotency-Key"] is not { Count: > 0 } keys)
        {
            return await AnswerAsync(await WriteAsync(author, action, work));
        }

        if (keys is not [{ Length: > 0 and <= LongestKey } key])
        {
            return await AnswerAsync(Reply.Refuse(ErrorKind.InvalidRequest, $"The header Idempotency-Key must be one text of 1 to {LongestKey} characters."));
        }

        var running = (Caller.Tenant.Value, Caller.Token.Subject, key);
        var underWay = http.RequestServices.GetRequiredService<CallsUnderWay>();
        if (!underWay.TryBegin(running))
        {
            return await AnswerAsync(Reply.Conflict("A call with this Idempotency-Key is still running."));
        }

        try
        {
            return await WriteOnceAsync(author, action, key, work);
        }
        finally
        {
            underWay.End(running);
        }
    }

    /// <summary>Whether the client has seen the record's current version, or does not care (RFC 9110 section 13.1.1).</summary>
    /// <param name="version">The record's version.</param>
    public bool IsAllowedOn(long version) =>
        http.Request.Headers.IfMatch is not { Count: > 0 } tags
        || tags.SelectMany(tag => (tag ?? "").Split(',', StringSplitOptions.TrimEntries)).Any(tag => tag == "*" || RecordTag.VersionOf(tag) == version);

    /// <summary>412 with the record as it is now.</summary>
    public Reply Outdated<T>(T current, string etag) =>
        Reply.Refuse(
            ErrorKind.PreconditionFailed, "The record has changed since it was read.",
            new JsonObject { ["current"] = JsonSerializer.SerializeToNode(current, Json) }) with
        { ETag = etag };

    private JsonSerializerOptions Json => http.RequestServices.GetRequiredService<IOptions<Microsoft.AspNetCore.Http.Json.JsonOptions>>().Value.SerializerOptions;

    private Task<Reply> WriteAsync(Author author, string action, Func<TenantWrite, Task<Reply>> work) => WritesOf(http).RunAsync(
        Caller.View, author, action, async write => await RefusableAsync(write, work), batch: null, reach, Aborted);

    private async Task<Reply> RefusableAsync(TenantWrite write, Func<TenantWrite, Task<Reply>> work)
    {
        var reply = await work(write);
        if (!reply.IsRefusal && Unknown() is { } refused)
        {
            reply = refused;
        }

        if (reply.IsRefusal)
        {
            write.TakeBack();
            return reply;
        }

        return reply with { BatchId = write.BatchId };
    }

    // What the endpoint does not know is refused after all else, and never ignored.
    private Reply? Unknown()
    {
        Body.RefuseOthersThan(http.GetEndpoint()?.Metadata.GetMetadata<KnownBody>()?.Fields ?? []);
        foreach (var name in http.Request.Query.Keys)
        {
            Body.RejectParameter(name, "is not known");
        }

        return Body.IsValid ? null : Reply.Invalid(Body);
    }

    private async Task<IResult> WriteOnceAsync(Author author, string action, string key, Func<TenantWrite, Task<Reply>> work)
    {
        var stored = await WritesOf(http).RunAsync(
            Caller.View, author, action,
            async write =>
            {
                var fingerprint = http.RequestServices.GetRequiredService<CallFingerprints>().Of(http.Request, bytes);
                if (StoredReply.Find(write, Caller.Token.Subject, key) is { } known)
                {
                    return known.Fingerprint != fingerprint ? Stored(Reply.Refuse(ErrorKind.ValidationFailed, "This Idempotency-Key was used for another call."), fingerprint)
                        : known.IsErased ? Stored(Erased(known), fingerprint) with { IsReplayed = true }
                        : known with { IsReplayed = true };
                }

                var reply = await RefusableAsync(write, work);
                if (!reply.IsDenial && reply.Status != StatusCodes.Status403Forbidden)
                {
                    Stored(reply with { Value = reply.Kept ?? reply.Value }, fingerprint).Keep(write, Caller.Token.Subject, key);
                }

                return Stored(reply, fingerprint);
            },
            batch: null,
            reach,
            Aborted);
        return new StoredResult(stored);
    }

    // That the call was made is known, so it is not made again; what it answered is gone.
    private static Reply Erased(StoredReply known) => Reply.Conflict(
        "This call was made before. Its answer is no longer kept, since a person in it was erased.", new JsonObject { ["status"] = known.Status });

    private Task<IResult> AnswerAsync(Reply reply) => Task.FromResult<IResult>(new StoredResult(Stored(reply, "")));

    private StoredReply Stored(Reply reply, string fingerprint) =>
        new(fingerprint, reply.Status, JsonSerializer.SerializeToUtf8Bytes(reply.Value, reply.Value.GetType(), Json), reply.ETag, reply.Location)
        {
            Challenge = reply.Challenge,
            IsDenial = reply.IsDenial,
            BatchId = reply.BatchId,
        };

    private static TenantWrites WritesOf(HttpContext http) => http.RequestServices.GetRequiredService<TenantWrites>();

    /// <summary>Writes an answer that was made before.</summary>
    private sealed class StoredResult(StoredReply reply) : IResult
    {
        public async Task ExecuteAsync(HttpContext httpContext)
        {
            var response = httpContext.Response;
            response.StatusCode = reply.Status;
            response.ContentType = "application/json; charset=utf-8";
            response.ContentLength = reply.Body.Length;
            response.Headers.ETag = reply.ETag;
            response.Headers.Location = reply.Location;
            response.Headers.WWWAuthenticate = reply.Challenge;
            if (reply.BatchId is { } batch)
            {
                response.Headers[BatchHeader] = batch.ToString(CultureInfo.InvariantCulture);
            }

            if (reply.IsReplayed)
            {
                response.Headers["Idempotency-Replayed"] = "true";
            }

            await response.Body.WriteAsync(reply.Body, httpContext.RequestAborted);
        }
    }
}

/// <summary>The calls with an <c>Idempotency-Key</c> that this process works on.</summary>
public sealed class CallsUnderWay
{
    private readonly ConcurrentDictionary<(long Tenant, string Caller, string Key), bool> calls = new();

    /// <summary>Notes a call; false when the same one is under way.</summary>
    public bool TryBegin((long Tenant, string Caller, string Key) call) => calls.TryAdd(call, true);

    /// <summary>Notes that a call has ended.</summary>
    public void End((long Tenant, string Caller, string Key) call) => calls.TryRemove(call, out _);
}

/// <summary>The entity tag of a record: its version, and the revision of the settings whose names it shows.</summary>
public static class RecordTag
{
    /// <summary>The tag of a record that shows nothing but itself.</summary>
    public static string Of(long version) => string.Create(CultureInfo.InvariantCulture, $"\"{version}\"");

    /// <summary>The tag of a record that shows names of others.</summary>
    public static string Of(long version, long settings) => string.Create(CultureInfo.InvariantCulture, $"\"{version}-{settings}\"");

    /// <summary>The tag of a record that shows names of others, and what belongs to it.</summary>
    public static string Of(long version, long settings, long journal) => string.Create(CultureInfo.InvariantCulture, $"\"{version}-{settings}-{journal}\"");

    /// <summary>The version a tag tells; null for what is no tag of a record.</summary>
    public static long? VersionOf(string tag) =>
        tag is ['"', .., '"'] && long.TryParse(tag[1..^1].Split('-')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : null;
}
