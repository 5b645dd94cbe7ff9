"""Plays a part of a film through the program's sound output and prints what it said it was playing.

`python play_sound.py FILM START_S SECONDS`; in a process of its own because PortAudio looks for devices once.
"""

from __future__ import annotations

import json
import sys
import time

from app.qt.audio_output import AudioOutput


def main(path: str, start_s: float, seconds: float) -> None:
    output = AudioOutput(path)
    said: list[tuple[float, float | None]] = []
    try:
        output.play(start_s)
        begun = time.monotonic()
        while time.monotonic() < begun + seconds:
            said.append((time.monotonic(), output.position()))
            time.sleep(0.02)
        output.pause()
        rested = output.position()
        print(
            json.dumps(
                {
                    "available": output.available,
                    "reason": output.reason,
                    "said": said,
                    "rested": rested,
                    "underruns": output.underruns,
                }
            )
        )
    finally:
        output.close()


if __name__ == "__main__":
    main(sys.argv[1], float(sys.argv[2]), float(sys.argv[3]))
