"""Plays a film by the program's clock and sound until told to stop, and prints what they said.

`python play_on.py FILM`, ended by end of file on standard input: then a JSON list of
`[time.monotonic(), second of the film, whether the sound leads, status]`.
"""

from __future__ import annotations

import json
import sys
import threading
import time

from app.media.playback_clock import PlaybackClock
from app.qt.audio_output import AudioOutput


def main(path: str) -> None:
    told = threading.Event()
    threading.Thread(target=lambda: (sys.stdin.read(), told.set()), daemon=True).start()
    output = AudioOutput(path)
    said: list[tuple[float, float, bool, str]] = []
    try:
        clock = PlaybackClock(0.0, 1000.0, output)
        clock.play()
        while not told.wait(0.01):
            said.append((time.monotonic(), clock.advance(), clock.follows_sound, clock.status))
        clock.pause()
    finally:
        output.close()
    print(json.dumps(said))


if __name__ == "__main__":
    main(sys.argv[1])
