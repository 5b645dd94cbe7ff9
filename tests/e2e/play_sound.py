"""Works the program's sound output as told and prints what it said it was playing.

`python play_sound.py FILM ORDERS`: orders are a JSON list such as `[["play", 2.0], ["wait", 1.5],
["pause", 0]]`; in a process of its own because PortAudio looks for devices once.
"""

from __future__ import annotations

import json
import sys
import time

from app.qt.audio_output import AudioOutput


def main(path: str, orders: list[tuple[str, float]]) -> None:
    output = AudioOutput(path)
    said: list[tuple[float, float | None, str]] = []
    doing = ""
    try:
        for order, value in orders:
            if order == "wait":
                begun = time.monotonic()
                while time.monotonic() < begun + value:
                    said.append((time.monotonic(), output.position(), doing))
                    time.sleep(0.02)
                continue
            doing = order
            if order in ("play", "seek"):
                output.play(value)
            elif order == "look":
                output.look_again()
            elif order == "volume":
                output.volume = value
            else:
                output.pause()
        report = {
            "available": output.available,
            "reason": output.reason,
            "said": said,
            "underruns": output.underruns,
        }
        print(json.dumps(report))
    finally:
        output.close()


if __name__ == "__main__":
    main(sys.argv[1], json.loads(sys.argv[2]))
