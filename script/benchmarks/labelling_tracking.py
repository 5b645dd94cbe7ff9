"""Boxes followed by tracking, and what moves proposed, on the footage with ground-truth boxes.

Of every person of `pets_s2l1` the first visible box is followed forward for 100 frames and the last one back
for 100. The persons with even numbers served to choose the constants of `app/media/box_tracker.py`; the
goals are for those with odd numbers. OpenCV's MIL tracker gets the same pictures from the same boxes in the
same run. A frame where a tracker has given up counts as an IoU of 0. The time is of the trackers alone, on
pictures that are decoded already; starting counts. Ours sees them at the size that the program follows boxes
at, made smaller within its time.

Proposals of motion: the share of ground-truth boxes that one proposal each covers with an IoU of 0.3
(recall), and of proposed boxes that cover one (precision).
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from results_sets import DATA
from scipy.optimize import linear_sum_assignment
from table import Row, machine, show_report

from app.domain.tracks import Box
from app.media.box_tracker import BoxTracker
from app.media.motion_proposals import find_motion
from app.media.tracking import Goal, working_size
from app.session.propagation import iou
from sora_model.media.decoder import FrameDecoder
from sora_model.media.opencv import cv2
from sora_model.media.pictures import Picture
from sora_model.media.pts_index import confirm_index

FOOTAGE = DATA / "pets_s2l1"
FRAMES = 100
FASTER, RECALL, COVERS = 5, 0.8, 0.3

Truth = NDArray[np.float64]
Follow = Callable[[Sequence[Picture], Box], list[Box | None]]


@dataclass(frozen=True)
class Run:
    """A person's boxes from the one that is given on, and the frames that they are in."""

    person: int
    numbers: tuple[int, ...]
    boxes: tuple[Box, ...]


@dataclass(frozen=True)
class Result:
    """Of one run: the mean IoU, the frames before it fell below a half, and ms for each frame."""

    overlap: float
    held: int
    ms: float


def runs(truth: Truth) -> list[Run]:
    """Forward from every person's first box and back from the last."""
    found = []
    for person in np.unique(truth[:, 1]):
        rows = truth[truth[:, 1] == person]
        rows = rows[np.argsort(rows[:, 0])]
        for some in (rows[: FRAMES + 1], rows[::-1][: FRAMES + 1]):
            numbers = tuple(int(n) - 1 for n in some[:, 0])
            found.append(Run(int(person), numbers, tuple(Box(*row[2:6]) for row in some)))
    return found


def follow_ours(pictures: Sequence[Picture], box: Box) -> list[Box | None]:
    size, (wide, high) = working_size(pictures[0], [Goal("", box, 0)])

    def small(picture: Picture) -> Picture:
        full = size == (picture.shape[1], picture.shape[0])
        return picture if full else np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA))

    tracker = BoxTracker(small(pictures[0]), Box(box.x * wide, box.y * high, box.w * wide, box.h * high))
    found: list[Box | None] = []
    for picture in pictures[1:]:
        tracker.follow(small(picture))
        if tracker.is_lost:
            break
        b = tracker.box
        found.append(Box(b.x / wide, b.y / high, b.w / wide, b.h / high))
    return found + [None] * (len(pictures) - 1 - len(found))


def follow_mil(pictures: Sequence[Picture], box: Box) -> list[Box | None]:
    tracker = cv2.TrackerMIL.create()
    height, width = pictures[0].shape[:2]
    inside = box.clipped(width, height)
    assert inside is not None
    left, top = round(inside.x), round(inside.y)
    tracker.init(
        pictures[0],
        (left, top, min(round(inside.w), width - left), min(round(inside.h), height - top)),
    )
    found: list[Box | None] = []
    for picture in pictures[1:]:
        there, at = tracker.update(picture)
        found.append(Box(*map(float, at)) if there and at[2] > 0 and at[3] > 0 else None)
    return found


