"""Sound waiting to be played: a reader thread keeps a queue full that the sound device empties."""

from __future__ import annotations

import os
import threading
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

import numpy as np

from app.media.route import Leg, Route
from app.media.tempo import Tempo, onset_lead_s
from sora_model.contract.errors import SoraError
from sora_model.media.audio_reader import AudioReader, Samples

_BLOCK_S = 0.1

_KEPT_S = 0.1
"""So much of what waits is still played when the way changes, while the rest is prepared anew."""

_SETTLING_S = 0.25
"""So long after its beginning the stretching has come to its steady state."""

_SHORT_LEG_S = 20.0
"""The sound of a loop no longer than this is decoded once and held."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Samples `(n, channels)`: the first belongs to `second` of the film, which passes at `speed`."""

    second: float
    speed: float
    samples: Samples

    def split(self, count: int, rate: int) -> tuple[Piece, Piece]:
        after = Piece(self.second + count / rate * self.speed, self.speed, self.samples[count:])
        return Piece(self.second, self.speed, self.samples[:count]), after


class SoundFeed:
    """The sound of one film along a route from any second on, prepared ahead in a thread of its own.

    Seconds are the film's; the sound is heard `offset_s` later against the picture. `channel`: that one
    channel on all outputs, -1 the film's mix. At other speeds than 1 the pitch is kept. `take` never waits:
    it is made for a sound device's callback. Where the sound has ended there is silence. Close it: that
    waits for the thread.
    """

    def __init__(
        self,
        path: str | os.PathLike[str],
        *,
        rate: int | None = None,
        channels: int | None = None,
        stream: int | None = None,
        offset_s: float = 0.0,
        channel: int = -1,
        ahead_s: float = 1.0,
    ) -> None:
        """Raises `SoraError` when the file has no sound that can be read."""
        self._reader = AudioReader(path, stream)
        facts = self._reader.facts
        self.rate = rate or facts.sample_rate
        self.channels = channels or min(2, facts.channels)
        self.error: SoraError | None = None
        """What stopped the reading, if anything did; the rest is silent."""
        self._ahead = max(1, round(ahead_s * self.rate))
        self._offset_s, self._channel = offset_s, channel
        self._route = Route(0.0, float("inf"))
        self._wake = threading.Condition()
        self._waiting: deque[Piece] = deque()
        self._held = 0
        self._next_s = 0.0
        self._target: float | None = 0.0
        self._ended = False
        self._closing = False
        self._round: tuple[object, Samples] | None = None
        self._thread = threading.Thread(target=self._work, name="sound feed", daemon=True)
        self._thread.start()

    def begin(self, at_s: float, route: Route | None = None) -> None:
        """Give the sound from `at_s` on; what waits is dropped at once."""
        with self._wake:
            self._route = route if route is not None else self._route
            self._keep(0)
            self._go_on_from(at_s)

    def follow(self, route: Route) -> None:
        """Go on by another route from where the sound is, without a gap."""
        with self._wake:
            self._route = route
            self._go_on_from(self._keep(round(_KEPT_S * self.rate)))

    def set_offset(self, offset_s: float) -> None:
        with self._wake:
            if offset_s == self._offset_s:
                return
            self._offset_s = offset_s
            self._go_on_from(self._keep(round(_KEPT_S * self.rate)))

    def set_channel(self, channel: int) -> None:
        with self._wake:
            if channel == self._channel:
                return
            self._channel = channel
            self._go_on_from(self._keep(round(_KEPT_S * self.rate)))

    def take(self, count: int) -> list[Piece]:
        """Up to `count` samples in pieces, in order; fewer, even none, when the reader has not caught up."""
        taken: list[Piece] = []
        with self._wake:
            while count and self._waiting:
                piece = self._waiting.popleft()
                if len(piece.samples) > count:
                    piece, rest = piece.split(count, self.rate)
                    self._waiting.appendleft(rest)
                self._given(piece)
                self._held -= len(piece.samples)
                count -= len(piece.samples)
                taken.append(piece)
            if count and self._ended:
                silence = np.zeros((count, self.channels), np.float32)
                taken.append(Piece(self._next_s, max(self._route.rate, 0.0), silence))
                self._given(taken[-1])
            self._wake.notify_all()
        return taken

    def wait_until_ready(self, seconds: float, timeout_s: float) -> bool:
        """Wait until `seconds` of sound are there; false when they are not within `timeout_s`."""
        need = min(round(seconds * self.rate), self._ahead)
        with self._wake:
            return self._wake.wait_for(lambda: self._ended or self._held >= need, timeout_s)

    def close(self) -> None:
        with self._wake:
            self._closing = True
            self._wake.notify_all()
        self._thread.join()
        self._reader.close()

    def _given(self, piece: Piece) -> None:
        self._next_s = piece.second + len(piece.samples) / self.rate * piece.speed

    def _keep(self, count: int) -> float:
        """Drop what waits beyond `count` samples; the second of the film that comes after them."""
        kept, second = 0, self._next_s
        pieces = deque[Piece]()
        for piece in self._waiting:
            if kept >= count:
                break
            piece = piece.split(min(count - kept, len(piece.samples)), self.rate)[0]
            kept += len(piece.samples)
            second = piece.second + len(piece.samples) / self.rate * piece.speed
            pieces.append(piece)
        self._waiting, self._held = pieces, kept
        # Where nothing waits yet the last order is still to be carried out: go on from the same place.
        return self._target if not kept and self._target is not None else second

    def _go_on_from(self, second: float) -> None:
        self._target = second
        self._ended = False
        if not self._held:
            self._next_s = second
        self._wake.notify_all()

    def _work(self) -> None:
        while True:
            with self._wake:
                self._wake.wait_for(lambda: self._closing or self._target is not None)
                if self._closing:
                    return
                assert self._target is not None
                target, self._target = self._target, None
                preparing = self._pieces(target, self._route, self._offset_s, self._channel)
            try:
                done = all(self._put(piece) for piece in preparing)
            except SoraError as error:
                self.error, done = error, True
            with self._wake:
                if done and self._target is None:
                    self._ended = True
                    self._wake.notify_all()

    def _put(self, piece: Piece) -> bool:
        """Let `piece` wait to be taken once there is room; false when it is no longer wanted."""
        with self._wake:
            self._wake.wait_for(lambda: self._closing or self._target is not None or self._held < self._ahead)
            if self._closing or self._target is not None:
                return False
            self._waiting.append(piece)
            self._held += len(piece.samples)
            self._wake.notify_all()
        return True

    # --- what is prepared ------------------------------------------------------------------

    def _pieces(self, at_s: float, route: Route, offset_s: float, channel: int) -> Iterator[Piece]:
        for heard, legs in groupby(route.legs(at_s), key=lambda leg: leg.heard):
            if not heard:
                for leg in legs:
                    yield from self._silent(leg)
                continue
            sound = (piece for leg in legs for piece in self._sound(leg, offset_s, channel))
            yield from sound if route.rate == 1 else self._at_speed(sound, route.rate)

    def _silent(self, leg: Leg) -> Iterator[Piece]:
        size, done = round(_BLOCK_S * self.rate), 0
        count = round(leg.duration_s * self.rate)
        while done < count:
            samples = np.zeros((min(size, count - done), self.channels), np.float32)
            yield Piece(leg.start_s + done / self.rate * leg.speed, leg.speed, samples)
            done += len(samples)

    def _sound(self, leg: Leg, offset_s: float, channel: int) -> Iterator[Piece]:
        """The leg's sound at the film's own speed; silence where there is none."""
        start_s, end_s = leg.start_s - offset_s, leg.end_s - offset_s
        done = 0
        for block in self._read(start_s, end_s, channel):
            yield Piece(leg.start_s + done / self.rate, 1.0, block)
            done += len(block)
        if np.isfinite(leg.end_s):
            begin_s = leg.start_s + done / self.rate
            if leg.end_s > begin_s:
                yield from self._silent(Leg(begin_s, leg.end_s, 1.0, False))

    def _read(self, start_s: float, end_s: float, channel: int) -> Iterator[Samples]:
        """The sound between two of its own seconds; it may end early."""
        if end_s - start_s <= _SHORT_LEG_S:
            wanted = (start_s, end_s, channel)
            if self._round is None or self._round[0] != wanted:
                blocks = list(self._blocks(start_s, end_s, channel))
                empty = np.zeros((0, self.channels), np.float32)
                self._round = (wanted, np.concatenate([empty, *blocks]))
            whole, size = self._round[1], round(_BLOCK_S * self.rate)
            yield from (whole[begin : begin + size] for begin in range(0, len(whole), size))
        else:
            yield from self._blocks(start_s, end_s, channel)

    def _blocks(self, start_s: float, end_s: float, channel: int) -> Iterator[Samples]:
        left = round((end_s - start_s) * self.rate) if np.isfinite(end_s) else None
        if start_s < 0:
            before = round(-start_s * self.rate)
            silence = np.zeros((before if left is None else min(before, left), self.channels), np.float32)
            left = None if left is None else left - len(silence)
            yield silence
        one = 0 <= channel < self._reader.facts.channels
        channels = self._reader.facts.channels if one else self.channels
        if left is not None and left <= 0:
            return
        for _, block in self._reader.blocks(self.rate, channels, _BLOCK_S, max(0.0, start_s)):
            if one:
                block = np.repeat(block[:, channel : channel + 1], self.channels, axis=1)
            if left is not None:
                block = block[:left]
                left -= len(block)
            yield block
            if left == 0:
                return

    def _at_speed(self, sound: Iterator[Piece], speed: float) -> Iterator[Piece]:
        """`sound` stretched. Which second an output sample belongs to follows from counting both sides."""
        tempo = Tempo(self.rate, self.channels, speed)
        whole_lead = onset_lead_s(self.rate, speed) / speed * self.rate
        settled = round(_SETTLING_S * self.rate)
        # (first output sample, second of the film) of each piece that went in.
        origins: deque[tuple[float, float]] = deque()
        pushed = given = 0

        def placed(samples: Samples) -> Iterator[Piece]:
            nonlocal given
            while len(samples):
                lead = whole_lead * min(1.0, given / settled)
                while len(origins) > 1 and origins[1][0] <= given + lead:
                    origins.popleft()
                first, second = origins[0]
                count = len(samples) if given >= settled else max(1, settled // 16)
                if len(origins) > 1:
                    count = min(count, max(1, int(origins[1][0] - lead) - given))
                part, samples = samples[:count], samples[count:]
                yield Piece(second + (given + lead - first) * speed / self.rate, speed, part)
                given += len(part)

        for piece in sound:
            origins.append((pushed / speed, piece.second))
            pushed += len(piece.samples)
            yield from placed(tempo.push(piece.samples))
        if origins:
            yield from placed(tempo.finish())
