from __future__ import annotations

from dataclasses import dataclass

from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.range_index import RangeIndex
from app.domain.timebase import TimeRange


@dataclass(frozen=True)
class Thing:
    id: str
    range: TimeRange


@st.composite
def things(draw: st.DrawFn) -> Thing:
    start = draw(st.integers(-20, 80))
    length = draw(st.sampled_from([1, 1, 2, 5, 60]))
    return Thing(draw(st.sampled_from("abcdefgh")), TimeRange(start, start + length))


steps = st.lists(st.tuples(st.sampled_from(["put", "put", "discard"]), things()), max_size=30)
windows = st.tuples(st.integers(-30, 150), st.integers(1, 60)).map(lambda w: TimeRange(w[0], w[0] + w[1]))


@settings(max_examples=200, deadline=None, database=None)
@given(st.lists(things(), max_size=6), steps, windows, st.integers(-30, 150))
def test_it_finds_what_a_plain_list_finds(
    first: list[Thing], edits: list[tuple[str, Thing]], window: TimeRange, tick: int
) -> None:
    index: RangeIndex[Thing] = RangeIndex(first)
    plain = {thing.id: thing for thing in first}
    for step, thing in edits:
        if step == "put":
            index.put(thing)
            plain[thing.id] = thing
        else:
            index.discard(thing.id)
            plain.pop(thing.id, None)

    ordered = sorted(plain.values(), key=lambda t: (t.range.start, t.id))
    assert list(index) == ordered
    assert len(index) == len(plain)
    assert all(index.get(key) == plain.get(key) and (key in index) == (key in plain) for key in "abcdefgh")
    assert index.overlapping(window) == [t for t in ordered if t.range.overlaps(window)]
    assert index.before(tick) == next((t for t in reversed(ordered) if t.range.start < tick), None)
    assert index.after(tick) == next((t for t in ordered if t.range.start > tick), None)


def test_discarding_what_is_not_there_changes_nothing() -> None:
    index = RangeIndex([Thing("a", TimeRange(0, 5))])
    index.discard("b")
    assert list(index) == [Thing("a", TimeRange(0, 5))]
