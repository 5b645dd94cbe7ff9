"""A medium of the project: a film or a sound file, and what identifies it."""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace
from fractions import Fraction

from app.domain.match_clock import Period
from app.domain.timebase import TimeRange, TimeScale


@dataclass(frozen=True, slots=True)
class Medium:
    """One medium. `path` is relative to the project's folder where it can be, else absolute.

    `name` is the file's name as it was given. `start`/`end` are ticks: the first frame's PTS and the
    end of the stream (of the sound for sound-only media). `sha256` is empty until the full hash is done.
    `group`: which match, camera or source it comes from; no split cuts through a group.

    `wall_clock`: the time of day at the film's second 0, local, ISO 8601, with its offset where
    `wall_clock_zone` is known: an IANA name, `UTC` or an offset such as `+08:00`
    (`app.domain.time_of_day` reads and writes the three fields together). `video_stream`, `audio_stream`: the
    container's numbers of the streams in use, -1 for its first. `audio_channel`: the one that is heard on
    both ears, -1 for all. `sync_us`: by how many microseconds the film's second 0 comes after second 0 of
    the time line that films shown in step share; None while it was not lined up with another.
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
    video_stream: int = -1
    audio_stream: int = -1
    audio_channel: int = -1
    wall_clock_zone: str = ""
    wall_clock_uncertainty_ms: int = 0
    periods: tuple[Period, ...] = ()
    sync_us: int | None = None

    @property
    def film_number(self) -> int | None:
        """The film's stream as the decoder takes it: None for the first."""
        return self.video_stream if self.video_stream >= 0 else None

    @property
    def sound_number(self) -> int | None:
        """The sound's stream as the reader takes it: None for the first."""
        return self.audio_stream if self.audio_stream >= 0 else None

    @property
    def scale(self) -> TimeScale:
        return TimeScale(self.time_base, self.origin)

    @property
    def span(self) -> TimeRange:
        return TimeRange(self.start, max(self.end, self.start + 1))

    @property
    def sample_aspect(self) -> float:
        """Width of a coded pixel over its height, as it is shown; 1 where the file does not say."""
        value = self.facts.get("sample_aspect_ratio", 1)
        return float(value) if isinstance(value, int | float) and value > 0 else 1.0


OF_THE_FILE = frozenset({
    "time_base", "start", "end", "origin", "frames", "width", "height", "sample_rate", "has_video",
    "has_audio", "size", "quick_hash", "sha256", "confirmed", "facts", "video_stream", "audio_stream",
})  # fmt: skip
"""What reading the file gives, and what says which part of it is meant: they change together."""

_WHICH = frozenset({"quick_hash", "video_stream", "audio_stream"})


def restored(now: Medium, before: Medium, after: Medium) -> Medium:
    """`now` with what the step from `before` to `after` changes, and with what was learnt since by reading
    the file, unless the step is to other content or other streams: then the file's facts are `after`'s.
    """
    step = {f.name for f in fields(Medium) if getattr(before, f.name) != getattr(after, f.name)}
    step |= OF_THE_FILE if step & _WHICH else frozenset()
    return replace(now, **{name: getattr(after, name) for name in step})
