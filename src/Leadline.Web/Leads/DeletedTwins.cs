using Leadline.Web.Layout;
using Microsoft.Extensions.Localization;

namespace Leadline.Web.Leads;

/// <summary>Deleted leads that hold a value which has just been given to another one.</summary>
public static class DeletedTwins
{
    /// <summary>Says that there is one, and offers it in place of what was just done.</summary>
    public static void OfferTwin(this Toasts toasts, Workspace workspace, IStringLocalizer<Texts> texts, SavedEdit saved)
    {
        if (saved.DeletedTwins is [var twin, ..])
        {
            toasts.Offer(texts["A deleted lead has the same value: lead {0}.", twin.Id], texts["Restore that lead"], () => toasts.TryAsync(async () =>
            {
                // The value is free again first: no two living leads have it.
                if (saved.BatchId is { } batch)
                {
                    await workspace.Api.Batches.UndoAsync(batch);
                }

                var restored = await workspace.Api.Leads.RestoreAsync(twin.Id);
                toasts.Done(texts["{0} was restored", restored.Value.FullName], restored.BatchId);
            }));
        }
    }
}
