using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using Leadline.Web;

namespace Leadline.Tests.WebApp;

/// <summary>What the API really says of a form that a person fills in wrongly, as the page shows it in Turkish.</summary>
public sealed class RefusalsInTurkishTests(LeadlineHost host)
{
    [Fact]
    public async Task What_is_wrong_with_a_lead_is_shown_in_Turkish()
    {
        var tenant = await host.NewTenantAsync();
        using var client = await tenant.ClientAsync("leads:read leads:write");

        var shown = await ShownAsync(client, "/api/v1/leads", new { last_name = "Lovelace", first_name = new string('a', 256), email = "no", lead_status_id = 999_999_999, country_id = 5, surprise = 1 });

        Assert.Equal(
            [
                "Ad: en çok 255 karakter olabilir.",
                "Durum: bu kiracının bir durumu değil.",
                "E-posta: geçerli bir e-posta adresi olmalı, örneğin ada@example.com.",
                "Surprise: bilinmiyor.",
                "Ülke: geçerli bir ülke değil.",
            ],
            shown);
    }

    [Fact]
    public async Task What_is_wrong_with_a_task_is_shown_in_Turkish()
    {
        var tenant = await host.NewTenantAsync();
        using var client = await tenant.ClientAsync("leads:read leads:write");
        var lead = await client.CreateAsync("/api/v1/leads", new { last_name = "Lovelace" });

        var shown = await ShownAsync(client, $"/api/v1/leads/{lead}/tasks", new { title = " ", due_at = "tomorrow", assigned_user_id = 999_999_999 });

        Assert.Equal(
            [
                "Başlık: boş olamaz.",
                "Son tarih: ISO 8601 biçiminde bir tarih ya da saat olmalı, örneğin 2026-02-28 ya da 2026-02-28T12:00:00Z.",
                "Sorumlu: bu kiracının bir üyesi değil.",
            ],
            shown);
    }

    [Fact]
    public async Task Two_of_a_name_are_refused_in_Turkish()
    {
        var tenant = await host.NewTenantAsync();
        using var client = await tenant.ClientAsync("settings:read settings:write");
        var first = await client.CreateAsync("/api/v1/tags", new { name = "Sıcak", color = "#aa0000" });

        using var reply = await client.PostAsJsonAsync("/api/v1/tags", new { name = "sıcak", color = "#aa0000" }, TestContext.Current.CancellationToken);

        Assert.Equal($"Bu adda bir etiket zaten var ({first}).", InTurkish((string)(await reply.JsonAsync(HttpStatusCode.Conflict))["message"]!));
    }

    private static async Task<string[]> ShownAsync(HttpClient client, string address, object body)
    {
        using var reply = await client.PostAsJsonAsync(address, body);
        var errors = (await reply.JsonAsync(HttpStatusCode.UnprocessableEntity))["errors"]!.AsObject();
        return [.. errors.SelectMany(field => field.Value!.AsArray()).Select(sentence => InTurkish((string)sentence!)).Order(StringComparer.Create(CultureInfo.GetCultureInfo("tr"), ignoreCase: false))];
    }

    private static string InTurkish(string sentence)
    {
        var before = CultureInfo.CurrentUICulture;
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("tr");
        var turkish = Refusals.Of(sentence);
        CultureInfo.CurrentUICulture = before;
        return turkish;
    }
}
