"""Names stand beside what they name: never over it where there is room, never over one another."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from app.views.canvas.picture_mapping import ViewRect
from app.views.canvas.tag_layout import GAP, place_tags

ROOM = ViewRect(0, 0, 400, 300)
SIZE = (60.0, 18.0)
rects = st.builds(
    ViewRect,
    st.floats(-20, 390),
    st.floats(-20, 290),
    st.floats(2, 420),
    st.floats(2, 320),
)


def overlap(a: ViewRect, b: ViewRect) -> bool:
    return a.x < b.right and b.x < a.right and a.y < b.bottom and b.y < a.bottom


def places_outside(box: ViewRect) -> list[ViewRect]:
    """The eight places beside a box, slid along it into the room; those that fit."""
    w, h = SIZE

    def held(at: float, low: float, high: float) -> float:
        return min(max(at, low), high)

    xs = [held(x, ROOM.x, ROOM.right - w) for x in (box.x, box.right - w)]
    ys = [held(y, ROOM.y, ROOM.bottom - h) for y in (box.y, box.bottom - h)]
    found = [ViewRect(x, y, w, h) for x in xs for y in (box.y - h - GAP, box.bottom + GAP)]
    found += [ViewRect(x, y, w, h) for y in ys for x in (box.x - w - GAP, box.right + GAP)]
    return [p for p in found if p.x >= 0 and p.y >= 0 and p.right <= ROOM.right and p.bottom <= ROOM.bottom]


@given(st.lists(rects, max_size=14))
def test_names_cover_nothing_they_need_not(boxes: list[ViewRect]) -> None:
    placed = place_tags(boxes, [SIZE] * len(boxes), ROOM)
    stand = [p.rect for p in placed if p is not None]
    for index, (box, at) in enumerate(zip(boxes, placed, strict=True)):
        earlier = [p.rect for p in placed[:index] if p is not None]
        free = [p for p in places_outside(box) if not overlap(p, box)]
        free = [p for p in free if not any(overlap(p, other) for other in earlier)]
        if at is None:
            assert not free
        else:
            assert at.rect.x >= -1e-6
            assert at.rect.right <= ROOM.right + 1e-6
            assert at.rect.y >= -1e-6
            assert at.rect.bottom <= ROOM.bottom + 1e-6
            assert not overlap(at.rect, box) or not free
    assert not any(overlap(a, b) for i, a in enumerate(stand) for b in stand[:i])


def test_a_name_stands_above_its_box_and_below_it_at_the_upper_edge() -> None:
    placed = place_tags([ViewRect(50, 100, 80, 60), ViewRect(200, 0, 80, 60)], [SIZE] * 2, ROOM)
    assert [p and (p.rect.x, p.rect.y) for p in placed] == [(50, 100 - 18 - GAP), (200, 60 + GAP)]


def test_a_name_leaves_other_boxes_free_too() -> None:
    above, below = ViewRect(50, 40, 80, 58), ViewRect(50, 100, 80, 60)
    _, placed = place_tags([above, below], [SIZE] * 2, ROOM)
    assert placed is not None
    assert not overlap(placed.rect, above)


def test_a_name_stays_where_it_stood_while_it_can() -> None:
    boxes = [ViewRect(50, 100, 80, 60)]
    (placed,) = place_tags(boxes, [SIZE], ROOM, preferred=[1])
    assert placed is not None
    assert (placed.place, placed.rect.y) == (1, 160 + GAP)


def test_a_box_that_fills_the_view_has_its_name_inside() -> None:
    (placed,) = place_tags([ViewRect(-5, -5, 410, 310)], [SIZE], ROOM)
    assert placed is not None
    assert (placed.rect.x, placed.rect.y) == (0, 0)


@given(st.lists(rects, max_size=14), st.data())
def test_names_that_stay_cover_no_other_name(boxes: list[ViewRect], data: st.DataObject) -> None:
    before = [data.draw(st.integers(-1, 11)) for _ in boxes]
    placed = place_tags(boxes, [SIZE] * len(boxes), ROOM, before)
    stand = [p.rect for p in placed if p is not None]
    assert not any(overlap(a, b) for i, a in enumerate(stand) for b in stand[:i])
    again = place_tags(boxes, [SIZE] * len(boxes), ROOM, [-1 if p is None else p.place for p in placed])
    kept = [p for p in placed if p is not None]
    assert sum(a is not None for a in again) >= len(kept), "who has a place keeps one"


def test_a_name_does_not_jump_for_one_box_less() -> None:
    named, passing = ViewRect(150, 100, 80, 60), ViewRect(100, 70, 100, 25)
    for preferred, expected in (([-1, -1], 1), ([0, -1], 0)):
        first, _ = place_tags([named, passing], [SIZE] * 2, ROOM, preferred)
        assert first is not None
        assert first.place == expected
