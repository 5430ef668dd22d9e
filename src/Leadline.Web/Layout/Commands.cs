namespace Leadline.Web.Layout;

/// <summary>Something that can be done here.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Run">Does it.</param>
public sealed record Command(string Name, Func<Task> Run)
{
    /// <summary>
    /// The key that does it: <c>n</c>, <c>Ctrl K</c>, or two one after the other, <c>g l</c>; null for none. As <c>KeyboardEvent.key</c> names it,
    /// so that it is where the person's own keyboard has it.
    /// </summary>
    public string? Key { get; init; }

    /// <summary>Under which heading it is listed.</summary>
    public string Group { get; init; } = "";

    /// <summary>Whether it can be done as things are.</summary>
    public Func<bool> IsOffered { get; init; } = () => true;

    /// <summary>False for keys that only make sense where the person is looking, and so are not in the menu.</summary>
    public bool IsInMenu { get; init; } = true;
}

/// <summary>All that can be done at the moment: what the frame offers, and what the page that is open adds.</summary>
public sealed class Commands
{
    private readonly List<(object Owner, IReadOnlyList<Command> Commands)> offers = [];

    /// <summary>Told when there are others.</summary>
    public event Action? Changed;

    /// <summary>All of them, those of the open page first; also what cannot be done as things are.</summary>
    public IEnumerable<Command> All => Enumerable.Reverse(offers).SelectMany(offer => offer.Commands);

    /// <summary>Offers commands, in place of those that the same owner offered before.</summary>
    public void Offer(object owner, IReadOnlyList<Command> commands)
    {
        var place = offers.FindIndex(offer => offer.Owner == owner);
        if (place >= 0)
        {
            offers[place] = (owner, commands);
        }
        else
        {
            offers.Add((owner, commands));
        }

        Changed?.Invoke();
    }

    /// <summary>Takes an owner's commands away.</summary>
    public void Withdraw(object owner)
    {
        offers.RemoveAll(offer => offer.Owner == owner);
        Changed?.Invoke();
    }
}
