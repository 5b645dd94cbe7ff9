"""Where the film is: the sound device says, or, where there is none, a silent clock."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Protocol

from app.domain.texts import Text
from app.media.route import FASTEST, SLOWEST, SOUND_FASTEST, SOUND_SLOWEST, Route

_JOIN_S = 0.3
"""Sound that joins a film already running is asked for so far ahead that the device can be in time."""

_JOIN_AT_MOST_S = 2.0

_LATEST_JOIN_S = 0.5
"""Sound that is later than this when it joins is another place of the film (a loop has come round)."""


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

    def play(self, at_s: float, route: Route, in_s: float = 0.0) -> None:
        """Begin at `at_s` and follow `route`; the first of it is not to be heard before `in_s` from now."""
        ...

    def follow(self, route: Route) -> None:
        """While playing: go on by another route, without a gap."""
        ...

    def pause(self) -> None: ...

    def position(self) -> float | None:
        """The second that is heard now; None when it cannot say (any more)."""
        ...


class Sound(SoundMaster, Protocol):
    """A sound output that can be closed, has a volume, 0 to 1, and says when its device comes or goes."""

    volume: float
    on_change: Callable[[], None] | None  # called on any thread

    @property
    def device_name(self) -> str:
        """What the computer calls the output in use; empty without one."""
        ...

    def look_again(self) -> None:
        """Take the device that the computer plays to now."""
        ...

    def set_offset(self, offset_s: float) -> None: ...

    def set_channel(self, channel: int) -> None: ...

    def close(self) -> None: ...


class PlaybackClock:
    """Play, pause, seek, rate, loop and stop on one time line of seconds.

    From half to double speed with a working device the position is what is heard; otherwise it runs on
    `now`, and `status` says why. Call `advance` regularly while playing (for each picture): it notices the
    end, a device that fails, and one that is back.
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
        self._film = (start_s, end_s)
        self._route = Route(start_s, end_s)
        self._skips: tuple[tuple[float, float], ...] = ()
        self._stops = False
        self._sound = sound
        self._now = now
        self._playing = False
        # The position was `_anchor_s` when `now` was `_anchor_now`; while paused only the former counts.
        self._anchor_s = start_s
        self._anchor_now = now()
        self._by_sound = False
        self._joins: tuple[float, float] | None = None
        """`now` and second at which the sound is to take over."""
        self._floor_s: float | None = None

    @property
    def is_playing(self) -> bool:
        return self._playing

    @property
    def rate(self) -> float:
        return self._route.rate

    @property
    def loop(self) -> tuple[float, float] | None:
        return self._route.loop

    @property
    def start_s(self) -> float:
        return self._film[0]

    @property
    def end_s(self) -> float:
        return self._film[1]

    @property
    def follows_sound(self) -> bool:
        """Whether the position now comes from the sound device."""
        return self._by_sound

    @property
    def status(self) -> str:
        """One sentence on why there is no sound, empty when there is."""
        if self._sound is None:
            return Text("There is no sound; the film runs on the computer's clock.")
        if not self._sound.available:
            reason = self._sound.reason
            return Text("{reason} The film runs silently, on the computer's clock.", reason=reason)
        if self.rate < 0:
            return Text("Sound is off while the film runs backwards.")
        if not self._route.has_sound:
            return Text(
                "Sound is off at {rate:g}× speed (it is heard from {slowest:g}× to {fastest:g}×).",
                rate=self.rate,
                slowest=SOUND_SLOWEST,
                fastest=SOUND_FASTEST,
            )
        return ""

    @property
    def position_s(self) -> float:
        """Where the film is now, within its start and end. Reading it changes nothing."""
        return min(max(self._unbounded(), self.start_s), self.end_s)

    def is_still(self, start_s: float, end_s: float) -> bool:
        """Whether a stretch that is run through or jumped over touches `start_s` to `end_s`."""
        return any(start < end_s and end > start_s for start, end in self._route.skips)

    def play(self) -> None:
        """Go on from here; from the other end when at the end."""
        if self._playing:
            return
        if self._route.ends_at(self._anchor_s):
            self._anchor_s = self.end_s if self.rate < 0 else self.start_s
        self._playing = True
        self._begin(self._anchor_s)

    def pause(self) -> None:
        if not self._playing:
            return
        here = self.position_s
        self._playing = False
        self._silence()
        self._anchor_s = here

    def seek(self, seconds: float) -> None:
        """Go to `seconds`, within the film; playing goes on from there."""
        target = min(max(seconds, self.start_s), self.end_s)
        self._anchor_s, self._anchor_now = target, self._now()
        if self._playing:
            self._begin(target)

    def set_rate(self, rate: float) -> None:
        """Speed, 0.25 to 8, negative: back. Raises `ValueError` outside. The position does not jump."""
        if not SLOWEST <= abs(rate) <= FASTEST:
            raise ValueError(f"the speed must be from {SLOWEST} to {FASTEST}, on or back")
        self._change(replace(self._route, rate=rate))

    def set_loop(self, start_s: float | None, end_s: float | None = None) -> None:
        """Repeat from `start_s` to `end_s`; None ends the loop. Raises `ValueError` for an empty range."""
        if start_s is None or end_s is None:
            self._change(replace(self._route, loop=None))
            return
        if end_s <= start_s:
            raise ValueError("a loop must end after it starts")
        self._change(replace(self._route, loop=(max(start_s, self.start_s), min(end_s, self.end_s))))

    def set_stop(self, second: float | None) -> None:
        """Playing on ends at `second`, and until then nothing is skipped; None: at the film's end."""
        self._stops = second is not None
        end_s = self.end_s if second is None else min(max(second, self.start_s), self.end_s)
        self._change(replace(self._route, end_s=end_s, skips=() if self._stops else self._skips))

    def set_skips(self, skips: Sequence[tuple[float, float]]) -> None:
        """Still stretches, sorted and apart, that playing on runs through or jumps over."""
        self._skips = tuple(skips)
        if not self._stops:
            self._change(replace(self._route, skips=self._skips))

    def set_film(self, start_s: float, end_s: float) -> None:
        """The film's start and end are known better now."""
        self._film = (start_s, end_s)
        self._change(replace(self._route, start_s=start_s, end_s=end_s))

    def set_sound(self, sound: SoundMaster) -> None:
        """The sound was opened after the film began: it joins without a jump."""
        here = self.position_s
        self._silence()
        self._sound = sound
        self._anchor_s, self._anchor_now = here, self._now()
        if self._playing:
            self._join(here)

    def advance(self) -> float:
        """The position now, after stopping at the end if it is time."""
        if not self._playing:
            return self.position_s
        self._check_sound()
        here = self._unbounded()
        if self._route.ends_at(here):
            self.pause()
            self._anchor_s = self._route.start_s if self.rate < 0 else self._route.end_s
        return self.position_s

    # --- sound or silence --------------------------------------------------------------------

    @property
    def _can_be_heard(self) -> bool:
        return self._sound is not None and self._sound.available and self._route.has_sound

    def _begin(self, at_s: float) -> None:
        """Play from `at_s`: the film waits for the first sound to be heard."""
        self._anchor_s, self._anchor_now = at_s, self._now()
        self._joins = self._floor_s = None
        if self._can_be_heard and self._sound is not None:
            self._by_sound = True
            self._sound.play(at_s, self._route)
        else:
            self._silence()

    def _change(self, route: Route) -> None:
        if route == self._route:
            return
        here = self.position_s
        self._route = route
        if not self._playing:
            return
        if self._by_sound and self._can_be_heard and self._sound is not None:
            self._sound.follow(route)
            return
        self._silence()
        self._anchor_s, self._anchor_now = here, self._now()
        if self._can_be_heard:
            self._join(here)

    def _silence(self) -> None:
        if (self._by_sound or self._joins is not None) and self._sound is not None:
            self._sound.pause()
        self._by_sound, self._joins = False, None

    def _join(self, here: float) -> None:
        """Let the sound begin where the running film will be."""
        if not self._can_be_heard or self._sound is None:
            return
        ahead = self._route.after(here, _JOIN_S)
        self._joins = (self._now() + _JOIN_S, ahead)
        self._sound.play(ahead, self._route, _JOIN_S)

    def _check_sound(self) -> None:
        """Let the silent clock take over from a device that fails and give way to one that is back."""
        if self._sound is None:
            return
        heard = self._sound.position() if self._sound.available else None
        if self._by_sound:
            if heard is None:
                self._by_sound = False
                self._anchor_now = self._now()
            else:
                self._anchor_s = self._unbounded()
        elif self._joins is not None:
            due, second = self._joins
            here = self._unbounded()
            if heard is None:
                self._joins = None
            elif heard != second and self._now() >= due:
                self._by_sound, self._joins = True, None
                # A sound that came late is waited for: the film does not go back for it.
                self._floor_s = here if 0 < here - heard < _LATEST_JOIN_S else None
                self._anchor_s = heard
            elif self._now() > due + _JOIN_AT_MOST_S:
                self._silence()
        elif self._can_be_heard:
            here = self._unbounded()
            self._anchor_s, self._anchor_now = here, self._now()
            self._join(here)

    def _unbounded(self) -> float:
        if not self._playing:
            return self._anchor_s
        if self._by_sound and self._sound is not None:
            heard = self._sound.position()
            if heard is None:
                return self._anchor_s
            if self._floor_s is not None and 0 < self._floor_s - heard < _LATEST_JOIN_S:
                return self._floor_s
            return heard if self.loop is not None else min(heard, self._route.end_s)
        return self._route.after(self._anchor_s, self._now() - self._anchor_now)
