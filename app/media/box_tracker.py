"""Follow one box from picture to picture: optical flow, a correlation filter and the colours of the object.

Points inside the box are followed by pyramidal Lucas–Kanade flow, forward and back again; those that come
back to where they were, by the better half, give shift and scale as medians (Kalal, Mikolajczyk, Matas:
"Forward-Backward Error: Automatic Detection of Tracking Failures", ICPR 2010: Median Flow). Near where the
flow leads, a correlation filter over channels of gradient orientation (Bolme et al., "Visual Object Tracking
using Adaptive Correlation Filters", CVPR 2010; Henriques et al., "High-Speed Tracking with Kernelized
Correlation Filters", PAMI 2015, linear kernel) and how much more often each colour is found inside the box
than around it (Bertinetto et al., "Staple: Complementary Learners for Real-Time Tracking", CVPR 2016) say
together where the object is. While it does not look like itself, nothing is learnt, the box goes on as it
moved, and the object is looked for around it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import fft

from app.domain.texts import Text
from app.domain.tracks import Box
from sora_model.media.opencv import cv2
from sora_model.media.pictures import Picture

_Floats = NDArray[np.float32]
_Pair = NDArray[np.float64]

_AROUND = 2.2
"""The filter sees so many times the box's sides: what is around the object helps to tell it apart."""
_PATCH, _CELLS = 64, 32
"""That is resampled to a square of so many pixels, and its gradients are counted in so many cells a side."""
_DIRECTIONS = 8
_LABEL_SIGMA = 0.1
"""Width of the peak that the filter shall answer with, in sides of the box."""
_RIDGE = 0.01
_LEARN, _LEARN_COLOURS = 0.05, 0.04
"""What a new picture counts for, of shape and of colours."""
_COLOUR_WEIGHT = 0.6
_COLOUR_BITS = 4
_GRID, _INNER = 7, 0.8
"""Points a side that are followed, over so much of the box: its edges show the background."""
_FEWEST = 6
_SCALE_TRUST = 0.5
"""Of the flow's change of size so much is believed: legs and arms swing."""
_HIDES, _FOUND = 0.35, 0.5
"""Shares of its usual likeness: below the first it is hidden, above the second it is found again."""
_PATIENCE = 12
"""Pictures that it may be hidden for."""
_WAYS = 0.5 * np.array([(x, y) for x in (-1, 0, 1) for y in (-0.5, 0, 0.5) if x or y])
"""Where a hidden object is looked for besides where it was going, in sides of the box."""


@dataclass(frozen=True, slots=True)
class Sighting:
    """Where the object is in one picture. `hidden`: not seen there, that is where it was going.

    `likeness`: the answer of the filter, 1 for the very picture that it was shown first.
    """

    box: Box
    hidden: bool
    likeness: float


