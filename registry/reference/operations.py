"""Numbers given out once and for all."""

from sqlalchemy import insert, update
from sqlalchemy.exc import IntegrityError

from registry.db import db
from registry.reference.models import Counter


def next_number(series: str) -> int:
    """The next number of a series, starting at 1; two transactions never get the same one."""
    return next_numbers(series, 1)[0]


def next_numbers(series: str, count: int) -> range:
    """The next so many numbers of a series."""
    advance = (
        update(Counter).where(Counter.name == series).values(value=Counter.value + count).returning(Counter.value)
    )
    last = db.session.scalar(advance)
    if last is None:
        try:
            with db.session.begin_nested():
                db.session.execute(insert(Counter).values(name=series, value=count))
            last = count
        except IntegrityError:  # somebody else began the series meanwhile
            last = db.session.scalar(advance)
    assert last is not None
    return range(last - count + 1, last + 1)


def raise_counter(series: str, to: int) -> None:
    """Make sure that numbers up to `to` are never given out again (records that bring their own)."""
    if db.session.get(Counter, series) is None:
        next_number(series)
    db.session.execute(update(Counter).where(Counter.name == series, Counter.value < to).values(value=to))
