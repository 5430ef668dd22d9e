using Leadline.Client;

namespace Leadline.Web.Leads;

/// <summary>Which leads are selected: some by their numbers, or all that the list has.</summary>
public sealed class LeadSelectionState
{
    private readonly HashSet<long> ids = [];
    private long last;

    /// <summary>Whether all leads of the list are, on all pages.</summary>
    public bool IsWholeList { get; private set; }

    /// <summary>How many are, by their numbers.</summary>
    public int Count => IsWholeList ? 1 : ids.Count;

    /// <summary>Their numbers.</summary>
    public IReadOnlyCollection<long> Ids => ids;

    /// <summary>Whether a lead is.</summary>
    public bool Contains(long id) => IsWholeList || ids.Contains(id);

    /// <summary>Selects a lead, or no longer.</summary>
    public void Toggle(long id)
    {
        IsWholeList = false;
        last = id;
        if (!ids.Remove(id))
        {
            ids.Add(id);
        }
    }

    /// <summary>Selects all from the last one to this one, as they stand.</summary>
    public void ToggleTo(long id, IReadOnlyList<long> order)
    {
        var (from, to) = (order.ToList().IndexOf(last), order.ToList().IndexOf(id));
        if (from < 0 || to < 0)
        {
            Toggle(id);
            return;
        }

        Set(order.Skip(Math.Min(from, to)).Take(Math.Abs(from - to) + 1), true);
        last = id;
    }

    /// <summary>Selects leads, or no longer.</summary>
    public void Set(IEnumerable<long> some, bool isSelected)
    {
        IsWholeList = false;
        if (isSelected)
        {
            ids.UnionWith(some);
        }
        else
        {
            ids.ExceptWith(some);
        }
    }

    /// <summary>Selects all that the list has.</summary>
    public void SelectWholeList() => IsWholeList = true;

    /// <summary>Selects none.</summary>
    public void Clear()
    {
        ids.Clear();
        IsWholeList = false;
    }

    /// <summary>The selection as the API is told of it.</summary>
    public LeadSelection ToSelection(LeadFilter list) => IsWholeList ? LeadSelection.Matching(list) : LeadSelection.Of([.. ids]);
}
