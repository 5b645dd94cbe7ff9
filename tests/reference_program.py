"""What the `ffmpeg` and `ffprobe` programs make of a film: the reference for every picture and its time."""

from __future__ import annotations

import hashlib
import json
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from av.video.frame import VideoFrame

from sora_model.media.pictures import Picture, PictureConverter
from sora_model.media.pts_index import PtsIndex


@dataclass(frozen=True)
class Shown:
    """All pictures of a film as the `ffmpeg` program decodes them, in its order.

    `digests`: one of each decoded picture, before colours are converted and it is turned. `rgb`: the chosen
    pictures, converted and turned, one after the other. `times`: in ticks, None where `ffprobe` knows none.
    """

    digests: list[str]
    rgb: bytes
    times: list[int | None]


def by_ffmpeg(path: Path, folder: Path, stream: str = "V:0", numbers: Sequence[int] | None = None) -> Shown:
    """The film `stream` (as `ffmpeg` names it) of `path`; `rgb` of frames `numbers`, sorted, or of all."""
    about = _about(path, stream)
    digests, rgb = folder / "digests.txt", folder / "pictures.rgb"
    chosen = "" if numbers is None else f"select={_any_of(numbers)},"
    out = ["-fps_mode", "passthrough", "-autoscale", "0"]
    command = ["ffmpeg", "-v", "quiet", "-nostdin", "-y"]
    command += ["-noautorotate", "-threads", "1", "-i", str(path), "-threads", "1", "-i", str(path)]
    command += [
        "-map",
        f"0:{stream}",
        *out,
        "-c:v",
        "rawvideo",
        "-f",
        "framehash",
        "-hash",
        "md5",
        str(digests),
    ]
    command += ["-map", f"1:{stream}", *out, "-vf", chosen + _conversion(about)]
    command += ["-pix_fmt", "rgb24", "-f", "rawvideo", str(rgb)]
    # Its status is no matter: it also fails, having decoded what can be, where a file is damaged.
    subprocess.run(command, check=False)
    lines = [line for line in digests.read_text().splitlines() if not line.startswith("#")]
    return Shown([line.split(",")[-1].strip() for line in lines], rgb.read_bytes(), _times(path, stream))


def _any_of(numbers: Sequence[int]) -> str:
    return "+".join(f"eq(n\\,{n})" for n in numbers)


def _conversion(about: dict[str, str]) -> str:
    """How the older program must be told to convert colours as the libraries of today do by themselves.

    Fields of interlaced pictures are converted apart (4:2:0 has colour for each field), and more than eight
    bits with the colour where the film says that it was sampled.
    """
    deep = about.get("pix_fmt", "").startswith("yuv420p1")
    places = {"left": ":in_h_chr_pos=0:in_v_chr_pos=128", "topleft": ":in_h_chr_pos=0:in_v_chr_pos=0"}
    return "scale=interl=-1" + (places.get(about.get("chroma_location", ""), "") if deep else "")


def _about(path: Path, stream: str) -> dict[str, str]:
    found = _probed(path, stream, "stream=pix_fmt,chroma_location")["streams"]
    return dict(found[0]) if found else {}


def _times(path: Path, stream: str) -> list[int | None]:
    frames = _probed(path, stream, "frame=pts")["frames"]
    return [frame.get("pts") for frame in frames]


def _probed(path: Path, stream: str, entries: str) -> dict[str, list[dict[str, int]]]:
    command = ["ffprobe", "-v", "quiet", "-threads", "1", "-select_streams", stream]
    command += ["-show_entries", entries, "-of", "json", str(path)]
    found: dict[str, list[dict[str, int]]] = json.loads(subprocess.run(command, capture_output=True).stdout)
    return found


def digest(frame: VideoFrame) -> str:
    """Of the decoded picture's planes without their padding, as `ffmpeg -f framehash` computes it."""
    kind = frame.format
    # Of packed formats the bits of all components lie in the one plane.
    planar = len(frame.planes) > 1 or len(kind.components) == 1
    sample = (kind.components[0].bits + 7) // 8 if planar else kind.padded_bits_per_pixel // 8
    found = hashlib.md5()
    for plane in frame.planes:
        rows = np.frombuffer(memoryview(plane), np.uint8)[: plane.line_size * plane.height]
        found.update(rows.reshape(plane.height, plane.line_size)[:, : plane.width * sample].tobytes())
    return found.hexdigest()


class Seen:
    """Looks on while a film is decoded, as thumbnails and features do, and keeps chosen pictures."""

    resume_at = 0

    def __init__(self, chosen: Sequence[int] | None) -> None:
        self._chosen = chosen
        self._converter = PictureConverter()
        self.digests: list[str] = []
        self.pictures: dict[int, Picture] = {}

    def see(self, n: int, frame: VideoFrame) -> None:
        if n == 0:
            # Damage was found: the pass starts over with one thread.
            self.digests.clear()
            self.pictures.clear()
        assert n == len(self.digests)
        self.digests.append(digest(frame))
        if self._chosen is None or n in self._chosen:
            self.pictures[n] = self._converter.rgb(frame)

    def finish(self, index: PtsIndex) -> None:
        assert len(index) == len(self.digests)

    def stop(self, n: int) -> None:
        raise AssertionError(f"stopped at {n}")
