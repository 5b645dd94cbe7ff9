"""How far two people agree on the same films: per class on time, label by label, and box by box.

Cohen's kappa on time: the film is cut into steps of a frame (sound: 100 ms); of each step either person says
whether the class is there. κ = (p_o − p_e) / (1 − p_e), p_o the share of steps on which they agree and p_e
the share expected by chance from how often each says yes (J. Cohen, "A coefficient of agreement for nominal
scales", Educational and Psychological Measurement 20, 1960). Segment F1: labels of one class pair one to one
at an intersection over union of 0.5 or more; F1 = 2 · pairs / all labels of both (C. Lea et al., "Temporal
Convolutional Networks for Action Segmentation and Detection", CVPR 2017). Track IoU: the mean over time of
the IoU of boxes, 0 where only one of them is there; tracks pair so that the sum is largest (H. W. Kuhn,
1955), and one without a partner counts 0. With several films, intervals hold 95 % of 1,000 bootstrap
samples of films.

A point stands for a second about it: two points pair when they are a third of a second apart or less.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from app.session.passes import FilmPasses, Mark, OnPart, TrackMark, unwatched

M = TypeVar("M", Mark, TrackMark)

IOU = 0.5
POINT_S = 1.0
RESAMPLES = 1000
_SHARE = 95.0


@dataclass(frozen=True, slots=True)
class Figure:
    """A value and, where there are several films, its interval."""

    value: float
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class ClassAgreement:
    """None: undefined, as κ where both always say the same, or where there is nothing of the kind."""

    class_name: str
    first: int
    second: int
    kappa: Figure | None
    f1: Figure | None
    track_iou: Figure | None


@dataclass(frozen=True, slots=True)
class Disagreement:
    """`kind`: `first` or `second` (only that person has it), `edges` (both, but apart) or `class`.

    `other`: the other person's class, for `class`. Seconds.
    """

    film_id: str
    kind: str
    class_name: str
    start: float
    end: float
    other: str = ""


@dataclass(frozen=True, slots=True)
class Agreement:
    films: int
    classes: tuple[ClassAgreement, ...]
    overall_f1: Figure | None
    disagreements: tuple[Disagreement, ...]


Table = NDArray[np.int64]


def cohen_kappa(table: Table) -> float | None:
    """Of counts `table[first says yes, second says yes]`; None where chance alone would agree always."""
    total = table.sum()
    if not total:
        return None
    observed = np.trace(table) / total
    expected = float(table.sum(0) @ table.sum(1)) / float(total) ** 2
    return None if expected == 1 else float((observed - expected) / (1 - expected))


def agree(films: Sequence[FilmPasses], seed: int = 0, *, on_part: OnPart = unwatched) -> Agreement:
    """The figures for each class that either person used, by name."""
    names = sorted({m.class_name for f in films for m in (*f.first, *f.second)})
    boxed = sorted({t.class_name for f in films for t in (*f.first_tracks, *f.second_tracks)})
    random = np.random.default_rng(seed)
    pairs = {(f.film_id, n): _pairs(_of(f.first, n), _of(f.second, n)) for f in films for n in names}
    f1_counts = {n: np.array([_f1_counts(f, n, pairs[f.film_id, n]) for f in films]) for n in names}
    classes, everything = [], sorted({*names, *boxed})
    for number, name in enumerate(everything, 1):
        tables = np.array([_table(f, name) for f in films])
        ious = np.array([_track_counts(f, name) for f in films])
        first = sum(len(_of(f.first, name)) + len(_of(f.first_tracks, name)) for f in films)
        second = sum(len(_of(f.second, name)) + len(_of(f.second_tracks, name)) for f in films)
        classes.append(
            ClassAgreement(
                name,
                first,
                second,
                _figure(tables, cohen_kappa, random) if name in names else None,
                _figure(f1_counts[name], _ratio, random) if name in names else None,
                _figure(ious, _ratio, random) if name in boxed else None,
            )
        )
        on_part(number, len(everything))
    overall = _figure(sum(f1_counts.values()), _ratio, random) if names else None  # type: ignore[arg-type]
    found = [d for f in films for d in _disagreements(f, names, pairs)]
    return Agreement(len(films), tuple(classes), overall, tuple(found))


def _figure(
    counts: NDArray[Any],
    value: Callable[[NDArray[Any]], float | None],
    random: np.random.Generator,
) -> Figure | None:
    """`counts`: of each film along the first axis."""
    whole = value(counts.sum(0))
    if whole is None:
        return None
    films = len(counts)
    if films < 2:
        return Figure(whole)
    chosen = random.integers(0, films, (RESAMPLES, films))
    drawn = [v for v in (value(counts[some].sum(0)) for some in chosen) if v is not None]
    low, high = np.percentile(drawn, [(100 - _SHARE) / 2, (100 + _SHARE) / 2])
    return Figure(whole, float(low), float(high))


def _ratio(counts: NDArray[Any]) -> float | None:
    part, whole = (float(c) for c in counts)
    return part / whole if whole else None


# --- time ----------------------------------------------------------------------------------


def _of(marks: Sequence[M], name: str) -> list[M]:
    return [m for m in marks if m.class_name == name]


def _span(mark: Mark) -> tuple[float, float]:
    """A point as the time that it stands for."""
    return (mark.start - POINT_S / 2, mark.start + POINT_S / 2) if mark.is_point else (mark.start, mark.end)


def _table(film: FilmPasses, name: str) -> Table:
    steps = np.arange(film.start + film.step / 2, film.end, film.step)
    first, second = (_said(_of(marks, name), steps) for marks in (film.first, film.second))
    if film.within is not None:
        inside = _covered(film.within, steps)
        first, second = first[inside], second[inside]
    both, one, other = int((first & second).sum()), int(first.sum()), int(second.sum())
    return np.array([[len(first) - one - other + both, other - both], [one - both, both]])


def _said(marks: Iterable[Mark], steps: NDArray[np.float64]) -> NDArray[np.bool_]:
    return _covered(map(_span, marks), steps)


def _covered(spans: Iterable[tuple[float, float]], steps: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Which steps' middles lie inside any of the spans."""
    said = np.zeros(len(steps), bool)
    for start, end in spans:
        said[np.searchsorted(steps, start) : np.searchsorted(steps, end)] = True
    return said