class BoxTracker:
    """Follows the object in `box` from `picture` on; pictures come one after another, either way in time."""

    def __init__(self, picture: Picture, box: Box) -> None:
        self._last = picture
        self._centre = np.array([box.x + box.w / 2, box.y + box.h / 2])
        self._size = np.array([box.w, box.h])
        self._speed = np.zeros(2)
        self._usual = 0.0
        self._hidden_for = 0
        self._points_agreed = True
        half = _CELLS // 2 + 1
        self._answers = np.zeros((_DIRECTIONS + 1, _CELLS, half), np.complex64)
        self._energy = np.zeros((_CELLS, half), np.float32)
        self._inside = self._around = np.zeros(1 << 3 * _COLOUR_BITS, np.float32)
        self._learn(1.0, 1.0)

    @property
    def box(self) -> Box:
        left, top = self._centre - self._size / 2
        return Box(float(left), float(top), float(self._size[0]), float(self._size[1]))

    @property
    def is_lost(self) -> bool:
        """It was hidden for too long: following it further would be guessing."""
        return self._hidden_for > _PATIENCE

    @property
    def why_lost(self) -> str:
        """What failed first, in words for the person."""
        if self._points_agreed:
            return Text("it no longer looked like itself")
        return Text("too few points agreed")

    def follow(self, picture: Picture) -> Sighting:
        """Where it is in the next `picture` of the same size."""
        flow = None if self._hidden_for else self._flow(picture)
        guess, growth = flow if flow is not None else (self._centre + self._speed, 1.0)
        centre, likeness = self._locate(picture, guess)
        if self._hidden_for:
            others = (self._locate(picture, guess + way * self._size) for way in _WAYS)
            centre, likeness = max([(centre, likeness), *others], key=lambda found: found[1])
        self._usual = self._usual or likeness
        self._last = picture
        if likeness < self._usual * (_FOUND if self._hidden_for else _HIDES):
            if not self._hidden_for:
                self._points_agreed = flow is not None
            self._hidden_for += 1
            self._centre = self._centre + self._speed
        else:
            if not self._hidden_for:
                self._speed = 0.7 * self._speed + 0.3 * (centre - self._centre)
            self._hidden_for = 0
            self._centre = centre
            self._usual += 0.05 * (likeness - self._usual)
            self._size = self._size * (1 + _SCALE_TRUST * (growth - 1))
            self._learn(_LEARN, _LEARN_COLOURS)
        return Sighting(self.box, bool(self._hidden_for), likeness)

    # --- optical flow ------------------------------------------------------------------------

    def _flow(self, picture: Picture) -> tuple[_Pair, float] | None:
        """The new centre and the growth of the box; None when too few points agree."""
        reach = 0.8 * self._size + 2 * np.abs(self._speed) + 8
        low = np.floor(np.maximum(self._centre - reach, 0)).astype(int)
        high = np.ceil(np.minimum(self._centre + reach, picture.shape[1::-1])).astype(int)
        if (high - low < 16).any():
            return None
        before, now = (
            cv2.cvtColor(p[low[1] : high[1], low[0] : high[0]], cv2.COLOR_RGB2GRAY)
            for p in (self._last, picture)
        )
        across = np.linspace(-_INNER / 2, _INNER / 2, _GRID)
        grid = np.stack(np.meshgrid(across, across), -1).reshape(-1, 1, 2)
        points = (grid * self._size + self._centre - low).astype(np.float32)
        there, error = _there_and_back(before, now, points, self._speed.astype(np.float32))
        keep = error <= min(float(np.median(error)), 1.0)
        if keep.sum() < _FEWEST:
            return None
        was, is_ = points[keep, 0], there[keep, 0]
        shift = np.median(is_ - was, axis=0)
        one, other = np.triu_indices(len(was), 1)
        apart = np.linalg.norm(was[one] - was[other], axis=1), np.linalg.norm(is_[one] - is_[other], axis=1)
        growth = float(np.median(apart[1] / np.maximum(apart[0], 1e-3)))
        return self._centre + shift, min(max(growth, 0.95), 1.05)

    # --- what it looks like ------------------------------------------------------------------

    def _patch(self, picture: Picture, centre: _Pair) -> Picture:
        """(_PATCH, _PATCH, 3): the box about `centre` and what is around it."""
        step = self._size * _AROUND / _PATCH
        corner = centre - self._size * _AROUND / 2 + step / 2 - 0.5
        matrix = np.array([[step[0], 0, corner[0]], [0, step[1], corner[1]]])
        return cv2.warpAffine(  # type: ignore[return-value]
            picture,
            matrix,
            (_PATCH, _PATCH),
            flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
            borderMode=cv2.BORDER_REPLICATE,
        )

    def _learn(self, rate: float, colour_rate: float) -> None:
        patch = self._patch(self._last, self._centre)
        seen = _shape(patch)
        self._answers += rate * (_wanted() * np.conj(seen) - self._answers)
        self._energy += rate * ((seen * np.conj(seen)).real.sum(0) - self._energy)
        colours = _colours(patch)
        inside, around = _regions()
        self._inside = self._inside + colour_rate * (_shares(colours[inside]) - self._inside)
        self._around = self._around + colour_rate * (_shares(colours[around]) - self._around)

    def _locate(self, picture: Picture, guess: _Pair) -> tuple[_Pair, float]:
        """The object's centre near `guess`, and how much that place looks like it."""
        patch = self._patch(picture, guess)
        ridge = _RIDGE * self._energy.mean()
        spectrum = (self._answers * _shape(patch)).sum(0) / (self._energy + ridge)
        shape = fft.fftshift(fft.irfft2(spectrum, s=(_CELLS, _CELLS)))
        likely = (self._inside / (self._inside + self._around + 1e-4))[_colours(patch)]
        side = round(_PATCH / _AROUND)
        colours = cv2.resize(cv2.blur(likely, (side, side)), (_CELLS, _CELLS), interpolation=cv2.INTER_AREA)
        response = (1 - _COLOUR_WEIGHT) * shape + _COLOUR_WEIGHT * colours
        row, column = divmod(int(response.argmax()), _CELLS)
        shift = np.array([_peak(response[row], column), _peak(response[:, column], row)]) - _CELLS // 2
        return guess + shift * self._size * _AROUND / _CELLS, float(shape[row, column])


