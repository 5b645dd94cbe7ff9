"""Subtitles (SubRip, .srt): what is said in a film, and when."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

LARGEST = 10 * 2**20
"""Bytes; a larger file is no subtitles."""

_TIME = r"(\d{1,4}):(\d{1,2}):(\d{1,2})[,.](\d{1,3})"
# Blanks are bounded: of a file of nothing else an open end would be tried from each of its characters.
_TIMES = re.compile(rf"^[ \t]{{0,20}}{_TIME}[ \t]{{0,20}}-->[ \t]{{0,20}}{_TIME}", re.M)
_MARKUP = re.compile(r"<[^<>\n]*>|\{\\[^{}\n]*\}")


@dataclass(frozen=True, slots=True)
class Caption:
    """`text` is said in `[start_s, end_s)`, seconds from the film's start."""

    start_s: float
    end_s: float
    text: str


def read(path: Path) -> list[Caption]:
    """The captions of a file, by start; as forgiving as players are: what is no caption is passed over.

    Raises `OSError` where the file cannot be read.
    """
    if path.stat().st_size > LARGEST:
        return []
    data = path.read_bytes()
    try:
        text = data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("latin-1")
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    times = list(_TIMES.finditer(text))
    ends = [*(m.start() for m in times), len(text)][1:]
    captions = []
    for place, end in zip(times, ends, strict=True):
        lines = text[place.end() : end].rstrip().split("\n")[1:]
        if end < len(text) and lines and lines[-1].strip().isdecimal():
            del lines[-1]  # the next caption's number
        said = " ".join(_MARKUP.sub("", "\n".join(lines)).split())
        start_s, end_s = _seconds(place.groups()[:4]), _seconds(place.groups()[4:])
        if said and end_s > start_s:
            captions.append(Caption(start_s, end_s, said))
    return sorted(captions, key=lambda caption: caption.start_s)


def _seconds(parts: tuple[str, ...]) -> float:
    hours, minutes, seconds, fraction = parts
    return int(hours) * 3600 + int(minutes) * 60 + int(seconds) + int(fraction.ljust(3, "0")) / 1000
