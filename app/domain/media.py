"""A medium of the project: a film or a sound file, and what identifies it."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction

from app.domain.timebase import TimeRange, TimeScale


@dataclass(frozen=True, slots=True)
class Medium:
    """One medium. `path` is relative to the project's folder where it can be, else absolute.

    `name` is the file's name as it was given. `start`/`end` are ticks: the first frame's PTS and the
    end of the stream (of the sound for sound-only media). `sha256` is empty until the full hash is done.
    `group`: which match, camera or source it comes from; no split cuts through a group.
    """

    id: str
    path: str
    name: str
    group: str
    time_base: Fraction
    start: int
    end: int
    origin: Fraction = Fraction(0)
    frames: int = 0
    width: int = 0
    height: int = 0
    sample_rate: int = 0
    has_video: bool = True
    has_audio: bool = False
    size: int = 0
    quick_hash: str = ""
    sha256: str = ""
    confirmed: bool = False
    wall_clock: str = ""
    notes: str = ""
    audio_offset_ms: int = 0
    facts: dict[str, object] = field(default_factory=dict, hash=False)

    @property
    def scale(self) -> TimeScale:
        return TimeScale(self.time_base, self.origin)

    @property
    def span(self) -> TimeRange:
        return TimeRange(self.start, max(self.end, self.start + 1))
