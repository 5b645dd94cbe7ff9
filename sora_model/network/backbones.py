"""The sizes of the picture networks, for whoever keeps their features or their pictures; free of torch."""

from __future__ import annotations

import math

BACKBONES: dict[str, tuple[float, float]] = {
    "efficientnet-lite0": (1.0, 1.0),
    "efficientnet-lite2": (1.1, 1.2),
}
"""Name → width and depth, as factors of Lite0's."""
TAP_CHANNELS: tuple[int, int, int] = (40, 112, 320)
"""Channels of Lite0's taps at stride 8, 16 and 32."""
HEAD_CHANNELS = 1280
GRID_CHANNELS = sum(TAP_CHANNELS)

# (expansion, output channels, repeats, stride, kernel) of each stage.
STAGES = (
    (1, 16, 1, 1, 3),
    (6, 24, 2, 2, 3),
    (6, 40, 2, 2, 5),
    (6, 80, 3, 2, 3),
    (6, 112, 3, 1, 5),
    (6, 192, 4, 2, 5),
    (6, 320, 1, 1, 3),
)
TAP_STAGES = (2, 4, 6)


def stage_channels(name: str) -> tuple[int, ...]:
    """Output channels of each stage of the backbone `name`: multiples of 8, never a tenth below the exact
    width.
    """
    width, _ = BACKBONES[name]
    rounded = [(out * width, max(8, int(out * width + 4) // 8 * 8)) for _, out, _, _, _ in STAGES]
    return tuple(near + 8 if near < 0.9 * exact else near for exact, near in rounded)


def tap_channels(name: str) -> tuple[int, int, int]:
    """Channels of the taps at stride 8, 16 and 32; nought for “none”."""
    if name == "none":
        return 0, 0, 0
    out = stage_channels(name)
    return out[TAP_STAGES[0]], out[TAP_STAGES[1]], out[TAP_STAGES[2]]


def repeats(name: str) -> tuple[int, ...]:
    """Blocks of each stage of the backbone `name`.

    The first and the last stage keep their depth, as the stem and the head keep their width.
    """
    _, depth = BACKBONES[name]
    last = len(STAGES) - 1
    return tuple(
        once if number in (0, last) else math.ceil(once * depth)
        for number, (_, _, once, _, _) in enumerate(STAGES)
    )


def shifts(name: str) -> int:
    """Residual blocks of the backbone `name`, each of which may have a temporal shift."""
    return sum(again - 1 for again in repeats(name))
