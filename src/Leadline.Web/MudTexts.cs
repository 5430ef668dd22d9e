using Microsoft.Extensions.Localization;
using MudBlazor;

namespace Leadline.Web;

/// <summary>The component library's own words in the person's language; it has English ones itself.</summary>
internal sealed class MudTexts(IStringLocalizer<Texts> texts) : MudLocalizer
{
    public override LocalizedString this[string key] => texts[key];
}
