"""One reading of a sound that makes its waveform and its spectrograms, goes on where it was left, and begins
where the person looks.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from typing import Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from app.domain.errors import UserError
from app.media import spectrogram as sg
from app.media import waveform_peaks as wp
from app.media.failures import user_errors
from app.media.sound_tiles import SoundTiles, TileHeader, TileWriter
from sora_model.media.audio_reader import AudioFacts, AudioReader, Samples, mix
from sora_model.media.progress import IsCancelled, OnProgress, Pace

_Made = TypeVar("_Made")

Window = tuple[float, float]  # in seconds

_LONGER, _LONGER_S, _LONGEST_S = 3, 600.0, 360_000.0
"""A sound may be so many times as long as the file says, and so much more, or so long where it does not say:
later times are damage.
"""

_ALIKE = 0.1
"""Share of the loudness by which two readings of one tile may differ: decoders start up with small errors."""


class Picture(Protocol):
    """A kind of picture that is made of a sound, tile by tile."""

    kind: str
    around: int
    """Samples before and after a tile that it needs."""

    def file(self) -> Path: ...
    def record(self, channels: int) -> np.dtype[np.void]: ...
    def fields(self, samples: Samples) -> dict[str, NDArray[np.generic]]:
        """The tile's fields; `samples` with `around` of them on each side."""
        ...


def load_peaks(
    path: str | os.PathLike[str],
    cache_dir: Path,
    *,
    stream: int | None = None,
    on_progress: OnProgress | None = None,
    cancelled: IsCancelled | None = None,
) -> wp.WaveformPeaks:
    """The whole waveform of the film's first sound, or of stream number `stream`: kept, completed or made.

    Raises as `make_pictures`.
    """
    file = wp.peaks_file(path, cache_dir, stream)
    found = open_peaks(file)
    if found is not None and found.whole:
        return found
    make_pictures(path, cache_dir, stream=stream, on_progress=on_progress, cancelled=cancelled)
    return wp.WaveformPeaks(file)


def open_peaks(file: Path) -> wp.WaveformPeaks | None:
    """What there is of a waveform; None where nothing is."""
    try:
        return wp.WaveformPeaks(file)
    except (OSError, ValueError):
        return None


def open_spectrogram(file: Path) -> sg.Spectrogram | None:
    """What there is of a spectrogram; None where nothing is."""
    try:
        return sg.Spectrogram(file)
    except (OSError, ValueError):
        return None


def make_pictures(
    path: str | os.PathLike[str],
    cache_dir: Path,
    *,
    stream: int | None = None,
    peaks: bool = True,
    spectrograms: Sequence[int | None] = (),
    window: Callable[[], Window | None] = lambda: None,
    on_progress: OnProgress | None = None,
    cancelled: IsCancelled | None = None,
) -> None:
    """Complete the waveform and the `spectrograms` (a channel each, None: all mixed) of a sound.

    `window`: the seconds that somebody looks at now; they come first. What was made stays when the work is
    cancelled or killed. Raises `UserError` when there is no sound or no room to keep them, `Cancelled` when
    asked to stop.
    """
    try:
        with user_errors(), AudioReader(path, stream) as reader:
            facts = reader.facts
        kinds: list[Picture] = [_Peaks(path, cache_dir, stream, facts)] if peaks else []
        kinds += [_Spectrogram(path, cache_dir, stream, facts, channel) for channel in spectrograms]
        with ExitStack() as open_files, user_errors():
            makers = [open_files.enter_context(_Maker(kind, facts)) for kind in kinds]
            _SoundPass(path, facts, makers, window, on_progress, cancelled).run()
    except OSError as error:
        raise UserError(
            "The waveform of {path} cannot be kept in {folder}: {reason}.",
            way_out="Free some space there, or choose another folder for caches.",
            path=path,
            folder=cache_dir / "peaks",
            reason=error.strerror,
        ) from error


class _Peaks:
    kind, around = wp.KIND, 0

    def __init__(
        self, path: str | os.PathLike[str], cache_dir: Path, stream: int | None, facts: AudioFacts
    ) -> None:
        self._file = wp.peaks_file(path, cache_dir, stream)
        self._samples = wp.samples_of_bin(facts.sample_rate)

    def file(self) -> Path:
        return self._file

    def record(self, channels: int) -> np.dtype[np.void]:
        return wp.peaks_record(channels)

    def fields(self, samples: Samples) -> dict[str, NDArray[np.generic]]:
        return {"bins": wp.tile_of_peaks(samples, self._samples)}