# --- labels --------------------------------------------------------------------------------


def iou(one: Mark, other: Mark) -> float:
    """Intersection over union on time."""
    (a, b), (c, d) = _span(one), _span(other)
    shared = min(b, d) - max(a, c)
    # Exact halves of whole frames stay what they are, whatever seconds do to them.
    return round(shared / (max(b, d) - min(a, c)), 9) if shared > 0 else 0.0


def _pairs(first: list[Mark], second: list[Mark]) -> list[tuple[Mark, Mark]]:
    """One to one, at `IOU` or more, as many and as alike as can be."""
    found = []
    for alike in _bunches((a, b) for a, bs in _meeting(first, second) for b in bs if iou(a, b) >= IOU):
        some, others = ({id(pair[side]): pair[side] for pair in alike} for side in (0, 1))
        rows, columns = ({name: n for n, name in enumerate(marks)} for marks in (some, others))
        table = np.zeros((len(some), len(others)))
        for a, b in alike:
            table[rows[id(a)], columns[id(b)]] = 1 + iou(a, b)  # a pair more is worth any likeness
        ones, twos = list(some.values()), list(others.values())
        found += [(ones[r], twos[c]) for r, c in _assigned(table) if table[r, c]]
    return found


def _meeting(first: Iterable[Mark], second: Iterable[Mark]) -> Iterator[tuple[Mark, list[Mark]]]:
    """Each of `first`, by start, with those of `second` that share time with it."""
    coming = sorted(second, key=_span, reverse=True)
    there: list[Mark] = []
    for mark in sorted(first, key=_span):
        start, end = _span(mark)
        while coming and _span(coming[-1])[0] < end:
            there.append(coming.pop())
        there = [other for other in there if _span(other)[1] > start]
        yield mark, [other for other in there if _span(other)[0] < end]


