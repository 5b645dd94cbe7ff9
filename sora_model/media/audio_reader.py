"""Sound on the film's time line: silence where there is none, whatever the stream's own clock says."""

from __future__ import annotations

import math
import os
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from types import TracebackType

import av
import numpy as np
from av.audio.frame import AudioFrame
from av.audio.resampler import AudioResampler
from numpy.typing import NDArray

from sora_model.contract.errors import SoraError
from sora_model.media.audio_frames import merged_frames
from sora_model.media.streams import audio_stream, open_media, origin_of, packets

Samples = NDArray[np.float32]
"""`(samples, channels)`, -1 to 1."""

_PREROLL_S = 0.25
"""Decoded and thrown away before the wanted sound: the first frames after a seek lack their predecessors."""

_SLACK_S = 0.03
"""Times that differ from the running count by less are rounding (Matroska counts milliseconds), not gaps."""

_SETTLING = 8
"""So many first blocks decide together where they are."""

_EDGE_S = 0.02
"""Decoded beyond both ends of a read, so that the resampler's filter sees real sound there."""

_MERGED_SAMPLES = 1 << 16
"""So many samples at most pass at once through a long reading."""

_LONGEST_SILENCE_S = 10.0
"""Longer gaps are handed out in pieces of this length."""


@dataclass(frozen=True)
class AudioFacts:
    """`start_s` and `duration_s` in seconds on the film's time line, as the container states them."""

    codec: str
    sample_rate: int
    channels: int
    start_s: float
    duration_s: float
    stream: int
    time_base: Fraction


