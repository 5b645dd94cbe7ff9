"""Decoding on a graphics card, for viewing only: training, export and the index never depend on one."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator

from av.codec.hwaccel import HWAccel, hwdevices_available
from av.container import InputContainer
from av.video.frame import VideoFrame
from av.video.reformatter import VideoReformatter

from sora_model.contract.errors import SoraError
from sora_model.media.streams import open_media, video_stream

log = logging.getLogger(__name__)

_IN_ORDER = ("cuda", "videotoolbox", "d3d11va", "d3d12va", "vaapi")
"""Devices of which FFmpeg's own decoders can make use, the most reliable of a platform first. Others (`qsv`)
come with decoders of their own, whose pictures nobody compared.
"""

_PLANAR = {
    "nv12": "yuv420p",
    "nv16": "yuv422p",
    "nv24": "yuv444p",
    "p010le": "yuv420p10le",
    "p012le": "yuv420p12le",
    "p210le": "yuv422p10le",
    "p212le": "yuv422p12le",
    "p410le": "yuv444p10le",
    "p412le": "yuv444p12le",
}
"""How software decoders lay out what devices give with both colours in one plane, or in the upper bits."""


def devices() -> tuple[str, ...]:
    """Names of the devices worth a try, best first. Whether this computer has them shows when opening."""
    built_in = hwdevices_available()
    return tuple(device for device in _IN_ORDER if device in built_in)


def open_on(device: str, path: str | os.PathLike[str], stream: int) -> InputContainer | None:
    """As `open_media`, film number `stream` decoded on `device` or not at all; None where that cannot be."""
    try:
        container = open_media(path, hwaccel=HWAccel(device, allow_software_fallback=False))
    except (SoraError, RuntimeError) as error:
        log.info("%s does not decode %s: %s", device, path, error)
        return None
    film = video_stream(container, stream)
    if film is None or not film.codec_context.is_hwaccel:
        container.close()
        return None
    return container


def planar(frames: Iterator[VideoFrame]) -> Iterator[VideoFrame]:
    """`frames` as software decoders lay them out: the same numbers in other places, so the same digests."""
    reformatter = VideoReformatter()
    for frame in frames:
        layout = _PLANAR.get(frame.format.name)
        # Of several threads one writes over what another has written (p010, widths like 854).
        yield frame if layout is None else reformatter.reformat(frame, format=layout, threads=1)
