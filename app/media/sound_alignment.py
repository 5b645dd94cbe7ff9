"""Where one film lies beside another, by the sound that both recorded.

First roughly, over the whole films: where the loudness of several bands rises together (the
cross-correlation of their onsets). Then to a fraction of a millisecond, in the stretches with most onsets, by
generalised cross-correlation with phase transform (Knapp and Carter 1976, IEEE Trans. ASSP 24(4)).
"""

from __future__ import annotations

import os
from dataclasses import dataclass

import numpy as np
from numpy.fft import irfft, rfft
from numpy.typing import NDArray

from app.domain.errors import UserError
from app.media.failures import user_errors
from sora_model.media.audio_reader import AudioReader, Samples
from sora_model.media.progress import IsCancelled, OnProgress, Pace

Path = str | os.PathLike[str]

_RATE = 16_000
_HOP = 160  # 10 ms
_WINDOW = 320
_BANDS_HZ = (150, 350, 700, 1400, 2800, 5600)
_BLOCK_S = 10.0
_LEAST_OVERLAP_S = 5.0
_CLEAR = 8.0
"""Standard deviations by which the best place must stand out; of unrelated sound the best of a million does
by about 5."""
_APART_S = 1.0
_PIECES = 5
_PIECE_S = 8.0
_REACH_S = 0.05
_AGREEMENT_S = 0.002

Onsets = NDArray[np.float32]
"""`(n, bands)`, a row each 10 ms: how much louder each band became."""


@dataclass(frozen=True)
class Alignment:
    """`offset_s`: by how much the second film's second 0 comes after the first's.

    `clarity`: by how many standard deviations of all other places the best one stands out. `exact`:
    several stretches agree on it to `_AGREEMENT_S`; otherwise it is good to a hundredth of a second.
    """

    offset_s: float
    clarity: float
    exact: bool


def align(
    first: Path,
    second: Path,
    streams: tuple[int | None, int | None] = (None, None),
    *,
    on_progress: OnProgress | None = None,
    cancelled: IsCancelled | None = None,
) -> Alignment:
    """Where `second` lies beside `first`.

    Raises `UserError` where either has no sound or they do not share what can be heard; `Cancelled`.
    """
    share = on_progress or (lambda _: None)
    ours = _onsets(first, streams[0], lambda done: share(0.45 * done), cancelled)
    theirs = _onsets(second, streams[1], lambda done: share(0.45 + 0.45 * done), cancelled)
    lag, clarity = _best_lag(ours, theirs)
    if clarity < _CLEAR:
        raise UserError(
            "{first} and {second} share no sound that is recognised.",
            way_out="Line them up by the time of day, or by eye, frame by frame.",
            first=os.path.basename(first),
            second=os.path.basename(second),
        )
    with user_errors():
        finer = _finer(first, second, streams, ours, lag)
    share(1.0)
    coarse_s = lag * _HOP / _RATE
    if finer is None:
        return Alignment(coarse_s, clarity, exact=False)
    return Alignment(finer, clarity, exact=True)


def _onsets(path: Path, stream: int | None, on_progress: OnProgress, cancelled: IsCancelled | None) -> Onsets:
    edges = np.round(np.asarray(_BANDS_HZ) * _WINDOW / _RATE).astype(np.int64)
    shape = np.hanning(_WINDOW).astype(np.float32)
    rows: list[NDArray[np.float32]] = []
    rest = np.zeros(0, np.float32)
    with user_errors(), AudioReader(path, stream) as reader:
        pace = Pace(reader.facts.start_s + reader.facts.duration_s, on_progress, cancelled)
        for start_s, block in reader.blocks(_RATE, 1, _BLOCK_S):
            pace.step(start_s)
            sound = np.concatenate([rest, block[:, 0]])
            if len(sound) < _WINDOW:
                rest = sound
                continue
            windows = np.lib.stride_tricks.sliding_window_view(sound, _WINDOW)[::_HOP]
            power = np.abs(np.fft.rfft(windows * shape, axis=1)) ** 2
            rows.append(np.add.reduceat(power, edges, axis=1)[:, :-1].astype(np.float32))
            rest = sound[len(windows) * _HOP :]
    if not rows:
        raise UserError("{path} has no sound to line it up by.", path=path)
    loud = np.log10(np.concatenate(rows) + 1e-6)
    rises = np.maximum(np.diff(loud, axis=0, prepend=loud[:1]), 0)
    spread = rises.std(axis=0)
    return ((rises - rises.mean(axis=0)) / np.where(spread > 1e-6, spread, np.inf)).astype(np.float32)