class AudioReader:
    """Reads one sound stream; use it from one thread only, and close it.

    Second 0 is the film's (the container's start). Packets that fail are skipped: their time is silent.
    """

    def __init__(self, path: str | os.PathLike[str], stream: int | None = None) -> None:
        """The first sound of the file, or stream number `stream`. Raises `SoraError` when there is none."""
        self._path = path
        self._container = open_media(path)
        sound = audio_stream(self._container, stream)
        if sound is None or sound.rate <= 0:
            self._container.close()
            raise SoraError("{path} has no sound.", path=path)
        self._stream = sound
        self._origin = origin_of(self._container)
        self.failed_packets = 0
        """Packets that could not be decoded so far."""
        time_base = Fraction(sound.time_base or Fraction(1, sound.rate))
        start = (
            Fraction(sound.start_time) * time_base - self._origin
            if sound.start_time is not None
            else Fraction(0)
        )
        if sound.duration:
            duration = Fraction(sound.duration) * time_base
        else:
            duration = max(Fraction(0), Fraction(self._container.duration or 0, av.time_base) - start)
        self.facts = AudioFacts(
            codec=sound.codec_context.name,
            sample_rate=sound.rate,
            channels=max(1, sound.channels),
            start_s=float(start),
            duration_s=float(duration),
            stream=sound.index,
            time_base=time_base,
        )

    def __enter__(self) -> AudioReader:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        self._container.close()

    def read(self, start_s: float, duration_s: float, rate: int = 16000, channels: int = 1) -> Samples:
        """Sound from `start_s`, `(round(duration_s * rate), channels)`; silent before its start and after
        its end.
        """
        wanted = round(duration_s * rate)
        if wanted <= 0:
            return np.zeros((0, channels), np.float32)
        native = self.facts.sample_rate
        start = round(start_s * rate)
        # The two grids of samples meet every 1 / gcd seconds: reading begins at such an instant, so that
        # the same sound comes out whatever `start_s` is.
        common = math.gcd(native, rate)
        step = rate // common
        edge = math.ceil(_EDGE_S * rate)
        first = (start - edge) // step
        lead = start - first * step
        grid = first * (native // common)
        count = math.ceil(Fraction(lead + wanted + edge, rate) * native)
        buffer = np.zeros((count, self.facts.channels), np.float32)
        self._seek(grid / native - _PREROLL_S)
        for position, block in self._placed(self._frames()):
            begin, end = position - grid, position - grid + len(block)
            if begin >= count:
                break
            if end > 0:
                buffer[max(0, begin) : min(count, end)] = block[max(0, -begin) : count - begin]
        mixed = mix(buffer, channels)
        if native == rate:
            converted = mixed
        else:
            resampler = Resampler(native, rate, channels)
            converted = np.concatenate([resampler.push(mixed), resampler.finish()])
        result = np.zeros((wanted, channels), np.float32)
        part = converted[lead : lead + wanted]
        result[: len(part)] = part
        return result

    def blocks(
        self,
        rate: int | None = None,
        channels: int | None = None,
        block_s: float = 1.0,
        start_s: float = 0.0,
    ) -> Iterator[tuple[float, Samples]]:
        """The sound from `start_s` to its end, in blocks of `block_s` seconds (the last may be shorter).

        Yields `(start_s, samples)` without gaps, at the stream's own rate and channels unless told
        otherwise. Begins anew with each call; do not mix with `read` while it runs.
        """
        rate = rate or self.facts.sample_rate
        channels = channels or self.facts.channels
        size = max(1, round(block_s * rate))
        native = self.facts.sample_rate
        if start_s > 0:
            self._seek(start_s - _PREROLL_S)
        else:
            self._rewind()
        frames = merged_frames(self._frames(), min(_MERGED_SAMPLES, round(block_s * native)), apart=_SETTLING)
        block, held, done = _by_channel(size, channels), 0, 0
        for piece in self._converted(frames, rate, channels, round(start_s * native)):
            begin = 0
            while begin < len(piece):
                part = piece[begin : begin + size - held]
                block[held : held + len(part)] = part
                begin, held = begin + len(part), held + len(part)
                if held == size:
                    yield start_s + done / rate, block
                    block, held, done = _by_channel(size, channels), 0, done + size
        if held:
            yield start_s + done / rate, block[:held]

    def _converted(
        self, frames: Iterator[AudioFrame], rate: int, channels: int, start: int
    ) -> Iterator[Samples]:
        """The sound from native sample `start` on, without gaps, converted; what lies before is left out."""
        native = self.facts.sample_rate
        resampler = Resampler(native, rate, channels) if rate != native else None
        silence = round(_LONGEST_SILENCE_S * native)
        at = start
        for position, block in self._placed(frames):
            while at < position:
                gap = np.zeros((min(silence, position - at), channels), np.float32)
                at += len(gap)
                yield gap if resampler is None else resampler.push(gap)
            fresh = mix(block[at - position :], channels)
            at += len(fresh)
            if len(fresh):
                yield fresh if resampler is None else resampler.push(fresh)
        if resampler is not None:
            yield resampler.finish()

    def _placed(self, frames: Iterator[AudioFrame]) -> Iterator[tuple[int, Samples]]:
        """`(position, block)` in native samples since second 0, in order; blocks never overlap."""
        slack = round(_SLACK_S * self.facts.sample_rate)
        expected: int | None = None
        for stated, block in self._settled(frames, slack):
            position = expected if expected is not None else 0
            if stated is not None and (expected is None or abs(stated - expected) > slack):
                position = stated
            if expected is not None and position < expected:
                block = block[expected - position :]
                position = expected
            if len(block):
                expected = position + len(block)
                yield position, block

    def _settled(self, frames: Iterator[AudioFrame], slack: int) -> Iterator[tuple[int | None, Samples]]:
        """`(stated position or None, block)`, the first few at the median of what they state together.

        After a seek the first times are inexact: rounded to milliseconds (Matroska), or those of a packet
        that the seek cut through (program streams).
        """
        blocks = self._stated(frames)
        first: list[tuple[int, Samples]] = []
        rest: list[tuple[int | None, Samples]] = []
        begins: list[int] = []
        done = 0
        for stated, block in blocks:
            if stated is None or (begins and abs(stated - done - begins[0]) > slack):
                rest.append((stated, block))
                break
            begins.append(stated - done)
            first.append((done, block))
            done += len(block)
            if len(first) == _SETTLING:
                break
        begin = round(float(np.median(begins))) if begins else 0
        yield from ((begin + offset, block) for offset, block in first)
        yield from rest
        yield from blocks

    def _stated(self, frames: Iterator[AudioFrame]) -> Iterator[tuple[int | None, Samples]]:
        """Decoded blocks, `(samples, channels)`, with the position in samples that their time states."""
        rate = self.facts.sample_rate
        for frame in frames:
            block = to_float(frame)
            if frame.sample_rate != rate:
                block = _at_rate(block, frame.sample_rate, rate)
            block = mix(block, self.facts.channels)
            stated = None
            if frame.pts is not None:
                seconds = frame.pts * Fraction(frame.time_base or self.facts.time_base) - self._origin
                stated = round(seconds * rate)
            yield stated, block

    def _frames(self) -> Iterator[AudioFrame]:
        """Decoded frames, those without a time bearing that of the packet they came out with."""
        last_time: int | None = None
        for packet in packets(self._container, self._stream):
            last_time = packet.pts
            try:
                frames = packet.decode()
            except av.error.FFmpegError:
                self.failed_packets += 1
                continue
            yield from frames if frames and frames[0].pts is not None else self._timed(frames, last_time)
        try:
            frames = self._stream.decode(None)
        except av.error.EOFError:
            return
        except av.error.FFmpegError:
            self.failed_packets += 1
            return
        yield from self._timed(frames, last_time)

    def _timed(self, frames: list[AudioFrame], time: int | None) -> list[AudioFrame]:
        if frames and frames[0].pts is None and time is not None:
            frames[0].pts = time
            frames[0].time_base = self.facts.time_base
        return frames

    def _seek(self, seconds: float) -> None:
        """Place the reader at or before `seconds`; at the start of the file where it cannot be sought."""
        if seconds <= self.facts.start_s:
            self._rewind()
            return
        tick = int((Fraction(seconds) + self._origin) / self.facts.time_base)
        try:
            self._container.seek(tick, stream=self._stream, backward=True)
        except OSError:
            self._rewind()

    def _rewind(self) -> None:
        """Open the file again: unlike a seek, it is exact for every container."""
        self._container.close()
        self._container = open_media(self._path)
        stream = audio_stream(self._container, self.facts.stream)
        if stream is None:
            raise SoraError("{path} has changed since it was opened: its sound is gone.", path=self._path)
        self._stream = stream


class Resampler:
    """Streams `(n, channels)` float32 from one rate to another with swresample; no delay is added."""

    def __init__(self, source: int, target: int, channels: int) -> None:
        self._source = source
        self._channels = channels
        self._layout = _layout(channels)
        self._resampler = AudioResampler(format="flt", layout=self._layout, rate=target)

    def push(self, samples: Samples) -> Samples:
        if not len(samples):
            return samples
        packed = np.ascontiguousarray(samples, np.float32).reshape(1, -1)
        frame = AudioFrame.from_ndarray(packed, format="flt", layout=self._layout)
        frame.sample_rate = self._source
        return self._collect(self._resampler.resample(frame))

    def finish(self) -> Samples:
        return self._collect(self._resampler.resample(None))

    def _collect(self, frames: list[AudioFrame]) -> Samples:
        parts = [frame.to_ndarray().reshape(-1, self._channels) for frame in frames]
        return (
            np.concatenate(parts).astype(np.float32) if parts else np.zeros((0, self._channels), np.float32)
        )


def _by_channel(size: int, channels: int) -> Samples:
    """Room for so many samples, one channel after the other in memory."""
    return np.empty((channels, size), np.float32).T


def _layout(channels: int) -> str:
    return {1: "mono", 2: "stereo"}.get(channels, f"{channels}c")


def _at_rate(block: Samples, source: int, target: int) -> Samples:
    resampler = Resampler(source, target, block.shape[1])
    return np.concatenate([resampler.push(block), resampler.finish()])


def to_float(frame: AudioFrame) -> Samples:
    """Samples of a decoded frame as `(n, channels)` float32, full scale 1."""
    data = frame.to_ndarray()
    channels = frame.layout.nb_channels
    samples = data.T if frame.format.is_planar else data.reshape(-1, channels)
    if samples.dtype.kind == "f":
        return samples.astype(np.float32, copy=False)
    if samples.dtype == np.uint8:
        return ((samples.astype(np.float32) - 128) / 128).astype(np.float32)
    full_scale = float(2 ** (8 * samples.dtype.itemsize - 1))
    # A power of two: exact, without a detour over 64 bits.
    return np.multiply(samples, np.float32(1 / full_scale), dtype=np.float32, casting="same_kind")


def mix(samples: Samples, channels: int) -> Samples:
    """`samples` with `channels` channels: mono is the mean, more than stereo folds down as ITU-R BS.775 says.

    Channels are taken in the usual order (left, right, centre, low frequencies, surrounds). Scaled so
    that nothing clips.
    """
    have = samples.shape[1]
    if have == channels:
        return samples
    if channels == 1:
        return np.asarray(samples.mean(axis=1, keepdims=True), np.float32)
    if have == 1:
        return np.repeat(samples, channels, axis=1)
    if channels == 2 and have >= 3:
        side = 0.5**0.5
        left, right = samples[:, 0].copy(), samples[:, 1].copy()
        weight = 1.0
        if have != 4:
            left, right, weight = left + side * samples[:, 2], right + side * samples[:, 2], weight + side
        first_surround = 2 if have == 4 else have - (have - 3) // 2 * 2
        for surround in range(first_surround, have - 1, 2):
            left = left + side * samples[:, surround]
            right = right + side * samples[:, surround + 1]
            weight += side
        return (np.stack([left, right], axis=1) / weight).astype(np.float32)
    spread = np.zeros((len(samples), channels), np.float32)
    spread[:, : min(have, channels)] = samples[:, :channels]
    return spread
