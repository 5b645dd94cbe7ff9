"""Figures as pictures: right answers by labels per class, and confidence beside what came true."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

SIZE = (560, 520)
"""Of one panel."""
LEFT, RIGHT, TOP, BOTTOM = 80, 25, 45, 65
INK, GREY = (40, 40, 40), (200, 200, 200)
OWN, OTHER = (180, 90, 20), (110, 110, 110)
"""Blue, green, red."""
SHARES = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)

LEAST = 10
"""Predictions of a point."""

Picture = NDArray[np.uint8]


@dataclass(frozen=True)
class Line:
    """Points of `(place, share, error)`, all of them in 0 to 1."""

    name: str
    colour: tuple[int, int, int]
    points: Sequence[tuple[float, float, float]]


def panel(title: str, below: str, ticks: Mapping[str, float], lines: Sequence[Line]) -> Picture:
    """Shares over `ticks` (words → place), each line with its errors."""
    from sora_model.media.opencv import cv2

    picture = np.full((SIZE[1], SIZE[0], 3), 255, np.uint8)

    def write(words: str, at: tuple[int, int]) -> None:
        cv2.putText(picture, words, at, cv2.FONT_HERSHEY_SIMPLEX, 0.5, INK, 1, cv2.LINE_AA)

    for share in SHARES:
        (_, y), (x, _) = _at(0.0, share), _at(1.0, share)
        cv2.line(picture, (LEFT, y), (x, y), GREY, 1)
        write(f"{share:.0%}", (25, y + 5))
    for words, place in ticks.items():
        x, y = _at(place, 0.0)
        cv2.line(picture, (x, TOP), (x, y), GREY, 1)
        write(words, (x - 6 * len(words), y + 22))
    for number, line in enumerate(lines):
        points = [_at(place, share) for place, share, _ in line.points]
        cv2.polylines(picture, [np.array(points, np.int32)], False, line.colour, 2, cv2.LINE_AA)
        for (x, y), (_, _, error) in zip(points, line.points, strict=True):
            reach = round(error * (SIZE[1] - TOP - BOTTOM)) if np.isfinite(error) else 0
            cv2.line(picture, (x, y - reach), (x, y + reach), line.colour, 1, cv2.LINE_AA)
            cv2.circle(picture, (x, y), 4, line.colour, -1, cv2.LINE_AA)
        x, y = SIZE[0] - 190, SIZE[1] - BOTTOM - 60 + 26 * number
        cv2.line(picture, (x - 40, y - 5), (x - 10, y - 5), line.colour, 2, cv2.LINE_AA)
        write(line.name, (x, y))
    write(title, (LEFT, 25))
    write(below, (SIZE[0] // 2 - 70, SIZE[1] - 12))
    return picture


def _at(place: float, share: float) -> tuple[int, int]:
    width, height = SIZE[0] - LEFT - RIGHT, SIZE[1] - TOP - BOTTOM
    return round(LEFT + place * width), round(TOP + (1 - share) * height)


def _save(panels: Sequence[Picture], path: Path) -> None:
    from sora_model.media.opencv import cv2

    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(cv2.imencode(".png", np.hstack(panels))[1].tobytes())


def draw_curves(report: Mapping[str, Any], path: Path) -> None:
    """Accuracy over labels per class (a logarithmic scale) with standard errors; a panel for each set."""
    panels = []
    for name, one in report.items():
        labels = [int(r["labels_per_class"]) for r in one["curve"]]
        span = np.log(max(labels) / min(labels)) or 1.0
        places = [float(np.log(n / min(labels)) / span) for n in labels]
        lines = []
        for key, words, colour in (("linear", "linear probe", OTHER), ("sora", "sora-av", OWN)):
            shares = [(r[key], r[f"{key}_error"]) for r in one["curve"]]
            lines.append(Line(words, colour, [(p, *s) for p, s in zip(places, shares, strict=True)]))
        ticks = {str(n): p for n, p in zip(labels, places, strict=True)}
        panels.append(panel(f"{name}: right answers, given test part", "labels per class", ticks, lines))
    _save(panels, path)


def draw_reliability(confidence: Mapping[str, Any], path: Path) -> None:
    """What share of predictions came true, by confidence, before and after calibration; the diagonal would be
    right. A panel for each set of predictions; errors are binomial, bins of less than `LEAST` are left out.
    """
    panels = []
    for name, one in confidence.items():
        lines = [Line("right on", GREY, [(0.0, 0.0, 0.0), (1.0, 1.0, 0.0)])]
        for part, words, colour in (("uncalibrated", "before", OTHER), ("sora", "calibrated", OWN)):
            points = [
                (b["confidence"], b["accuracy"], float(np.sqrt(b["accuracy"] * (1 - b["accuracy"]) / b["n"])))
                for b in one[part]["bins"]
                if b["n"] >= LEAST
            ]
            lines.append(Line(words, colour, points))
        ticks = {f"{share:.0%}": share for share in SHARES}
        panels.append(panel(f"{name}: {one['sora']['n']} predictions in folds", "confidence", ticks, lines))
    _save(panels, path)


def few_table(report: Mapping[str, Any]) -> str:
    """Markdown of what `few_labels.py --json` answers, by set."""
    lines = [
        "| Set | Labels per class | sora-av | Linear probe, same draws | Difference | Draws |",
        "|---|---|---|---|---|---|",
    ]
    for name, one in report.items():
        for row in one["curve"]:
            lines.append(
                f"| {name} | {row['labels_per_class']} | {_percent(row, 'sora')} | "
                f"{_percent(row, 'linear')} | {row['gain']:+.1%} ± {row['gain_error']:.1%} | {row['draws']} |"
            )
    for name, one in report.items():
        if "transfer" in one:
            other = one["transfer"]
            lines += [
                "",
                f"{name}, half of the classes learnt before by another run (`--init`), "
                f"{other['labels_per_class']} labels of each other class, {other['draws']} draws: "
                f"{_percent(other, 'init')} with it, {_percent(other, 'imagenet')} without, "
                f"{other['gain']:+.1%} ± {other['gain_error']:.1%}.",
            ]
    return "\n".join(lines)


def _percent(row: Mapping[str, Any], key: str) -> str:
    return f"{row[key]:.1%} ± {row[f'{key}_error']:.1%}"
