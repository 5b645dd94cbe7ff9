"""How much moves in each frame of a film, measured while it is decoded for something else."""

from __future__ import annotations

import os
import tempfile
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast

import numpy as np
from av.video.frame import VideoFrame
from av.video.reformatter import VideoReformatter
from numpy.typing import NDArray

from sora_model.media.film_pass import cached_index_file
from sora_model.media.opencv import cv2
from sora_model.media.pictures import reformatted
from sora_model.media.pts_table import PtsIndex

FORMAT = 1
CELLS = 128
"""Cells along the longer side of the picture: a far walker covers a few."""
LOOKS_PER_S = 8.0
MOST = 1000.0
"""The energy of a look that cannot be judged: the first ones, and those after the picture's size changed."""
_WARM_UP = 16
_KEEP_EVERY = 1000

Energy = NDArray[np.float16]
_Grey = NDArray[np.float32]


class MotionMeter:
    """The energy of one small grey picture after the other against a slowly learning background.

    Each cell's difference is divided by that cell's own usual difference (a running median of its size, a
    sigma-delta estimate as in Manzanera and Richefeu 2007), so that noise, flicker of the compression and
    leaves in the wind count as what they are; a change of exposure or light of the whole picture is taken
    away first by a fit. The energy is the largest cell's, each cell averaged with its neighbours: one far
    walker counts as much as a crowd.
    """

    LEARNING = 1 / 24
    """Of the background, per look: 3 s."""
    NOISE_STEP = 0.03
    NOISE_LEAST, NOISE_FIRST = 0.35, 2.0
    """Grey levels: what rounding leaves of a still picture, and what is expected at first."""
    NOISE_SPREAD = 3.0
    """A cell's noise is at most so many times the median cell's: what always moves is no noise."""

    def __init__(self, state: Mapping[str, NDArray[Any]] | None = None) -> None:
        self._background: _Grey | None = None
        self._noise = np.zeros((0, 0), np.float32)
        self._looks = 0
        if state:
            self._background, self._noise = state["background"], state["noise"]
            self._looks = int(state["looks"])

    @property
    def state(self) -> dict[str, NDArray[Any]]:
        """All that the next look depends on; empty before the first."""
        if self._background is None:
            return {}
        return {"background": self._background, "noise": self._noise, "looks": np.array(self._looks)}

    def look(self, picture: NDArray[np.uint8]) -> float:
        """Energy of `picture` (H, W): its most unusual cell's difference, 1 where all is as usual."""
        grey = picture.astype(np.float32)
        if self._background is None or self._background.shape != grey.shape:
            self._background, self._looks = grey, 1
            self._noise = np.full(grey.shape, self.NOISE_FIRST, np.float32)
            return MOST
        difference = _without_light(grey, self._background)
        size = np.abs(cv2.blur(difference, (3, 3)))
        energy = float((size / self._noise).max())
        self._background += max(self.LEARNING, 1 / (self._looks + 1)) * (grey - self._background)
        self._noise *= np.where(size > self._noise, 1 + self.NOISE_STEP, 1 - self.NOISE_STEP)
        most = self.NOISE_SPREAD * max(self.NOISE_LEAST, _middle(self._noise))
        np.clip(self._noise, self.NOISE_LEAST, most, out=self._noise)
        self._looks += 1
        return MOST if self._looks <= _WARM_UP else min(energy, MOST)


def _without_light(grey: _Grey, background: _Grey) -> _Grey:
    """`grey` - `background` after the gain and the offset that most of the picture shows are taken away."""
    difference = grey - background
    usual = np.abs(difference - _middle(difference))
    same = usual <= 3 * _middle(usual) + 0.5
    x, y = background[same], difference[same]
    x_mean, y_mean = float(x.mean()), float(y.mean())
    spread = float(((x - x_mean) ** 2).mean())
    gain = float(((x - x_mean) * (y - y_mean)).mean()) / spread if spread > 1 else 0.0
    return cast(_Grey, difference - (y_mean + gain * (background - x_mean)))


def _middle(cells: _Grey) -> float:
    """About the median: of every fourth cell, which takes a quarter of the time."""
    return float(np.median(cells[::2, ::2]))


class MotionEnergy:
    """Observer of a film pass: writes `file`, and meanwhile half of it, so that it goes on later."""

    def __init__(self, file: Path, fps: float) -> None:
        """`fps` of the film: about `LOOKS_PER_S` frames a second are looked at."""
        self._file = file
        self._half = file.with_suffix(".motion-part")
        self._step = max(1, round(fps / LOOKS_PER_S))
        self._reformatter = VideoReformatter()
        self._looks: list[float] = []
        self._next = 0
        self._meter = MotionMeter()
        kept = _stored(self._half)
        if kept is not None:
            self._next, self._step = (int(count) for count in kept["counts"])
            self._looks = kept["energy"].tolist()
            self._meter = MotionMeter(kept)

    @property
    def resume_at(self) -> int:
        return self._next

    def see(self, n: int, frame: VideoFrame) -> None:
        if n < self._next:
            self._looks, self._meter = [], MotionMeter()
        if n % self._step == 0:
            self._looks.append(self._meter.look(self._small(frame)))
        self._next = n + 1
        if self._next % (self._step * _KEEP_EVERY) == 0:
            self._write(self._half, self._meter.state)

    def finish(self, index: PtsIndex) -> None:
        """Raises `OSError` when the disk is full."""
        self._write(self._file, {})
        self._half.unlink(missing_ok=True)

    def stop(self, n: int) -> None:
        if self._meter.state:
            self._write(self._half, self._meter.state)

    def _small(self, frame: VideoFrame) -> NDArray[np.uint8]:
        scale = CELLS / max(frame.width, frame.height)
        width, height = (max(4, round(side * scale)) for side in (frame.width, frame.height))
        small = reformatted(
            self._reformatter, frame, width=width, height=height, format="gray", interpolation="AREA"
        )
        return cast("NDArray[np.uint8]", small.to_ndarray())

    def _write(self, file: Path, state: Mapping[str, NDArray[Any]]) -> None:
        arrays: dict[str, Any] = {
            **state,
            "format": np.int64(FORMAT),
            "counts": np.array([self._next, self._step], np.int64),
            "energy": np.array(self._looks, np.float16),
        }
        file.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=file.parent, prefix=file.name, suffix=".part")
        try:
            with os.fdopen(handle, "wb") as stream:
                np.savez_compressed(stream, **arrays)
            os.replace(temporary, file)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise


def motion_file(path: str | os.PathLike[str], cache_dir: Path, stream: int | None = None) -> Path:
    """Where the motion of this content is cached, beside its index; it is there when all was measured."""
    return cached_index_file(path, cache_dir, stream).with_suffix(".motion")


def load_motion(file: Path) -> Energy | None:
    """Motion energy of each frame `(frames,)`, about 1 where nothing moves; None where it is not there."""
    stored = _stored(file)
    if stored is None:
        return None
    frames, step = (int(count) for count in stored["counts"])
    return cast(Energy, np.repeat(stored["energy"], step)[:frames])


def _stored(file: Path) -> dict[str, NDArray[Any]] | None:
    try:
        with file.open("rb") as stream, np.load(stream, allow_pickle=False) as stored:
            found = {name: stored[name] for name in stored.files}
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile, zlib.error):
        return None
    return found if int(found.get("format", np.array(0))) == FORMAT else None
