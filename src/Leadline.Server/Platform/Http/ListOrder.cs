using System.Linq.Expressions;
using System.Reflection;
using Leadline.Platform.Database;

namespace Leadline.Platform.Http;

/// <summary>An order of rows: empty keys last in both directions, ties by number in the same direction.</summary>
/// <typeparam name="TRow">The rows.</typeparam>
public abstract class ListOrder<TRow>
    where TRow : class, INumbered
{
    /// <summary>The rows in order.</summary>
    public abstract IQueryable<TRow> Sort(IQueryable<TRow> rows, bool isDescending);

    /// <summary>The rows that follow a place.</summary>
    /// <returns>Null for a place that is none in this order.</returns>
    public abstract IQueryable<TRow>? After(IQueryable<TRow> rows, PageCursor place);

    /// <summary>What sorts a row, as a cursor keeps it.</summary>
    public abstract object? KeyOf(TRow row);
}

/// <summary>Orders by a key.</summary>
public static class ListOrder
{
    /// <summary>The order of a key.</summary>
    public static ListOrder<TRow> By<TRow, TKey>(Expression<Func<TRow, TKey>> key)
        where TRow : class, INumbered => new Keyed<TRow, TKey>(key);

    private sealed class Keyed<TRow, TKey>(Expression<Func<TRow, TKey>> key) : ListOrder<TRow>
        where TRow : class, INumbered
    {
        private static readonly bool IsNullable = default(TKey) is null;
        private static readonly MethodInfo CompareTexts = ((Func<string, string, int>)string.Compare).Method;

        private readonly Func<TRow, TKey> read = key.Compile();

        private ParameterExpression Row => key.Parameters[0];

        private Expression Id => Expression.Property(Row, nameof(INumbered.Id));

        public override IQueryable<TRow> Sort(IQueryable<TRow> rows, bool isDescending)
        {
            var emptyLast = IsNullable ? rows.OrderBy(Condition(IsEmpty())) : rows.OrderBy(_ => 0);
            var id = Expression.Lambda<Func<TRow, long>>(Id, Row);
            return isDescending ? emptyLast.ThenByDescending(key).ThenByDescending(id) : emptyLast.ThenBy(key).ThenBy(id);
        }

        public override IQueryable<TRow>? After(IQueryable<TRow> rows, PageCursor place)
        {
            var idIsBeyond = Beyond(Id, Value(place.Id), place.IsDescending);
            if (place.Key is null)
            {
                return IsNullable ? rows.Where(Condition(Expression.AndAlso(IsEmpty(), idIsBeyond))) : null;
            }

            if (CursorKey.Of<TKey>(place.Key) is not TKey known)
            {
                return null;
            }

            var value = Value(known);
            var isBeyond = key.ReturnType == typeof(string)
                ? Beyond(Expression.Call(CompareTexts, key.Body, value), Expression.Constant(0), place.IsDescending)
                : Beyond(key.Body, value, place.IsDescending);
            var follows = Expression.OrElse(isBeyond, Expression.AndAlso(Expression.Equal(key.Body, value), idIsBeyond));
            return rows.Where(Condition(IsNullable ? Expression.OrElse(follows, IsEmpty()) : follows));
        }

        public override object? KeyOf(TRow row) => CursorKey.Of(read(row));

        private BinaryExpression IsEmpty() => Expression.Equal(key.Body, Expression.Constant(null, key.ReturnType));

        private Expression<Func<TRow, bool>> Condition(Expression body) => Expression.Lambda<Func<TRow, bool>>(body, Row);

        private static BinaryExpression Beyond(Expression one, Expression other, bool isDescending) =>
            isDescending ? Expression.LessThan(one, other) : Expression.GreaterThan(one, other);

        // A member of an object becomes a parameter of the query, so that its text stays the same.
        private static MemberExpression Value<T>(T value) => Expression.Property(Expression.Constant(new Holder<T>(value)), nameof(Holder<>.Held));
    }

    private sealed record Holder<T>(T Held);
}

/// <summary>Keys as cursors keep them: texts, integers, and times as microseconds of UTC.</summary>
internal static class CursorKey
{
    /// <summary>A key for a cursor.</summary>
    public static object? Of(object? key) => key switch
    {
        null or string => key,
        DateTime time => Timestamp.ToMicroseconds(time),
        IConvertible number => number.ToInt64(null),
        _ => throw new InvalidOperationException($"{key.GetType().Name} sorts no list."),
    };

    /// <summary>A key of a cursor as rows have it; null where it is of another kind.</summary>
    public static object? Of<TKey>(object kept) => (kept, Nullable.GetUnderlyingType(typeof(TKey)) ?? typeof(TKey)) switch
    {
        (string text, var type) when type == typeof(string) => text,
        (long time, var type) when type == typeof(DateTime) => Timestamp.IsTime(time) ? Timestamp.FromMicroseconds(time) : null,
        (long number, var type) when type == typeof(long) => number,
        (long number, var type) when type == typeof(int) && number is >= int.MinValue and <= int.MaxValue => (int)number,
        _ => null,
    };
}