def _bunches(pairs: Iterable[tuple[Mark, Mark]]) -> Iterable[list[tuple[Mark, Mark]]]:
    """Pairs that hang together through a mark: of each bunch the best can be chosen by itself."""
    bunch_of: dict[int, list[tuple[Mark, Mark]]] = {}
    for pair in pairs:
        one, other = (bunch_of.get(id(mark), []) for mark in pair)
        joined = one if one is other else [*one, *other]
        joined.append(pair)
        bunch_of.update((id(mark), joined) for some in joined for mark in some)
    return {id(bunch): bunch for bunch in bunch_of.values()}.values()


def _f1_counts(film: FilmPasses, name: str, pairs: list[tuple[Mark, Mark]]) -> tuple[int, int]:
    return 2 * len(pairs), len(_of(film.first, name)) + len(_of(film.second, name))


def _disagreements(
    film: FilmPasses, names: Sequence[str], pairs: dict[tuple[str, str], list[tuple[Mark, Mark]]]
) -> list[Disagreement]:
    """In order of time."""
    agreed = {id(m) for n in names for pair in pairs[film.film_id, n] for m in pair}
    first = [m for m in film.first if id(m) not in agreed]
    second = [m for m in film.second if id(m) not in agreed]
    found: list[Disagreement] = []
    for a, others in _meeting(first, second):
        near = [b for b in others if id(b) not in agreed]
        same = [b for b in near if b.class_name == a.class_name]
        b = max(same or near, key=lambda b: iou(a, b), default=None)
        if b is None or (not same and iou(a, b) < IOU):
            continue
        agreed |= {id(a), id(b)}
        start, end = min(a.start, b.start), max(a.end, b.end)
        kind, other = ("edges", "") if same else ("class", b.class_name)
        found.append(Disagreement(film.film_id, kind, a.class_name, start, end, other))
    for kind, marks in (("first", first), ("second", second)):
        found += [
            Disagreement(film.film_id, kind, m.class_name, m.start, m.end)
            for m in marks
            if id(m) not in agreed
        ]
    return sorted(found, key=lambda d: (d.start, d.end, d.kind))


# --- boxes ---------------------------------------------------------------------------------


def track_iou(one: TrackMark, other: TrackMark) -> float:
    """Mean IoU of two tracks' boxes over the moments at which either is there."""
    moments = one.boxes.keys() | other.boxes.keys()
    shared = one.boxes.keys() & other.boxes.keys()
    return sum(_box_iou(one.boxes[t], other.boxes[t]) for t in shared) / len(moments) if moments else 0.0


def _box_iou(one: tuple[float, ...], other: tuple[float, ...]) -> float:
    (ax, ay, aw, ah), (bx, by, bw, bh) = one, other
    w, h = min(ax + aw, bx + bw) - max(ax, bx), min(ay + ah, by + bh) - max(ay, by)
    shared = w * h if w > 0 and h > 0 else 0.0
    return shared / (aw * ah + bw * bh - shared)


def _track_counts(film: FilmPasses, name: str) -> tuple[float, int]:
    """The pairs' IoU in all, and how many tracks the person with more of them has."""
    first, second = _of(film.first_tracks, name), _of(film.second_tracks, name)
    if not first or not second:
        return 0.0, max(len(first), len(second))
    reach = {id(t): (min(t.boxes, default=0), max(t.boxes, default=-1)) for t in (*first, *second)}

    def likeness(a: TrackMark, b: TrackMark) -> float:
        (begins, ends), (starts, stops) = reach[id(a)], reach[id(b)]
        return track_iou(a, b) if begins <= stops and starts <= ends else 0.0

    table = np.array([[likeness(a, b) for b in second] for a in first])
    total = sum(float(table[r, c]) for r, c in _assigned(table))
    return total, max(len(first), len(second))


def _assigned(table: NDArray[np.float64]) -> Iterable[tuple[int, int]]:
    """Rows and columns one to one, so that the sum is largest."""
    from scipy.optimize import linear_sum_assignment  # slow to import, and seldom needed

    rows, columns = linear_sum_assignment(table, maximize=True)
    return zip(rows.tolist(), columns.tolist(), strict=True)
