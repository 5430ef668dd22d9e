using System.Globalization;
using Leadline.Bench;

// bench DATA_FOLDER [--sizes N,N] [--seconds N], or floor DATABASE_FOLDER URL for the process that the first starts.
if (args is ["floor", var floorData, var floorUrl])
{
    await Floor.RunAsync(floorData, floorUrl);
    return;
}

var sizes = Option("--sizes") is { } list ? list.Split(',').Select(size => long.Parse(size, CultureInfo.InvariantCulture)).ToArray() : [10_000L, 1_000_000L];
var seconds = int.Parse(Option("--seconds") ?? "8", CultureInfo.InvariantCulture);
var columns = new List<Measurements>();
foreach (var size in sizes)
{
    columns.Add(await Measurements.TakeAsync(Path.Combine(args[0], $"sqlite-{size}"), size, seconds));
}

Console.WriteLine(Report.Markdown(columns));

string? Option(string name) => Array.IndexOf(args, name) is >= 0 and var at && at + 1 < args.Length ? args[at + 1] : null;
