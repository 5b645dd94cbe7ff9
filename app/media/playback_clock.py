"""Where the film is: the sound device says, or, where there is none, a silent clock."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Protocol

SLOWEST, FASTEST = 0.25, 4.0


class SoundMaster(Protocol):
    """What the clock needs of the sound's output. Seconds are the film's."""

    @property
    def available(self) -> bool:
        """Whether it can play now."""
        ...

    @property
    def reason(self) -> str:
        """In plain words why not, if it cannot."""
        ...

    def play(self, at_s: float) -> None: ...

    def pause(self) -> None: ...

    def seek(self, at_s: float) -> None: ...

    def position(self) -> float | None:
        """The second that is heard now; None when it cannot say (any more)."""
        ...


class PlaybackClock:
    """Play, pause, seek, rate and loop on one time line of seconds.

    At rate 1 with a working device the position is what is heard; otherwise it runs on `now`, and
    `status` says why. Call `advance` regularly while playing (for each picture): it carries out loops and
    the end.
    """

    def __init__(
        self,
        start_s: float,
        end_s: float,
        sound: SoundMaster | None = None,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        if end_s < start_s:
            raise ValueError("the film ends before it starts")
        self.start_s = start_s
        self.end_s = end_s
        self._sound = sound
        self._now = now
        self._playing = False
        self._rate = 1.0
        self._loop: tuple[float, float] | None = None
        # The position was `_anchor_s` when `now` was `_anchor_now`; while paused only the former counts.
        self._anchor_s = start_s
        self._anchor_now = now()
        self._by_sound = False

    @property
    def is_playing(self) -> bool:
        return self._playing

    @property
    def rate(self) -> float:
        return self._rate

    @property
    def loop(self) -> tuple[float, float] | None:
        return self._loop

    @property
    def follows_sound(self) -> bool:
        """Whether the position now comes from the sound device."""
        return self._by_sound

    @property
    def status(self) -> str:
        """One sentence on why there is no sound, empty when there is."""
        if self._sound is None:
            return "There is no sound; the film runs on the computer's clock."
        if not self._sound.available:
            return f"{self._sound.reason} The film runs silently, on the computer's clock."
        if self._rate != 1.0:
            return f"Sound is off at {self._rate:g}× speed."
        return ""

    @property
    def position_s(self) -> float:
        """Where the film is now, within its start and end. Reading it changes nothing."""
        return min(max(self._unbounded(), self.start_s), self.end_s)

    def play(self) -> None:
        """Go on from here; from the start when at the end."""
        if self._playing:
            return
        if self._anchor_s >= self.end_s:
            self._anchor_s = self.start_s
        self._playing = True
        self._begin(self._anchor_s)

    def pause(self) -> None:
        if not self._playing:
            return
        here = self.position_s
        self._playing = False
        if self._by_sound and self._sound is not None:
            self._sound.pause()
        self._by_sound = False
        self._anchor_s = here

    def seek(self, seconds: float) -> None:
        """Go to `seconds`, within the film; playing goes on from there."""
        target = min(max(seconds, self.start_s), self.end_s)
        self._anchor_s, self._anchor_now = target, self._now()
        if not self._playing:
            return
        if self._by_sound and self._sound is not None and self._sound.available:
            self._sound.seek(target)
        else:
            self._begin(target)

    def set_rate(self, rate: float) -> None:
        """Speed, 0.25 to 4. Only 1 has sound. Raises `ValueError` outside."""
        if not SLOWEST <= rate <= FASTEST:
            raise ValueError(f"the speed must be from {SLOWEST} to {FASTEST}")
        if rate == self._rate:
            return
        here = self.position_s
        if self._by_sound and self._sound is not None:
            self._sound.pause()
        self._by_sound = False
        self._rate = rate
        self._anchor_s, self._anchor_now = here, self._now()
        if self._playing:
            self._begin(here)

    def set_loop(self, start_s: float | None, end_s: float | None = None) -> None:
        """Repeat from `start_s` to `end_s`; None ends the loop. Raises `ValueError` for an empty range."""
        if start_s is None or end_s is None:
            self._loop = None
            return
        if end_s <= start_s:
            raise ValueError("a loop must end after it starts")
        self._loop = (max(start_s, self.start_s), min(end_s, self.end_s))

    def advance(self) -> float:
        """The position now, after looping back or stopping at the end if it is time."""
        if not self._playing:
            return self.position_s
        self._check_sound()
        here = self._unbounded()
        if self._loop is not None and here >= self._loop[1]:
            self.seek(self._loop[0])
        elif here >= self.end_s:
            self.pause()
            self._anchor_s = self.end_s
        return self.position_s

    def _begin(self, at_s: float) -> None:
        self._anchor_s, self._anchor_now = at_s, self._now()
        self._by_sound = self._sound is not None and self._sound.available and self._rate == 1.0
        if self._by_sound and self._sound is not None:
            self._sound.play(at_s)

    def _check_sound(self) -> None:
        """Let the silent clock take over from a device that has failed, without a jump."""
        if not self._by_sound or self._sound is None:
            return
        heard = self._sound.position()
        if heard is None or not self._sound.available:
            self._by_sound = False
            self._anchor_now = self._now()
        else:
            self._anchor_s = heard

    def _unbounded(self) -> float:
        if not self._playing:
            return self._anchor_s
        if self._by_sound and self._sound is not None:
            heard = self._sound.position()
            return self._anchor_s if heard is None else heard
        return self._anchor_s + (self._now() - self._anchor_now) * self._rate
