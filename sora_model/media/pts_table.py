"""The table that says when each frame of a film is shown, and how it is made of the decoder's outputs."""

from __future__ import annotations

import os
import tempfile
import zipfile
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

import numpy as np
from av.video.frame import VideoFrame
from numpy.typing import NDArray

from sora_model.media.streams import NO_TIME

FORMAT = 2
"""Of the cached file; another number is built anew."""

RESORTED = "The times of the pictures do not increase in the file; they were sorted."
REPAIRED = "Some pictures share a time or have none; they were given times of their own."

Ticks = NDArray[np.int64]


def _no_ticks() -> Ticks:
    return np.zeros(0, np.int64)


@dataclass(frozen=True, eq=False)
class PtsIndex:
    """Presentation times of one video stream.

    `pts`: `(frames,)` ticks, strictly increasing, the time of frame N; `end_pts`: where the last frame ends.
    `keyframes`: numbers of the frames that decoding can start at, with their packets' times in `key_pts` and
    `key_dts` (raw, `NO_TIME` for none). `decoder_pts`: the raw times of the decoder's outputs in its
    order and `digests`: a checksum of each picture; both empty while provisional. `origin`: the stream's
    clock at the film's second 0, in seconds. `notes`: plain sentences about what was mended.
    `failed_packets`: packets that do not decode and pictures in which something was concealed.
    """

    time_base: Fraction
    pts: Ticks
    end_pts: int
    keyframes: Ticks = field(default_factory=_no_ticks)
    key_pts: Ticks = field(default_factory=_no_ticks)
    key_dts: Ticks = field(default_factory=_no_ticks)
    origin: Fraction = Fraction(0)
    confirmed: bool = False
    notes: tuple[str, ...] = ()
    stream: int = 0
    failed_packets: int = 0
    decoder_pts: Ticks = field(default_factory=_no_ticks)
    digests: NDArray[np.uint32] = field(default_factory=lambda: np.zeros(0, np.uint32))

    def __post_init__(self) -> None:
        if len(self.pts) == 0:
            raise ValueError("an index needs at least one frame")
        if np.any(np.diff(self.pts) <= 0) or self.end_pts <= self.pts[-1]:
            raise ValueError("the times of an index must increase")

    def __len__(self) -> int:
        return len(self.pts)

    def frame_at(self, tick: int) -> int:
        """Number of the frame that is shown at `tick`; before the first the first, after the last the
        last.
        """
        return max(0, int(np.searchsorted(self.pts, tick, side="right")) - 1)

    def start_of(self, n: int) -> int:
        """Tick at which frame `n` appears. Raises `IndexError` outside `0 <= n < len`."""
        return int(self.pts[self._checked(n)])

    def end_of(self, n: int) -> int:
        """Tick at which frame `n` gives way: the next frame's time, or the end of the stream."""
        self._checked(n)
        return int(self.pts[n + 1]) if n + 1 < len(self.pts) else self.end_pts

    def seconds(self, tick: int) -> float:
        """Seconds since the film's second 0."""
        return float(tick * self.time_base - self.origin)

    def tick_at(self, seconds: float) -> int:
        """Nearest tick (not snapped to a frame)."""
        return round((Fraction(seconds) + self.origin) / self.time_base)

    @property
    def is_damaged(self) -> bool:
        """Decoded by one thread such a film shows the same pictures every time, by several it does not."""
        return self.failed_packets > 0

    @property
    def start_pts(self) -> int:
        return int(self.pts[0])

    @property
    def duration_s(self) -> float:
        """From the first frame's start to the last frame's end."""
        return float((self.end_pts - self.start_pts) * self.time_base)

    @property
    def average_fps(self) -> float:
        return len(self) / self.duration_s

    @property
    def is_variable(self) -> bool:
        """Whether frames differ in length by more than the rounding of the time base explains.

        One tick of rounding on either side is allowed, and a twentieth of the usual length.
        """
        if len(self) < 3:
            return False
        steps = np.diff(self.pts)
        usual = float(np.median(steps))
        return bool(np.any(np.abs(steps - usual) > max(1.0, usual / 20)))

    def save(self, file: Path) -> None:
        """Write to `file` atomically, private to the user."""
        file.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=file.parent, prefix=file.name, suffix=".part")
        try:
            with os.fdopen(handle, "wb") as stream:
                np.savez_compressed(
                    stream,
                    format=np.int64(FORMAT),
                    time_base=_pair(self.time_base),
                    origin=_pair(self.origin),
                    counts=np.array(
                        [self.end_pts, self.confirmed, self.stream, self.failed_packets], np.int64
                    ),
                    notes=np.array(self.notes, dtype=np.str_),
                    pts=self.pts,
                    keyframes=self.keyframes,
                    key_pts=self.key_pts,
                    key_dts=self.key_dts,
                    decoder_pts=self.decoder_pts,
                    digests=self.digests,
                )
            os.replace(temporary, file)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise

    @classmethod
    def load(cls, file: Path) -> PtsIndex | None:
        """What `save` wrote; None when it is not there, damaged, or of another format."""
        try:
            with file.open("rb") as stream, np.load(stream, allow_pickle=False) as stored:
                if int(stored["format"]) != FORMAT:
                    return None
                end_pts, confirmed, number, failed = (int(count) for count in stored["counts"])
                return cls(
                    time_base=Fraction(*(int(part) for part in stored["time_base"])),
                    pts=stored["pts"],
                    end_pts=end_pts,
                    keyframes=stored["keyframes"],
                    key_pts=stored["key_pts"],
                    key_dts=stored["key_dts"],
                    origin=Fraction(*(int(part) for part in stored["origin"])),
                    confirmed=bool(confirmed),
                    notes=tuple(str(note) for note in stored["notes"]),
                    stream=number,
                    failed_packets=failed,
                    decoder_pts=stored["decoder_pts"],
                    digests=stored["digests"],
                )
        except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile, zlib.error):
            return None

    def _checked(self, n: int) -> int:
        if not 0 <= n < len(self.pts):
            raise IndexError(f"frame {n} is outside 0 to {len(self.pts) - 1}")
        return n