def _there_and_back(
    before: NDArray[Any], now: NDArray[Any], points: _Floats, guess: _Floats
) -> tuple[_Floats, _Floats]:
    """Where `points` (n, 1, 2) went, and how far (n) from themselves they come back; infinite: lost."""
    options = {
        "winSize": (11, 11),
        "maxLevel": 2,
        "criteria": (cv2.TERM_CRITERIA_COUNT | cv2.TERM_CRITERIA_EPS, 10, 0.03),
        "flags": cv2.OPTFLOW_USE_INITIAL_FLOW,
    }
    there, went, _ = cv2.calcOpticalFlowPyrLK(before, now, points, points + guess, **options)  # type: ignore[call-overload]
    back, came, _ = cv2.calcOpticalFlowPyrLK(now, before, there, points.copy(), **options)  # type: ignore[call-overload]
    error = np.linalg.norm((back - points)[:, 0], axis=1)
    return there, np.where((went & came)[:, 0] == 1, error, np.inf)


def _shape(patch: Picture) -> NDArray[np.complex64]:
    """(_DIRECTIONS + 1, _CELLS, _CELLS // 2 + 1): spectra of gradients by direction and of brightness."""
    grey = cv2.cvtColor(patch, cv2.COLOR_RGB2GRAY).astype(np.float32)
    right = cv2.Sobel(grey, cv2.CV_32F, 1, 0, ksize=1)
    down = cv2.Sobel(grey, cv2.CV_32F, 0, 1, ksize=1)
    cells = np.empty((_DIRECTIONS + 1, _CELLS, _CELLS), np.float32)
    for number in range(_DIRECTIONS):
        angle = 2 * np.pi * number / _DIRECTIONS
        along = cv2.addWeighted(right, float(np.cos(angle)), down, float(np.sin(angle)), 0)
        cells[number] = cv2.resize(np.maximum(along, 0), (_CELLS, _CELLS), interpolation=cv2.INTER_AREA)
    cells[:-1] /= cv2.blur(cells[:-1].sum(0), (5, 5)) + 4.0
    small = cv2.resize(grey, (_CELLS, _CELLS), interpolation=cv2.INTER_AREA)
    cells[-1] = (small - small.mean()) / (3 * small.std() + 1e-3)
    return fft.rfft2(cells * _fading())


def _colours(patch: Picture) -> NDArray[np.int32]:
    """The number of each pixel's colour among 2 ** (3 _COLOUR_BITS)."""
    coarse = (patch >> (8 - _COLOUR_BITS)).astype(np.int32)
    return (coarse[..., 0] << 2 * _COLOUR_BITS) | (coarse[..., 1] << _COLOUR_BITS) | coarse[..., 2]


def _shares(colours: NDArray[np.int32]) -> _Floats:
    counts = np.bincount(colours, minlength=1 << 3 * _COLOUR_BITS)
    return (counts / max(len(colours), 1)).astype(np.float32)


def _peak(line: NDArray[np.float64], at: int) -> float:
    """The top of the parabola through the largest value and its neighbours."""
    if not 0 < at < len(line) - 1:
        return float(at)
    before, top, after = (float(v) for v in line[at - 1 : at + 2])
    bend = before - 2 * top + after
    return at + min(max(0.5 * (before - after) / bend, -0.5), 0.5) if bend < 0 else float(at)


@cache
def _regions() -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Pixels of a patch that are surely inside the box, and those around it."""
    place = np.abs((np.arange(_PATCH) + 0.5) / _PATCH * 2 - 1) * _AROUND
    far = np.maximum(place[:, None], place[None])
    return far < _INNER, far > 1.1


@cache
def _fading() -> _Floats:
    line = np.hanning(_CELLS)
    return np.outer(line, line).astype(np.float32)


@cache
def _wanted() -> NDArray[np.complex64]:
    """The spectrum of the filter's right answer: one peak in the middle of the box."""
    far = np.minimum(np.arange(_CELLS), _CELLS - np.arange(_CELLS)) * _AROUND / _CELLS
    line = np.exp(-0.5 * (far / _LABEL_SIGMA) ** 2)
    return np.fft.rfft2(np.outer(line, line)).astype(np.complex64)


def shared_area(a: Box, b: Box) -> float:
    w = min(a.x + a.w, b.x + b.w) - max(a.x, b.x)
    h = min(a.y + a.h, b.y + b.h) - max(a.y, b.y)
    return max(w, 0.0) * max(h, 0.0)


def iou(a: Box, b: Box) -> float:
    """Intersection over union, 0 to 1."""
    shared = shared_area(a, b)
    return shared / (a.w * a.h + b.w * b.h - shared)
