using System.Text.Json;
using Leadline.Client;
using Microsoft.Extensions.Localization;
using MudBlazor;

namespace Leadline.Web.Layout;

/// <summary>Short words on what was done, with the way back, and on what went wrong.</summary>
public sealed class Toasts(ISnackbar snackbar, Workspace workspace, IStringLocalizer<Texts> texts)
{
    private readonly List<Step> done = [];

    /// <summary>Says something.</summary>
    public void Say(string text) => snackbar.Add(text, Severity.Normal);

    /// <summary>Says what was done; with a batch, it can be undone from here, and by Ctrl+Z.</summary>
    public void Done(string text, long? batch)
    {
        if (batch is not { } number)
        {
            Say(text);
            return;
        }

        done.Add(new Step(workspace.Tenant.Id, number, text));
        snackbar.Add(text, Severity.Normal, toast =>
        {
            toast.Action = texts["Undo"];
            toast.OnClick = _ => UndoAsync(number, text);
            toast.RequireInteraction = false;
            toast.ActionVariant = Variant.Text;
        });
    }

    /// <summary>Says something that a person may want to do something about.</summary>
    public void Offer(string text, string action, Func<Task> work) => snackbar.Add(text, Severity.Warning, toast =>
    {
        toast.Action = action;
        toast.OnClick = _ => work();
        toast.ActionVariant = Variant.Text;
    });

    /// <summary>Takes back what was done last in the tenant.</summary>
    public Task UndoLastAsync() => done.LastOrDefault(step => step.Tenant == workspace.Tenant.Id) is { } last ? UndoAsync(last.Batch, last.What) : Nothing();

    /// <summary>Does something, and says what went wrong if it fails.</summary>
    /// <returns>Whether it was done.</returns>
    public async Task<bool> TryAsync(Func<Task> work)
    {
        try
        {
            await work();
            return true;
        }
        catch (Exception fault) when (fault is LeadlineException or HttpRequestException or SessionEndedException)
        {
            Fail(fault);
            return false;
        }
    }

    /// <summary>Says what went wrong; whose session has ended is led to the sign-in.</summary>
    public void Fail(Exception fault)
    {
        if (fault is SessionEndedException or LeadlineException { Code: ErrorCodes.Unauthorized })
        {
            workspace.SignIn();
        }
        else
        {
            snackbar.Add(TextOf(fault), Severity.Error);
        }
    }

    /// <summary>What went wrong, in words.</summary>
    public string TextOf(Exception fault) => fault switch
    {
        LeadlineException { Errors.Count: > 0 } refused => string.Join(' ', refused.Errors.SelectMany(field => field.Value).Select(Refusals.Of)),
        LeadlineException { Code: ErrorCodes.NotFound } => texts["This is not there any more."],
        LeadlineException { Code: ErrorCodes.Forbidden or ErrorCodes.InsufficientScope or ErrorCodes.TenantForbidden } => texts["You are not allowed to do this."],
        LeadlineException { Code: ErrorCodes.PreconditionFailed } => texts["Somebody else changed this in the meantime."],
        LeadlineException { Code: ErrorCodes.RateLimited } => texts["Too many calls in a minute. Wait a moment."],
        LeadlineException { Code: ErrorCodes.Unavailable or ErrorCodes.ServerError } or HttpRequestException => texts["The data cannot be reached just now. Try again in a moment."],
        _ => Refusals.Of(fault.Message),
    };

    /// <summary>Takes back what a batch changed, and says what came of it.</summary>
    public async Task UndoAsync(long batch, string what)
    {
        done.RemoveAll(step => step.Batch == batch && step.Tenant == workspace.Tenant.Id);
        await TryAsync(async () =>
        {
            UndoReport report = await workspace.Api.Batches.UndoAsync(batch);
            var kept = report.Kept.Count + report.Failed.Count;
            if (report.JobId is { } number)
            {
                Say(texts["Being undone: {0}", what]);
                var job = await workspace.Api.Jobs.WaitAsync(number);
                if (job.State != "finished")
                {
                    snackbar.Add(texts["Undone in part only: {0}", what], Severity.Error);
                    return;
                }

                kept = CountOf(job, "kept_count") + CountOf(job, "failed_count");
            }

            Say(kept == 0 ? texts["Undone: {0}", what] : texts["Undone, except {0} that changed since: {1}", kept, what]);
        });
    }

    private static int CountOf(Job job, string field) => job.Result is { ValueKind: JsonValueKind.Object } told && told.TryGetProperty(field, out var count) && count.TryGetInt32(out var number) ? number : 0;

    private Task Nothing()
    {
        Say(texts["There is nothing to undo."]);
        return Task.CompletedTask;
    }

    private sealed record Step(long Tenant, long Batch, string What);
}