def _pair(number: Fraction) -> Ticks:
    return np.array([number.numerator, number.denominator], np.int64)


def picture_digest(picture: VideoFrame) -> int:
    """Checksum of every fourth row of each plane: tells a wrongly decoded picture from the right one.

    Padding beyond the picture's width is left out: the decoder leaves anything there.
    """
    layout = picture.format
    bits = layout.components[0].bits if layout.is_planar else layout.padded_bits_per_pixel
    found = 0
    for plane in picture.planes:
        if plane.line_size > 0:
            width = min(plane.line_size, plane.width * ((bits + 7) // 8))
            rows = np.frombuffer(memoryview(plane), np.uint8).reshape(-1, plane.line_size)[: plane.height]
            found = zlib.crc32(rows[::4, :width].tobytes(), found)
    return found


def presentation_times(decoder_pts: Sequence[int], start: int | None = None) -> tuple[Ticks, tuple[str, ...]]:
    """Strictly increasing times for the decoder's outputs, and notes about what had to be mended.

    Times that do not increase are sorted (B-frames in AVI) and, the reordering delay having been
    invented, begin at `start`, the stream's own start, where that is earlier. Missing times continue at
    the usual step, equal ones move to the next tick.
    """
    times = np.array(decoder_pts, np.int64)
    notes: list[str] = []
    missing = times == NO_TIME
    if missing.any():
        notes.append(REPAIRED)
        times = _filled(times, missing, start or 0)
    if np.any(np.diff(times) < 0):
        notes.append(RESORTED)
        times = np.sort(times)
        if start is not None and start < times[0]:
            times = times - (times[0] - start)
    if np.any(np.diff(times) == 0):
        if REPAIRED not in notes:
            notes.append(REPAIRED)
        order = np.arange(len(times))
        times = np.maximum.accumulate(times - order) + order
    return times, tuple(notes)


def _filled(times: Ticks, missing: NDArray[np.bool_], start: int) -> Ticks:
    """`times` with the missing ones continued at the usual step, so that the known ones stay as they are."""
    steps = np.diff(np.sort(times[~missing]))
    steps = steps[steps > 0]
    # The lower median: steps over a missing time are too long.
    step = int(np.sort(steps)[(len(steps) - 1) // 2]) if len(steps) else 1
    filled = times.copy()
    if missing.all():
        filled[0] = start
    else:
        first = int(np.argmin(missing))
        filled[:first] = times[first] - step * np.arange(first, 0, -1)
    for n in np.flatnonzero(missing):
        if n and filled[n] == NO_TIME:
            filled[n] = filled[n - 1] + step
    return filled


def end_of_stream(times: Ticks, last_duration: int, usual_rate: Fraction | None, time_base: Fraction) -> int:
    """End of the last frame: its own duration where believable, else the usual step, else the stream's
    rate.
    """
    if len(times) > 1:
        usual = max(1, int(np.median(np.diff(times))))
        believable = usual / 2 <= last_duration <= usual * 2
        return int(times[-1]) + (last_duration if believable else usual)
    if last_duration > 0:
        return int(times[-1]) + last_duration
    step = round(1 / usual_rate / time_base) if usual_rate else 1
    return int(times[-1]) + max(1, step)
