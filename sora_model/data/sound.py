"""Sound → log-mel energies per step (16 kHz mono, n_fft 512, window 400, hop 160, 64 bands 50–7,600 Hz)."""

from __future__ import annotations

import functools

import numpy as np
from numpy.typing import NDArray

RATE = 16_000
N_FFT = 512
WINDOW = 400
HOP = 160
BANDS = 64
LOW_HZ, HIGH_HZ = 50.0, 7_600.0
FLOOR = 1e-5
AUDIO_CHANNELS = 2 * BANDS + 2
"""Per step: mean and maximum of each band, mean and maximum of the spectral flux."""


@functools.cache
def mel_filters() -> NDArray[np.float32]:
    """`(BANDS, N_FFT // 2 + 1)` triangular filters, equally spaced on the mel scale of O'Shaughnessy
    (1987).
    """
    mels = np.linspace(2595 * np.log10(1 + LOW_HZ / 700), 2595 * np.log10(1 + HIGH_HZ / 700), BANDS + 2)
    edges = 700 * (10 ** (mels / 2595) - 1)
    frequencies = np.arange(N_FFT // 2 + 1) * RATE / N_FFT
    rising = (frequencies - edges[:-2, None]) / (edges[1:-1] - edges[:-2])[:, None]
    falling = (edges[2:, None] - frequencies) / (edges[2:] - edges[1:-1])[:, None]
    return np.maximum(0.0, np.minimum(rising, falling)).astype(np.float32)


def log_mel(samples: NDArray[np.float32]) -> NDArray[np.float32]:
    """`(n, BANDS)`, `n = 1 + len(samples) // HOP`: frame i is centred on sample `i * HOP`."""
    padded = np.pad(samples.astype(np.float32), N_FFT // 2)
    count = 1 + len(samples) // HOP
    frames = np.lib.stride_tricks.sliding_window_view(padded, N_FFT)[::HOP][:count]
    window = np.zeros(N_FFT, np.float32)
    margin = (N_FFT - WINDOW) // 2
    window[margin : margin + WINDOW] = np.hanning(WINDOW + 1)[:-1]
    power = np.abs(np.fft.rfft(frames * window, axis=1)).astype(np.float32) ** 2
    return np.asarray(np.log(power @ mel_filters().T + FLOOR), dtype=np.float32)


def per_step(
    samples: NDArray[np.float32], steps: int, steps_per_second: float, lead: int
) -> NDArray[np.float32]:
    """`(steps, AUDIO_CHANNELS)` of mono samples at `RATE`; step 0 begins at sample `lead`.

    `lead` samples of context before the first step keep the first flux honest.
    """
    mel = log_mel(samples)
    flux = np.zeros(len(mel), np.float32)
    flux[1:] = np.maximum(mel[1:] - mel[:-1], 0.0).mean(axis=1)
    edges = np.round((lead + np.arange(steps + 1) * RATE / steps_per_second) / HOP).astype(np.int64)
    edges = np.clip(edges, 0, len(mel))
    out = np.zeros((steps, AUDIO_CHANNELS), np.float32)
    for k in range(steps):
        low = min(edges[k], len(mel) - 1)
        high = max(edges[k + 1], low + 1)
        block, rise = mel[low:high], flux[low:high]
        out[k, :BANDS] = block.mean(axis=0)
        out[k, BANDS : 2 * BANDS] = block.max(axis=0)
        out[k, 2 * BANDS :] = rise.mean(), rise.max()
    return out
