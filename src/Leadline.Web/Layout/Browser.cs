using Microsoft.JSInterop;

namespace Leadline.Web.Layout;

/// <summary>What only the browser can do; there once the page has been rendered.</summary>
public sealed class Browser(IJSRuntime js) : IAsyncDisposable
{
    private Task<IJSObjectReference>? module;
    private TimeZoneInfo? zone;
    private TimeZoneInfo? preferred;

    /// <summary>Where the script lies; set before the first call.</summary>
    public string Script { get; set; } = "_content/Leadline.Web/app.js";

    /// <summary>The person's time zone; UTC until it is known.</summary>
    public TimeZoneInfo Zone => preferred ?? zone ?? TimeZoneInfo.Utc;

    /// <summary>Whether the time zone is known.</summary>
    public bool IsZoneKnown => zone is not null;

    /// <summary>Told once the time zone is known.</summary>
    public event Action? ZoneKnown;

    /// <summary>Takes the time zone that the person prefers, by its IANA name; null for the device's.</summary>
    public void Prefer(string? name) => preferred = name is not null && TimeZoneInfo.TryFindSystemTimeZoneById(name, out var known) ? known : null;

    /// <summary>What was kept on this device under a name.</summary>
    public ValueTask<string?> RecallAsync(string name) => CallAsync<string?>("recall", name);

    /// <summary>Keeps something on this device.</summary>
    public ValueTask RememberAsync(string name, string value) => CallAsync("remember", name, value);

    /// <summary>What was kept in this tab under a name.</summary>
    public ValueTask<string?> RecallInTabAsync(string name) => CallAsync<string?>("recallInTab", name);

    /// <summary>Keeps something in this tab, also when the page is loaded again.</summary>
    public ValueTask RememberInTabAsync(string name, string value) => CallAsync("rememberInTab", name, value);

    /// <summary>Puts the focus on the first element that a selector finds.</summary>
    public ValueTask FocusAsync(string selector, bool selectText = false) => CallAsync("focus", selector, selectText);

    /// <summary>Puts a text on the clipboard.</summary>
    /// <returns>Whether the browser let it.</returns>
    public ValueTask<bool> CopyAsync(string text) => CallAsync<bool>("copy", text);

    /// <summary>Hands a file to the person.</summary>
    public ValueTask DownloadAsync(string name, string type, string text) => CallAsync("download", name, type, text);

    /// <summary>Forgets what was typed into a field, since it is saved.</summary>
    public ValueTask ForgetDraftAsync(string name) => CallAsync("forgetDraft", name);

    /// <summary>Keeps a value as if it had been typed into a field.</summary>
    public ValueTask KeepDraftAsync(string name, string value) => CallAsync("setDraft", name, value);

    /// <summary>Opens a <c>dialog</c> element over the page.</summary>
    public ValueTask ShowDialogAsync(string id) => CallAsync("showDialog", id);

    /// <summary>Closes it.</summary>
    public ValueTask CloseDialogAsync(string id) => CallAsync("closeDialog", id);

    /// <summary>Begins to listen to keys, and learns where the person is.</summary>
    public async Task ListenAsync<T>(DotNetObjectReference<T> page)
        where T : class
    {
        await CallAsync("listen", page);
        zone = TimeZoneInfo.TryFindSystemTimeZoneById(await CallAsync<string>("timeZone"), out var known) ? known : TimeZoneInfo.Utc;
        ZoneKnown?.Invoke();
    }

    /// <summary>Calls a function of the script.</summary>
    public async ValueTask CallAsync(string function, params object?[] arguments) => await (await ModuleAsync()).InvokeVoidAsync(function, arguments);

    /// <summary>Calls a function of the script.</summary>
    public async ValueTask<T> CallAsync<T>(string function, params object?[] arguments) => await (await ModuleAsync()).InvokeAsync<T>(function, arguments);

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (module is { IsCompletedSuccessfully: true })
        {
            try
            {
                await (await module).DisposeAsync();
            }
            catch (JSDisconnectedException)
            {
                // The tab is closed.
            }
        }
    }

    private Task<IJSObjectReference> ModuleAsync() => module ??= js.InvokeAsync<IJSObjectReference>("import", $"/{Script}").AsTask();
}
