namespace Leadline.Bench.Web;

/// <summary>Something that a person does, timed from the event until its outcome is painted in a <see cref="Tab"/>, or has come to a <see cref="Circuit"/>.</summary>
/// <param name="Name">As the table calls it.</param>
/// <param name="Goal">As the table writes it.</param>
/// <param name="Target">What is clicked, as a selector; <c>{n}</c> is a number that goes up.</param>
/// <param name="IsShown">Whether the outcome is there: of <c>now</c> and <c>before</c>, which are what the clock of <see cref="Tab"/> sees of the page.</param>
/// <param name="Follow">Where it leads, from where the person is.</param>
/// <param name="First">What is clicked before that without being timed, each as soon as it is there.</param>
internal sealed record Click(string Name, string Goal, string Target, string IsShown, Func<Place, Place> Follow, params string[] First)
{
    private const string Rows = "now.row !== undefined && now.row !== before.row";

    public static readonly Click NextPage = new("the next page", "150 median", "nav.pager a[aria-label='Next page']", "now.place > before.place", place => place with { Page = place.Page + 1 });
    public static readonly Click Sort = new("a sort", "150 median", "th[data-col=full_name] button.head", $"now.sort !== before.sort && {Rows}", place => place with { IsDescending = place.IsDescending == false, Page = 1 });
    public static readonly Click Filter = new("a filter, set", "150 median", "#add-filter .filter-editor label:nth-of-type({n}) input[type=checkbox]", "now.chips === 1 && now.total !== before.total && now.row !== undefined",
        place => place with { Status = 1 + (place.Status % 4), IsFiltered = true, Page = 1 }, "#add-filter summary", "#add-filter .choices button:text('Status')");
    public static readonly Click NoFilter = new("a filter, taken away", "150 median", ".chips .chip > button", "now.chips === 0 && now.total !== before.total && now.row !== undefined", place => place with { IsFiltered = false, Page = 1 });
    public static readonly Click Board = new("the board", "300 median", "nav.rail a[href*='/board']", "now.cards > 0", place => place with { IsBoard = true, Page = 1 });
    public static readonly Click List = new("from the board to the list", "", "nav.rail a[href*='/leads']", "now.isReady", place => place with { IsBoard = false });
}