def measured(run: Run, pictures: Sequence[Picture], follow: Follow) -> Result:
    began = time.perf_counter()
    found = follow(pictures, run.boxes[0])
    spent = time.perf_counter() - began
    overlaps = [0.0 if b is None else iou(b, true) for b, true in zip(found, run.boxes[1:], strict=True)]
    held = next((n for n, overlap in enumerate(overlaps) if overlap < 0.5), len(overlaps))
    return Result(float(np.mean(overlaps)), held, 1000 * spent / len(overlaps))


def tracking_rows(truth: Truth, pictures: NDArray[np.uint8]) -> list[Row]:
    results: dict[tuple[str, bool], list[Result]] = {}
    for run in runs(truth):
        shown = [np.ascontiguousarray(pictures[n]) for n in run.numbers]
        for name, follow in (("ours", follow_ours), ("mil", follow_mil)):
            results.setdefault((name, run.person % 2 == 1), []).append(measured(run, shown, follow))
        print(f"person {run.person}: {results['ours', run.person % 2 == 1][-1]}", file=sys.stderr)
    rows = []
    for odd, which in ((True, "people not tuned on"), (False, "people tuned on")):
        ours, mil = (
            {
                "overlap": float(np.mean([r.overlap for r in results[name, odd]])),
                "held": float(np.mean([r.held for r in results[name, odd]])),
                "ms": float(np.mean([r.ms for r in results[name, odd]])),
            }
            for name in ("ours", "mil")
        )
        runs_text = f"{which}, {len(results['ours', odd])} ways"
        rows += [
            Row(f"mean IoU ({runs_text})", ours["overlap"], "", None, "MIL", mil["overlap"]),
            Row(f"frames until IoU < 0.5 ({which})", ours["held"], "frames", None, "MIL", mil["held"]),
            Row(f"time for a frame ({which})", ours["ms"], "ms", mil["ms"] / FASTER, "MIL", mil["ms"]),
            Row(f"MIL's mean IoU over ours ({which})", mil["overlap"] / ours["overlap"], "", 1.0),
            Row(f"MIL's frames over ours ({which})", mil["held"] / ours["held"], "", 1.0),
        ]
    return rows


def motion_rows(truth: Truth, film: Path) -> list[Row]:
    index = confirm_index(film)
    began = time.perf_counter()
    proposals = find_motion(film, index)
    spent = time.perf_counter() - began
    middle, rows = len(index) // 2, []
    for numbers, which in ((range(middle, len(index)), "second half"), (range(len(index)), "whole film")):
        hit = there = proposed = 0
        for n in numbers:
            people = [Box(*row[2:6]) for row in truth[truth[:, 0] == n + 1]]
            boxes = [p.boxes[n - p.first] for p in proposals if p.first <= n < p.first + len(p.boxes)]
            there, proposed = there + len(people), proposed + len(boxes)
            if people and boxes:
                covers = np.array([[iou(person, box) >= COVERS for box in boxes] for person in people])
                hit += int(covers[linear_sum_assignment(~covers)].sum())
        rows += [
            Row(f"people that motion does not find ({which})", 1 - hit / there, "", 1 - RECALL),
            Row(f"recall of motion, IoU {COVERS} ({which})", hit / there, ""),
            Row(f"precision of motion ({which})", hit / max(proposed, 1), ""),
        ]
    return [*rows, Row("looking for motion, of each frame", 1000 * spent / len(index), "ms")]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--json", action="store_true", help="one JSON object instead of a table")
    options = parser.parse_args()
    if not FOOTAGE.is_dir():
        print(f"The footage is not at {FOOTAGE}.", file=sys.stderr)
        return 2
    cv2.setNumThreads(1)
    film = FOOTAGE / "vtest.avi"
    truth = np.loadtxt(FOOTAGE / "gt" / "gt.txt", delimiter=",")
    index = confirm_index(film)
    with FrameDecoder(film, index) as decoder:
        pictures = np.stack([picture for _, picture in decoder.frames(range(len(index)))])
    rows = [*tracking_rows(truth, pictures), *motion_rows(truth, film)]
    show_report({"machine": machine(), "rows": [row.as_json() for row in rows]}, options.json)
    return 0


if __name__ == "__main__":
    sys.exit(main())
