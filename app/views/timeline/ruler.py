"""Where the ruler's lines stand and what they say. Numbers only."""

from __future__ import annotations

import math

STEPS_S = (
    *(0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5),
    *(1.0, 2.0, 5.0, 10.0, 15.0, 30.0, 60.0, 120.0, 300.0, 600.0, 900.0, 1800.0),
    *(3600.0, 7200.0, 14400.0, 28800.0, 86400.0),
)
_PARTS = {15.0: 3, 30.0: 3, 120.0: 4, 900.0: 3, 1800.0: 3, 7200.0: 4, 14400.0: 4, 28800.0: 4, 86400.0: 4}


def step_for(seconds_per_unit: float, room: float) -> float:
    """The smallest round step whose labels stand at least `room` view units apart."""
    return next((step for step in STEPS_S if step / seconds_per_unit >= room), STEPS_S[-1])


def parts_of(step: float) -> int:
    """Into how many equal parts the small lines divide a step."""
    if step in _PARTS:
        return _PARTS[step]
    return 4 if str(f"{step:g}").rstrip("0").endswith("2") else 5


def positions(start_s: float, end_s: float, step: float) -> list[tuple[int, float]]:
    """Multiples of `step` in `[start_s, end_s]`: (how many steps, seconds)."""
    first, last = math.ceil(start_s / step - 1e-9), math.floor(end_s / step + 1e-9)
    return [(n, n * step) for n in range(first, last + 1)]


def text_at(seconds: float, step: float) -> str:
    """`M:SS`, `H:MM:SS` from one hour on, with as many decimals as `step` needs."""
    decimals = 0 if step >= 1 else max(1, math.ceil(-math.log10(step) - 1e-9))
    sign = "-" if round(seconds, decimals) < 0 else ""
    units = 10**decimals
    total = abs(round(seconds * units))
    whole, part = divmod(total, units)
    hours, rest = divmod(whole, 3600)
    minutes, secs = divmod(rest, 60)
    clock = f"{hours}:{minutes:02d}:{secs:02d}" if hours else f"{minutes}:{secs:02d}"
    return f"{sign}{clock}.{part:0{decimals}d}" if decimals else f"{sign}{clock}"
