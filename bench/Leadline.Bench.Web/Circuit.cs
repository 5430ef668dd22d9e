using System.Diagnostics;
using System.Net;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.AspNetCore.SignalR.Protocol;
using Microsoft.Extensions.DependencyInjection;

namespace Leadline.Bench.Web;

/// <summary>
/// A tab without a browser. The server hears what it would hear from one: a circuit is started for the components of the document, each drawing is acknowledged, what the server asks of the
/// script is answered, and a click is the address to which it leads. Nothing is drawn, so that the processors are the server's. Whoever is sent away, asked for what is not known here, or
/// shown no rows, ends the measurement.
/// </summary>
internal sealed partial class Circuit : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    // What the functions of the script answer that answer something.
    private static readonly Dictionary<string, object?> Values = new()
    {
        ["Blazor._internal.PageTitle.getAndRemoveExistingTitle"] = "",
        ["Blazor._internal.navigationManager.enableNavigationInterception"] = null,
        ["mudpopoverHelper.countProviders"] = 1,
        ["recallInTab"] = null,
        ["timeZone"] = "UTC",
        ["window.hasOwnProperty"] = true,
    };

    private readonly TaskCompletionSource<long> ended = new();
    private readonly HttpClient http;
    private readonly HubConnection connection;
    private Place place;
    private TaskCompletionSource<long> shown = new();
    private string id = "";

    private Circuit(Place place, string person)
    {
        this.place = place;
        var cookies = new CookieContainer();
        foreach (var cookie in JsonElement.Parse(person).GetProperty("cookies").EnumerateArray())
        {
            cookies.Add(place.Tenant, new Cookie(cookie.GetProperty("name").GetString()!, cookie.GetProperty("value").GetString(), "/"));
        }

        http = new HttpClient(new HttpClientHandler { CookieContainer = cookies });
        var builder = new HubConnectionBuilder().WithUrl(new Uri(place.Tenant, "/_blazor"), HttpTransportType.WebSockets, options =>
        {
            options.Cookies = cookies;
            options.WebSocketConfiguration = socket => socket.DangerousDeflateOptions = new WebSocketDeflateOptions(); // as browsers do
        });
        builder.Services.AddSingleton<IHubProtocol, BlazorPack>();
        connection = builder.Build();
        connection.Closed += fault => EndAsync($"The connection was closed: {fault?.Message}");
        connection.On<string>("JS.Error", EndAsync);
        connection.On<int, byte[]>("JS.RenderBatch", DrawAsync);
        connection.On<long, string, string, int, long, int>("JS.BeginInvokeJS", (call, function, arguments, result, _, _) => AnswerAsync(call, function, arguments, (Result)result));
    }

    // As SignalR numbers it.
    private enum Result
    {
        Value,
        Object,
        Nothing = 3,
    }

    /// <summary>Opens the list.</summary>
    /// <param name="place">Where it is.</param>
    /// <param name="person">Who is signed in, as a browser keeps it.</param>
    public static async Task<Circuit> OpenAsync(Place place, string person)
    {
        var circuit = new Circuit(place, person);
        var document = await circuit.http.GetStringAsync(place.Address);
        var state = State().Match(document).Groups[1].Value;
        var components = Component().Matches(document).Select((component, at) => $$"""{"type":"add","ssrComponentId":{{at + 1}},"marker":{{component.Groups[1].Value}}}""");
        await circuit.connection.StartAsync();
        circuit.id = await circuit.connection.InvokeAsync<string>("StartCircuit", new Uri(place.Tenant, "/").AbsoluteUri, place.Address.AbsoluteUri, "[]", state);
        await circuit.connection.SendAsync("UpdateRootComponents", $$"""{"batchId":1,"operations":[{{string.Join(',', components)}}]}""", state);
        await circuit.SeeAsync();
        return circuit;
    }

    /// <summary>Clicks.</summary>
    /// <returns>Milliseconds until the rows to which it leads have come.</returns>
    public async Task<double> ClickAsync(Click click)
    {
        (place, shown) = (click.Follow(place), new TaskCompletionSource<long>());
        var start = Stopwatch.GetTimestamp();
        await connection.SendAsync("OnLocationChanged", place.Address.AbsoluteUri, null, true);
        return Stopwatch.GetElapsedTime(start, await SeeAsync()).TotalMilliseconds;
    }

    /// <summary>Closes the tab, and tells the server, as a browser does.</summary>
    public async ValueTask DisposeAsync()
    {
        using var form = new FormUrlEncodedContent([KeyValuePair.Create("circuitId", id)]);
        using var answer = await http.PostAsync(new Uri(place.Tenant, "/_blazor/disconnect"), form);
        answer.EnsureSuccessStatusCode();
        await connection.DisposeAsync();
        http.Dispose();
    }

    private async Task<long> SeeAsync()
    {
        try
        {
            return await await Task.WhenAny(shown.Task, ended.Task).WaitAsync(Patience);
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"At {place.Address.PathAndQuery}: no page full of leads has come.");
        }
    }

    private Task EndAsync(string why)
    {
        ended.TrySetException(new InvalidOperationException($"At {place.Address.PathAndQuery}: {why}"));
        return Task.CompletedTask;
    }

    private Task DrawAsync(int batch, byte[] drawing)
    {
        var now = Stopwatch.GetTimestamp();
        if (place.IsShownBy(Encoding.Latin1.GetString(drawing)))
        {
            shown.TrySetResult(now);
        }

        return connection.SendAsync("OnRenderCompleted", batch, null);
    }

    private Task AnswerAsync(long call, string function, string arguments, Result result)
    {
        object? value = result == Result.Object ? new { __jsObjectId = call } : null;
        return function == "Blazor._internal.navigationManager.navigateTo" || (result == Result.Value && !Values.TryGetValue(function, out value))
            ? EndAsync($"The server called {function}{arguments}.")
            : connection.SendAsync("EndInvokeJSFromDotNet", call, true, JsonSerializer.Serialize(new[] { call, true, value }));
    }

    [GeneratedRegex("<!--Blazor:(.+?)-->")]
    private static partial Regex Component();

    [GeneratedRegex("<!--Blazor-Server-Component-State:(.+?)-->")]
    private static partial Regex State();
}
