"""Maps over pictures and spectrograms, curves over time, tables: what is written beside `explain.json`."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from sora_model.contract.errors import SoraError
from sora_model.media.opencv import cv2

Picture = NDArray[np.uint8]
Floats = NDArray[np.float64]

CONTOURS = (0.5, 0.8)
"""Shares of the map that the drawn contours enclose."""
_DARKEST = 0.25
# Anchors of matplotlib's "viridis" (Smith & van der Walt, CC0), dark to bright, RGB.
_VIRIDIS = np.array(
    [(68, 1, 84), (59, 82, 139), (33, 145, 140), (94, 201, 98), (253, 231, 37)], dtype=np.float64
)


def enlarged(grid: Floats, height: int, width: int) -> Floats:
    """`grid (gh, gw)` as a smooth map `(height, width)`, 0 to 1."""
    smooth = cv2.resize(grid.astype(np.float32), (width, height), interpolation=cv2.INTER_CUBIC)
    positive = np.clip(np.asarray(smooth, dtype=np.float64), 0, None)
    return positive / positive.max() if positive.max() > 0 else positive


def level_enclosing(field: Floats, share: float) -> float:
    """The value above which cells hold `share` of the field's sum."""
    values = np.sort(field.ravel())[::-1]
    total = values.sum()
    if total <= 0:
        return 0.0
    return float(values[min(int(np.searchsorted(np.cumsum(values), share * total)), len(values) - 1)])


def overlay(picture: Picture, grid: Floats) -> Picture:
    """`picture (H, W, 3)` RGB, darker where `grid (gh, gw)` is low, with contours around 50 % and 80 % of
    it.
    """
    height, width = picture.shape[:2]
    field = enlarged(grid, height, width)
    light = _DARKEST + (1 - _DARKEST) * field
    shown = np.ascontiguousarray(np.clip(picture * light[..., None], 0, 255).astype(np.uint8))
    thickness = max(1, round(min(height, width) / 200))
    for share, place in zip(CONTOURS, (1.0, 0.6), strict=True):
        inside = np.asarray(field >= level_enclosing(field, share)).astype(np.uint8)
        lines, _ = cv2.findContours(inside, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
        cv2.drawContours(shown, lines, -1, viridis(place), thickness, cv2.LINE_AA)
    return shown


def spectrogram(mel: NDArray[np.float32], field: Floats) -> Picture:
    """Log energies `mel (T, bands)`, low bands below, as a picture with `field (T, bands)` laid over it."""
    low, high = float(mel.min()), float(mel.max())
    grey = np.clip((mel.T[::-1] - low) / max(high - low, 1e-9) * 255, 0, 255).astype(np.uint8)
    size = (960, 4 * mel.shape[1])
    picture = cv2.resize(grey, size, interpolation=cv2.INTER_NEAREST)
    return overlay(np.repeat(np.asarray(picture, dtype=np.uint8)[..., None], 3, axis=2), field.T[::-1])


def viridis(value: float) -> tuple[int, int, int]:
    """RGB of `value` 0 to 1."""
    place = np.clip(value, 0, 1) * (len(_VIRIDIS) - 1)
    channels = [np.interp(place, np.arange(len(_VIRIDIS)), _VIRIDIS[:, c]) for c in range(3)]
    red, green, blue = (round(float(c)) for c in channels)
    return red, green, blue


def timeline(seconds: Floats, weights: Floats, probabilities: Floats, moment: float) -> Picture:
    """Chart `(240, 960, 3)`: `weights` over time (filled), a class's probability (line), the moment."""
    height, width, margin = 240, 960, 24
    chart = np.full((height, width, 3), 24, np.uint8)
    span = max(1e-9, float(seconds[-1] - seconds[0]))
    x = margin + (seconds - seconds[0]) / span * (width - 2 * margin)

    def points(values: Floats) -> NDArray[np.int32]:
        y = height - margin - values * (height - 2 * margin)
        return np.stack([x, y], axis=1).round().astype(np.int32)

    share = weights / weights.max() if weights.max() > 0 else weights
    base = np.array([[x[-1], height - margin], [x[0], height - margin]]).round().astype(np.int32)
    cv2.fillPoly(chart, [np.concatenate([points(share), base])], viridis(0.45))
    cv2.polylines(chart, [points(probabilities)], False, viridis(1.0), 2, cv2.LINE_AA)
    at = round(margin + float(np.clip((moment - seconds[0]) / span, 0, 1)) * (width - 2 * margin))
    cv2.line(chart, (at, margin // 2), (at, height - margin // 2), (235, 235, 235), 1)
    return chart


def write_picture(path: Path, picture: Picture) -> None:
    """Write RGB as PNG; `SoraError` where the place cannot be written."""
    _, data = cv2.imencode(".png", cv2.cvtColor(picture, cv2.COLOR_RGB2BGR))
    write_bytes(path, np.asarray(data).tobytes())


def write_table(path: Path, header: list[str], columns: list[Floats]) -> None:
    """Write columns as CSV (RFC 4180, UTF-8)."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(header)
    for row in zip(*columns, strict=True):
        writer.writerow([f"{value:.6g}" for value in row])
    write_bytes(path, text.getvalue().encode("utf-8"))


def write_bytes(path: Path, data: bytes) -> None:
    """Write, making the folder; `SoraError` where the place cannot be written."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    except OSError as error:
        raise SoraError(
            "{path} cannot be written ({reason}). Choose another folder.",
            path=path,
            reason=error.strerror or error,
        ) from error