class _Spectrogram:
    kind = sg.KIND

    def __init__(
        self,
        path: str | os.PathLike[str],
        cache_dir: Path,
        stream: int | None,
        facts: AudioFacts,
        channel: int | None,
    ) -> None:
        self._file = sg.spectrogram_file(path, cache_dir, stream, channel)
        self._channel = channel
        self._rate = facts.sample_rate
        self._hop = wp.samples_of_bin(facts.sample_rate) * wp.BINS // sg.COLUMNS
        self.around = sg.window_of(facts.sample_rate) // 2

    def file(self) -> Path:
        return self._file

    def record(self, channels: int) -> np.dtype[np.void]:
        return sg.spectrogram_record(channels)

    def fields(self, samples: Samples) -> dict[str, NDArray[np.generic]]:
        one = mix(samples, 1)[:, 0] if self._channel is None else samples[:, self._channel]
        columns, histogram = sg.tile_of_spectrogram(np.ascontiguousarray(one), self._rate, self._hop)
        return {"columns": columns, "histogram": histogram}


class _Maker:
    """One picture's file while it is made: what is there, and how to add to it."""

    def __init__(self, picture: Picture, facts: AudioFacts) -> None:
        self.picture = picture
        header = TileHeader(picture.kind, facts.sample_rate, facts.channels, tile_samples(facts.sample_rate))
        self._writer = TileWriter(picture.file(), header, picture.record(facts.channels))
        tiles = SoundTiles(picture.file(), picture.kind, picture.record, 1)
        self._tiles = tiles
        self._there = set(np.flatnonzero(tiles.made).tolist())

    def __enter__(self) -> _Maker:
        return self

    def __exit__(self, *_: object) -> None:
        self._writer.__exit__(None, None, None)

    def has(self, number: int) -> bool:
        return number in self._there

    @property
    def ended(self) -> int:
        return self._writer.header.ended

    def end(self, ended: int) -> None:
        if ended != self.ended:
            self._writer.end(ended)

    def make(self, number: int, samples: Samples) -> None:
        self._writer.write(number, **self.picture.fields(samples))
        self._there.add(number)

    @property
    def made(self) -> int:
        return len(self._there)

    def agrees(self, number: int, samples: Samples) -> bool:
        """Whether a tile that is there came from about these samples; true where none is there."""
        if not isinstance(self.picture, _Peaks) or number not in self._there:
            return True
        self._tiles.refresh()
        there = self._tiles.tile(number, "bins")["rms"].astype(np.float64)
        fresh = self.picture.fields(samples)["bins"]["rms"].astype(np.float64)  # type: ignore[call-overload]
        return bool(np.abs(there - fresh).sum() <= _ALIKE * there.sum() + there.size)


def tile_samples(rate: int) -> int:
    """Samples of the sound in one tile, about 10 s."""
    return wp.samples_of_bin(rate) * wp.BINS


