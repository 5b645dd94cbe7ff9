"""What of a sound is shown and how its band is shared. Numbers only."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from app.views.timeline.lanes import Band

Column = NDArray[np.float32]

_WAVEFORM_SHARE = 0.36  # of a lane that has both
_PADDING = 2.0
_SCALE = (50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 50_000)  # Hz
_QUIETEST_DB = -60.0  # at the middle line of a waveform in decibels
_MOST_LANES = 8


class Waveform(Protocol):
    """(start in seconds, end in seconds, columns[, channel]) → (lowest, highest) of each column, -1 to 1,
    NaN where it is not known yet.
    """

    def __call__(
        self, start_s: float, end_s: float, columns: int, /, *channel: int
    ) -> tuple[Column, Column]: ...


class Loudness(Protocol):
    """(start in seconds, end in seconds, columns[, channel]) → root mean square of each column, 0 to 1."""

    def __call__(self, start_s: float, end_s: float, columns: int, /, *channel: int) -> Column: ...


class Spectrogram(Protocol):
    @property
    def rate(self) -> int:
        """Samples per second: the top of the picture is half of it."""
        ...

    @property
    def shades(self) -> tuple[int, int]:
        """The bytes of the darkest and of the brightest shade."""
        ...

    def columns(
        self, start_s: float, end_s: float, columns: int
    ) -> tuple[NDArray[np.uint8], NDArray[np.bool_]]:
        """`(bytes, known)`, `(columns, bands)`, bands from low to high, and `(columns,)`."""
        ...

    def hertz_at(self, share: float) -> float:
        """The frequency at `share` of the height, 0 at the bottom to 1 at the top."""
        ...

    def height_of(self, hertz: float) -> float:
        """The share of the height at which a frequency is drawn."""
        ...


@dataclass(frozen=True, slots=True)
class SoundView:
    """What the person chose. `apart`: a lane for each channel; `decibels`: the waveform's height."""

    waveform: bool = True
    spectrogram: bool = False
    apart: bool = False
    decibels: bool = False


@dataclass(frozen=True, slots=True)
class Sound:
    """What there is to draw. `spectrograms`: that of all channels mixed, or one for each."""

    waveform: Waveform
    loudness: Loudness | None = None
    channels: int = 1
    spectrograms: tuple[Spectrogram, ...] = ()


@dataclass(frozen=True, slots=True)
class SoundLane:
    """`channel` None: all mixed. A band of no height is not drawn."""

    channel: int | None
    name: str
    waveform: Band
    spectrogram: Band
    picture: Spectrogram | None


def sound_lines(sound: Sound | None, view: SoundView) -> tuple[float, float] | None:
    """Lines of text that the section needs at least and uses at most; None: one for a sentence."""
    if sound is None:
        return None
    lanes = len(_channels(sound, view))
    if not view.spectrogram:
        return max(3.0, 1.2 * min(lanes, 5)), 9.0
    return 6.0 + min(lanes - 1, 2), 18.0


def sound_lanes(band: Band, sound: Sound, view: SoundView) -> tuple[SoundLane, ...]:
    """From the top down: one for all channels, or one for each."""
    channels = _channels(sound, view)
    height = band.height / len(channels)
    lanes = []
    for number, channel in enumerate(channels):
        room = Band(round(band.top + number * height), round(height) - (number < len(channels) - 1))
        picture = _picture_of(sound, view, channel)
        share = _WAVEFORM_SHARE if view.spectrogram and view.waveform else float(view.waveform)
        split = round(room.height * share)
        wave = Band(room.top + _PADDING, max(0.0, split - 2 * _PADDING))
        spectrum = Band(room.top + split, room.height - split)
        lanes.append(SoundLane(channel, channel_name(channel, sound.channels), wave, spectrum, picture))
    return tuple(lanes)


def _channels(sound: Sound, view: SoundView) -> Sequence[int | None]:
    apart = view.apart and 1 < sound.channels <= _MOST_LANES
    return range(sound.channels) if apart else (None,)


def _picture_of(sound: Sound, view: SoundView, channel: int | None) -> Spectrogram | None:
    found = sound.spectrograms
    if not view.spectrogram or not found:
        return None
    return found[channel] if channel is not None and channel < len(found) else found[0]


def channel_name(channel: int | None, channels: int) -> str:
    """L and R of two, else the number from 1 on; empty for all mixed."""
    if channel is None:
        return ""
    return "LR"[channel] if channels == 2 else str(channel + 1)


def scale_marks(picture: Spectrogram, height: float, line: float) -> list[tuple[float, str]]:
    """(share of the height, text) of round frequencies, a line of text apart at least."""
    marks: list[tuple[float, str]] = []
    for hertz in _SCALE:
        share = picture.height_of(hertz)
        room = line / max(1.0, height)
        if room / 2 <= share <= 1 - room / 2 and (not marks or share - marks[-1][0] >= room):
            marks.append((share, f"{hertz / 1000:g}"))
    if marks:
        marks[-1] = marks[-1][0], f"{marks[-1][1]} kHz"
    return marks


def frequency_text(hertz: float) -> str:
    return f"{hertz:.0f} Hz" if hertz < 1000 else f"{hertz / 1000:.2f} kHz"


def in_decibels(amplitude: Column) -> Column:
    """-1 to 1 → -1 to 1: the share of the way from -60 dB to full scale, with its sign."""
    level = 1.0 - 20.0 * np.log10(np.maximum(np.abs(amplitude), 1e-9)) / _QUIETEST_DB
    return np.asarray(np.sign(amplitude) * np.clip(level, 0.0, 1.0), np.float32)


def band_at(lanes: Sequence[SoundLane], y: float) -> tuple[SoundLane, float] | None:
    """The lane at `y` and the share of its spectrogram's height there, negative in the waveform."""
    for lane in lanes:
        if lane.spectrogram.height and lane.spectrogram.contains(y):
            return lane, (lane.spectrogram.bottom - y) / lane.spectrogram.height
        if lane.waveform.top - _PADDING <= y < lane.waveform.bottom + _PADDING:
            return lane, -math.inf
    return None