def _best_lag(ours: Onsets, theirs: Onsets) -> tuple[int, float]:
    """Rows by which `theirs` begins after `ours`, and how clearly."""
    n, m = len(ours), len(theirs)
    size = 1 << (n + m - 1).bit_length()
    total = np.zeros(size)
    for band in range(ours.shape[1]):
        total += irfft(rfft(ours[:, band], size) * np.conj(rfft(theirs[:, band], size)), size)
    lags = np.concatenate([np.arange(n), np.arange(-(m - 1), 0)])
    values = np.concatenate([total[:n], total[size - (m - 1) :]])
    # Rows that overlap at each lag: a place is judged by how much better it is than chance would make it.
    overlap = np.minimum(n, lags + m) - np.maximum(0, lags)
    allowed = overlap >= min(n, m, _LEAST_OVERLAP_S * _RATE / _HOP)
    scores = np.where(allowed, values / np.sqrt(np.maximum(1, overlap)), 0.0)
    best = int(np.argmax(scores))
    others = scores[allowed & (np.abs(lags - lags[best]) > _APART_S * _RATE / _HOP)]
    if not len(others):
        others = scores[allowed & (lags != lags[best])]
    spread = float(others.std()) if len(others) else 0.0
    return int(lags[best]), float((scores[best] - others.mean()) / spread) if spread > 0 else 0.0


def _finer(
    first: Path, second: Path, streams: tuple[int | None, int | None], ours: Onsets, lag: int
) -> float | None:
    """The offset in seconds where most of the liveliest stretches agree; None where they do not."""
    step = round(_PIECE_S * _RATE / _HOP)
    with AudioReader(first, streams[0]) as one, AudioReader(second, streams[1]) as other:
        end = min(len(ours), lag + round((other.facts.start_s + other.facts.duration_s) * _RATE / _HOP))
        starts = np.arange(max(0, lag), max(0, end - step) + 1, step)
        if not len(starts):
            starts = np.array([max(0, lag)])
        lively = [float(np.abs(ours[s : s + step]).sum()) for s in starts]
        found = []
        for begin in starts[np.argsort(lively)[::-1][:_PIECES]]:
            at = begin * _HOP / _RATE
            a = one.read(at, _PIECE_S, _RATE)[:, 0]
            b = other.read(at - lag * _HOP / _RATE, _PIECE_S, _RATE)[:, 0]
            found.append(_phase_lag(a, b))
    middle = float(np.median(found))
    agree = np.abs(np.array(found) - middle) < _AGREEMENT_S
    if agree.sum() * 2 <= len(found):
        return None
    return lag * _HOP / _RATE + float(np.mean(np.array(found)[agree]))


def _phase_lag(a: Samples, b: Samples) -> float:
    """Seconds by which `b` must be moved on to lie on `a`, within `_REACH_S`."""
    size = 1 << (len(a) + len(b)).bit_length()
    cross = rfft(a, size) * np.conj(rfft(b, size))
    lags = irfft(cross / np.maximum(np.abs(cross), 1e-9), size)
    reach = round(_REACH_S * _RATE)
    near = np.concatenate([lags[-reach:], lags[: reach + 1]])
    return (int(np.argmax(near)) - reach) / _RATE
