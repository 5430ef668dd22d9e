using System.Diagnostics;
using System.Globalization;
using Leadline.Bench.Web;
using Microsoft.Playwright;

// ADDRESS_OF_THE_LIST EMAIL [PEOPLE [SECONDS [SAMPLES]]], with the password in LEADLINE_BENCH_PASSWORD. Prints a table of what one person sees, alone and among as many; no samples, among many alone.
const int WarmUp = 15;
const int LeastPause = 2000;
const int MostPause = 5000;

Click[][] ways = [[Click.NextPage, Click.NextPage], [Click.Sort, Click.Sort], [Click.Filter, Click.NoFilter], [Click.Board, Click.List]];

var (address, email) = (args[0], args[1]);
var password = Environment.GetEnvironmentVariable("LEADLINE_BENCH_PASSWORD") ?? throw new InvalidOperationException("LEADLINE_BENCH_PASSWORD is not set.");
var people = args.Length > 2 ? int.Parse(args[2], CultureInfo.InvariantCulture) : 50;
var length = TimeSpan.FromSeconds(args.Length > 3 ? int.Parse(args[3], CultureInfo.InvariantCulture) : 180);
var samples = args.Length > 4 ? int.Parse(args[4], CultureInfo.InvariantCulture) : 40;

using var playwright = await Playwright.CreateAsync();
await using var browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
{
    ExecutablePath = "/usr/bin/chromium",
    Args = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});

var person = await Tab.SignInAsync(browser, address, email, password);
Console.WriteLine(Figure.Head);
if (samples > 0)
{
    await MeasureOneAsync();
}

if (people > 0)
{
    await MeasureManyAsync();
}

async Task MeasureOneAsync()
{
    var tab = await Tab.NewAsync(browser, person);
    await TimeAsync(new Figure("the list, opened", "1,000 median"), () => tab.OpenAsync(address));
    await TimeAsync(new Figure("the list, opened by a browser that has nothing of it yet", "1,000 median"), async () =>
    {
        var other = await Tab.NewAsync(browser, person);
        var time = await other.OpenAsync(address);
        await other.CloseAsync();
        return time;
    });
    await TimeClicksAsync(tab, Click.NextPage);
    await TimeClicksAsync(tab, Click.Sort);
    await TimeClicksAsync(tab, Click.Filter, Click.NoFilter);
    await TimeClicksAsync(tab, Click.Board, Click.List);
    await tab.CloseAsync();
}

async Task TimeAsync(Figure figure, Func<Task<double>> measure)
{
    for (var sample = -WarmUp; sample < samples; sample++)
    {
        figure.Add(await measure(), counts: sample >= 0);
    }

    Console.WriteLine(figure);
}

async Task TimeClicksAsync(Tab tab, params Click[] clicks)
{
    var figures = clicks.Select(click => new Figure(click.Name, click.Goal)).ToList();
    for (var sample = -WarmUp; sample < samples; sample++)
    {
        foreach (var (click, figure) in clicks.Zip(figures))
        {
            figure.Add(await tab.ClickAsync(click), counts: sample >= 0);
        }
    }

    figures.ForEach(Console.WriteLine);
}

// One tab is watched among circuits that do the same; the heap is compared with the one before, so that what the server keeps for all of them counts as theirs.
async Task MeasureManyAsync()
{
    var before = await ServerUsage.ReadAsync();
    var tab = await Tab.NewAsync(browser, person);
    await tab.OpenAsync(address);
    var others = new List<Circuit>();
    while (others.Count < people - 1)
    {
        others.Add(await Circuit.OpenAsync(new Place(new Uri(new Uri(address), "."), others.Count % 4), person));
    }

    var opened = await ServerUsage.ReadAsync();
    var clicks = new Figure($"a click in a tab among {people} people", "500 p95");
    var answers = new Figure($"an answer to the {people - 1} others", "");
    var clock = Stopwatch.StartNew();
    await Task.WhenAll([WorkAsync(tab.ClickAsync, new Random(people), clicks, clock), .. others.Select((other, at) => WorkAsync(other.ClickAsync, new Random(at), answers, clock))]);
    var worked = await ServerUsage.ReadAsync();
    await tab.CloseAsync();
    await Task.WhenAll(others.Select(other => other.DisposeAsync().AsTask()));
    var left = await ServerUsage.ReadAsync();
    Console.WriteLine(clicks);
    if (answers.Count > 0)
    {
        Console.WriteLine(answers);
    }

    Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
        $"\nManaged heap: {Megabytes(before):0.0} MB without circuits, {Megabytes(opened):0.0} with {people}, {Megabytes(worked):0.0} after their clicks, {Megabytes(left):0.0} without them again: {(Megabytes(worked) - Megabytes(before)) / people:0.00} MB for each. The processors worked {(worked.Worked - opened.Worked).TotalMilliseconds / (clicks.Count + answers.Count):0} ms for a click in the server."));
}

// One after the other, as a person does.
async Task WorkAsync(Func<Click, Task<double>> clickAsync, Random random, Figure figure, Stopwatch clock)
{
    while (clock.Elapsed < length)
    {
        foreach (var click in ways[random.Next(ways.Length)])
        {
            await Task.Delay(random.Next(LeastPause, MostPause));
            figure.Add(await clickAsync(click), counts: true);
        }
    }
}

static double Megabytes(ServerUsage usage) => usage.Heap / 1024d / 1024d;
