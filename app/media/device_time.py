"""When the blocks of a sound device are heard, without the jitter of what the device reports."""

from __future__ import annotations

_JUMP_S = 0.06
"""A block further off than this was not late by jitter: the device has paused or dropped something."""

_SLOWEST_GAIN = 0.02


class DeviceTime:
    """A first-order delay-locked loop over the reported times of consecutive blocks.

    Blocks follow one another without a gap, so each is expected where the last one ended; the reported
    time pulls that expectation a little. After F. Adriaensen, "Using a DLL to filter time" (2005).
    """

    def __init__(self) -> None:
        self._expected: float | None = None
        self._seen = 0

    def heard_at(self, reported: float, length_s: float) -> float:
        """When the next block, `length_s` long, is heard, on the clock that `reported` is on."""
        if self._expected is None or abs(reported - self._expected) > _JUMP_S:
            self._expected, self._seen = reported, 0
        self._seen += 1
        begin = self._expected + (reported - self._expected) * max(1 / self._seen, _SLOWEST_GAIN)
        self._expected = begin + length_s
        return begin
