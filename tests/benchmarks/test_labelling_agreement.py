"""The figures of two passes, made through the program, against the definitions written down plainly here."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from itertools import permutations
from pathlib import Path

import labelling_agreement as bench
import pytest

from app.domain.timebase import TimeScale
from app.session.propagation import iou
from tests.footage import footage
from tests.studio_window import open_studio, wait

pytestmark = pytest.mark.usefixtures("qapp")
FILMS = ("G1_sc24.mp4", "G1_sc27.mp4")
Span = tuple[float, float]


def kappa(first: Sequence[Span], second: Sequence[Span], moments: Sequence[float]) -> float | None:
    """Cohen 1960: of the moments both answer for, (p_o − p_e) / (1 − p_e)."""
    both = neither = one = other = 0
    for t in moments:
        a, b = (any(s <= t < e for s, e in spans) for spans in (first, second))
        both, neither = both + (a and b), neither + (not a and not b)
        one, other = one + (a and not b), other + (b and not a)
    n = len(moments)
    observed = (both + neither) / n
    yes, no = (both + one) * (both + other) / n**2, (neither + one) * (neither + other) / n**2
    return None if yes + no == 1 else (observed - yes - no) / (1 - yes - no)


def pairs(first: Sequence[Span], second: Sequence[Span]) -> int:
    """The most pairs, one to one, that share half of what they cover together: all ways are tried."""

    def alike(a: Span, b: Span) -> bool:
        shared = min(a[1], b[1]) - max(a[0], b[0])
        return shared > 0 and shared / (max(a[1], b[1]) - min(a[0], b[0])) >= 0.5 - 1e-9

    few, many = sorted((first, second), key=len)
    return max((sum(map(alike, few, chosen)) for chosen in permutations(many, len(few))), default=0)


def test_the_window_and_the_command_line_say_what_the_definitions_say(tmp_path: Path) -> None:
    folder = footage("ego_gestures/untrimmed")
    films = [tmp_path / name for name in FILMS]
    for film in films:
        shutil.copyfile(folder / film.name, film)
    labels = bench.gestures(FILMS)
    with open_studio(tmp_path / "home") as studio:
        passes = bench.TwoPasses(studio, wait, films)
        shown = bench.both_passes(passes, labels, ())
        times = {name: passes.times(name) for name in FILMS}
        media = {name: passes.medium(name) for name in FILMS}
    again = bench.said_again(labels, times, {name: media[name].scale for name in FILMS})
    assert len(again) < len(labels), "some are missed"
    found = bench.from_the_command_line(passes.project)
    assert shown == bench.lines_of(found)
    assert found["films"] == len(FILMS)

    def spans(said: Sequence[bench.Said], film: str, name: str) -> list[Span]:
        scale: TimeScale = media[film].scale
        return [
            (scale.seconds(times[film].start_of(s.first)), scale.seconds(times[film].end_of(s.last)))
            for s in said
            if (s.film, s.name) == (film, name)
        ]

    for row in found["classes"]:
        name, first, second, moments = row["class_name"], [], [], []
        paired, offset = 0, 0.0
        for film in FILMS:
            one, other = spans(labels, film, name), spans(again, film, name)
            paired += pairs(one, other)
            medium = media[film]
            start, end = medium.scale.seconds(medium.span.start), medium.scale.seconds(medium.span.end)
            step = (end - start) / medium.frames
            moments += [offset + start + (k + 0.5) * step for k in range(medium.frames)]
            first += [(offset + a, offset + b) for a, b in one]
            second += [(offset + a, offset + b) for a, b in other]
            offset += 10_000.0  # the films one after another
        assert row["kappa"] is None or row["kappa"]["value"] == pytest.approx(
            kappa(first, second, moments), abs=1e-9
        )
        assert row["f1"]["value"] == pytest.approx(2 * paired / (len(first) + len(second)))
        assert (row["first"], row["second"]) == (len(first), len(second))


def test_boxes_drawn_again_are_near_the_first_ones() -> None:
    footage("pets_s2l1")
    first = bench.walkers()
    again = bench.drawn_again(first)
    assert len(first) == 19
    assert 0 < len(again) <= len(first)
    for boxes in again:
        near = max(sum(iou(b, walk[n]) if n in walk else 0 for n, b in boxes.items()) for walk in first)
        assert near / len(boxes) > 0.7