class _SoundPass:
    """Reads stretches of the sound until every maker has every tile."""

    def __init__(
        self,
        path: str | os.PathLike[str],
        facts: AudioFacts,
        makers: Sequence[_Maker],
        window: Callable[[], Window | None],
        on_progress: OnProgress | None,
        cancelled: IsCancelled | None,
    ) -> None:
        self._path = path
        self._facts = facts
        self._makers = makers
        self._window = window
        self._tile = tile_samples(facts.sample_rate)
        self._around = max((maker.picture.around for maker in makers), default=0)
        stated_s = max(0.0, facts.start_s + facts.duration_s)
        expected = -(-round(stated_s * facts.sample_rate) // self._tile)
        longest_s = _LONGER * stated_s + _LONGER_S if facts.duration_s > 0 else _LONGEST_S
        self._most = round(longest_s * facts.sample_rate) // self._tile
        self._pace = Pace(max(1, expected) * len(makers), on_progress, cancelled)
        self._ended = max((maker.ended for maker in makers), default=0)
        self._may_jump = True
        """False once a jump led beyond the sound's end, or the file proved not to be sought exactly."""

    def run(self) -> None:
        while (first := self._next_missing()) is not None:
            self._read_from(first)
        for maker in self._makers:
            maker.end(self._ended)
        self._pace.finish()

    # --- which tile ------------------------------------------------------------------------

    @property
    def _count(self) -> int | None:
        """How many tiles there are; None while the sound's end is not known."""
        return None if self._ended < 0 else -(-self._ended // self._tile)

    def _missing(self, number: int) -> bool:
        if self._count is not None and number >= self._count:
            return False
        return any(not maker.has(number) for maker in self._makers)

    def _seen(self) -> range:
        """Tiles that somebody looks at."""
        window = self._window() if self._may_jump else None
        if window is None:
            return range(0)
        tile_s = self._tile / self._facts.sample_rate
        return range(max(0, int(window[0] / tile_s)), max(0, int(window[1] / tile_s) + 1))

    def _next_missing(self) -> int | None:
        """Where to read next: in sight, else the first that is missing."""
        for number in self._seen():
            if self._missing(number):
                return number
        number = 0
        while self._count is None or number < self._count:
            if self._missing(number):
                return number
            number += 1
        return None

    def _wanted_elsewhere(self, number: int) -> bool:
        seen = self._seen()
        return number not in seen and any(self._missing(one) for one in seen)

    # --- reading ---------------------------------------------------------------------------

    def _read_from(self, first: int) -> None:
        """Make tiles from `first` on, until one that is there, the sound's end, or a look elsewhere."""
        before = first > 0 and any(maker.has(first - 1) for maker in self._makers)
        begin = first - 1 if before else first
        number = begin
        for number, window in self._windows(begin):
            if number < first and not self._agree(number, window):
                # Times after a seek are only guessed in this file: one reading from its start is needed.
                self._may_jump = False
                self._read_through()
                return
            self._make(number, window)
            if number >= first and (self._wanted_elsewhere(number + 1) or not self._missing(number + 1)):
                return
        if self._ended >= 0:
            return
        if first == 0 or before:
            self._ended = first * self._tile
        self._may_jump = False

    def _read_through(self) -> None:
        for number, window in self._windows(0):
            self._make(number, window)

    def _agree(self, number: int, window: Samples) -> bool:
        return all(maker.agrees(number, self._part(maker, window)) for maker in self._makers)

    def _make(self, number: int, window: Samples) -> None:
        for maker in self._makers:
            if not maker.has(number):
                maker.make(number, self._part(maker, window))
        self._pace.step(sum(maker.made for maker in self._makers))

    def _part(self, maker: _Maker, window: Samples) -> Samples:
        spare = self._around - maker.picture.around
        return window[spare : len(window) - spare]

    def _windows(self, first: int) -> Iterator[tuple[int, Samples]]:
        """`(number, samples)` of each tile from `first` on, with `_around` samples on each side.

        Silent where there is no sound. Notes the sound's end when it comes to it.
        """
        around, tile = self._around, self._tile
        held: Samples | None = None
        number = first
        with user_errors(), ExitStack() as reading:
            reader = reading.enter_context(AudioReader(self._path, self._facts.stream))
            rate = self._facts.sample_rate
            begin_s = (first * tile - around) / rate
            decoder = reading.enter_context(ThreadPoolExecutor(1, thread_name_prefix="sound decoder"))
            for _, block in _ahead(decoder, reader.blocks(block_s=tile / rate, start_s=begin_s)):
                if held is not None:
                    yield number, _filled(held, block, tile + 2 * around)
                    number += 1
                held = block
                if number >= self._most:
                    break
        if held is None:
            return
        end = number * tile - around + len(held)
        while number * tile < end:
            yield number, _filled(held, held[:0], tile + 2 * around)
            number, held = number + 1, held[tile:]
        self._ended = end


def _ahead(thread: Executor, made: Iterator[_Made]) -> Iterator[_Made]:
    """The same things, the next one made in `thread` while one is used."""
    coming = thread.submit(next, made, None)
    while (one := coming.result()) is not None:
        coming = thread.submit(next, made, None)
        yield one


def _filled(held: Samples, following: Samples, size: int) -> Samples:
    """`held` and what follows, cut or filled with silence to `size` samples; channel by channel in memory."""
    if len(held) == size:
        return held
    filled = np.zeros((held.shape[1], size), np.float32).T
    filled[: len(held)] = held
    rest = following[: size - len(held)]
    filled[len(held) : len(held) + len(rest)] = rest
    return filled
