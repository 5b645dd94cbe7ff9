"""Few labels as a table and as a picture: right answers by labels per class."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

SIZE = (900, 560)
LEFT, RIGHT, TOP, BOTTOM = 90, 30, 30, 70
LINES = (("sora", "sora-av", (180, 90, 20)), ("linear", "linear probe", (110, 110, 110)))
"""Key, name and colour (blue, green, red)."""


def few_table(report: Mapping[str, Any]) -> str:
    """Markdown of what `few_labels.py --json` answers."""
    lines = [
        "| Labels per class | sora-av | Linear probe, same draws | Difference | Draws |",
        "|---|---|---|---|---|",
    ]
    for row in report["curve"]:
        lines.append(
            f"| {row['labels_per_class']} | {_percent(row, 'sora')} | {_percent(row, 'linear')} | "
            f"{row['gain']:+.1%} ± {row['gain_error']:.1%} | {row['draws']} |"
        )
    other = report["transfer"]
    lines += [
        "",
        f"Half of the classes learnt before by another run (`--init`), {other['labels_per_class']} labels of "
        f"each other class, {other['draws']} draws: {_percent(other, 'init')} with it, "
        f"{_percent(other, 'imagenet')} without, {other['gain']:+.1%} ± {other['gain_error']:.1%}.",
    ]
    return "\n".join(lines)


def _percent(row: Mapping[str, Any], key: str) -> str:
    return f"{row[key]:.1%} ± {row[f'{key}_error']:.1%}"


def draw_curve(rows: Sequence[Mapping[str, Any]], path: Path) -> None:
    """Accuracy over labels per class (a logarithmic scale) with standard errors, as a PNG file."""
    from sora_model.media.opencv import cv2

    picture = np.full((SIZE[1], SIZE[0], 3), 255, np.uint8)
    labels = [int(r["labels_per_class"]) for r in rows]
    _frame(picture, labels)
    for number, (key, name, colour) in enumerate(LINES):
        points = [_place(r["labels_per_class"], r[key], labels) for r in rows]
        cv2.polylines(picture, [np.array(points, np.int32)], False, colour, 2, cv2.LINE_AA)
        for row, (x, y) in zip(rows, points, strict=True):
            reach = round(row[f"{key}_error"] * (SIZE[1] - TOP - BOTTOM))
            cv2.line(picture, (x, y - reach), (x, y + reach), colour, 1, cv2.LINE_AA)
            cv2.circle(picture, (x, y), 4, colour, -1, cv2.LINE_AA)
        at = (SIZE[0] - 260, SIZE[1] - BOTTOM - 60 + 28 * number)
        cv2.line(picture, (at[0] - 40, at[1] - 5), (at[0] - 10, at[1] - 5), colour, 2, cv2.LINE_AA)
        cv2.putText(picture, name, at, cv2.FONT_HERSHEY_SIMPLEX, 0.55, (40, 40, 40), 1, cv2.LINE_AA)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(cv2.imencode(".png", picture)[1].tobytes())


def _place(count: float, share: float, labels: Sequence[int]) -> tuple[int, int]:
    span = np.log(max(labels)) - np.log(min(labels))
    x = (np.log(count) - np.log(min(labels))) / span if span > 0 else 0.5
    width, height = SIZE[0] - LEFT - RIGHT, SIZE[1] - TOP - BOTTOM
    return round(LEFT + x * width), round(TOP + (1 - share) * height)


def _frame(picture: NDArray[np.uint8], labels: Sequence[int]) -> None:
    from sora_model.media.opencv import cv2

    grey, font = (200, 200, 200), cv2.FONT_HERSHEY_SIMPLEX
    for share in (0.0, 0.2, 0.4, 0.6, 0.8, 1.0):
        _, y = _place(labels[0], share, labels)
        cv2.line(picture, (LEFT, y), (SIZE[0] - RIGHT, y), grey, 1)
        cv2.putText(picture, f"{share:.0%}", (25, y + 5), font, 0.5, (40, 40, 40), 1, cv2.LINE_AA)
    for count in labels:
        x, y = _place(count, 0.0, labels)
        cv2.line(picture, (x, TOP), (x, y), grey, 1)
        cv2.putText(picture, str(count), (x - 6, y + 24), font, 0.5, (40, 40, 40), 1, cv2.LINE_AA)
    title = "labels per class"
    cv2.putText(picture, title, (SIZE[0] // 2 - 60, SIZE[1] - 15), font, 0.55, (40, 40, 40), 1, cv2.LINE_AA)
