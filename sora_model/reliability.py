"""The reliability diagram as a picture: how often what was said with some confidence was right."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from sora_model.media.opencv import cv2

SIZE, MARGIN = 420, 40
GROUND, GRID, BAR, LINE, TEXT = (24,) * 3, (70,) * 3, (59, 82, 139), (94, 201, 98), (220,) * 3


def diagram(rows: Sequence[Mapping[str, float]]) -> NDArray[np.uint8]:
    """`(SIZE, SIZE, 3)` RGB of the bins of `metrics.reliability`.

    Bars: accuracy; dots: mean confidence and accuracy, larger for more predictions; the diagonal is perfect.
    """
    chart = np.full((SIZE, SIZE, 3), GROUND[0], np.uint8)
    span = SIZE - 2 * MARGIN

    def place(x: float, y: float) -> tuple[int, int]:
        return round(MARGIN + x * span), round(SIZE - MARGIN - y * span)

    most = max((row["n"] for row in rows), default=1)
    for tenth in range(0, 11, 2):
        cv2.line(chart, place(0, tenth / 10), place(1, tenth / 10), GRID, 1)
        cv2.putText(
            chart, f"{tenth * 10}", place(-0.095, tenth / 10 - 0.01), cv2.FONT_HERSHEY_SIMPLEX, 0.38, TEXT, 1
        )
        cv2.putText(
            chart, f"{tenth * 10}", place(tenth / 10 - 0.02, -0.06), cv2.FONT_HERSHEY_SIMPLEX, 0.38, TEXT, 1
        )
    for row in rows:
        cv2.rectangle(chart, place(row["low"], row["accuracy"]), place(row["high"], 0), BAR, -1)
    cv2.line(chart, place(0, 0), place(1, 1), TEXT, 1, cv2.LINE_AA)
    for row in rows:
        radius = round(3 + 6 * (row["n"] / most) ** 0.5)
        cv2.circle(chart, place(row["confidence"], row["accuracy"]), radius, LINE, -1, cv2.LINE_AA)
    cv2.putText(
        chart, "right (%) by confidence (%)", place(0.22, 1.03), cv2.FONT_HERSHEY_SIMPLEX, 0.45, TEXT, 1
    )
    return chart
