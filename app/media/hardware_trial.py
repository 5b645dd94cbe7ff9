"""Whether a graphics card shows a film as the software decoder does, and sooner: tried, and remembered."""

from __future__ import annotations

import contextlib
import json
import logging
import time
from enum import StrEnum
from pathlib import Path

import numpy as np

from app.domain.errors import Cancelled
from app.media.failures import user_errors
from sora_model.media.decoder import FrameDecoder, GivenUp
from sora_model.media.hardware import devices
from sora_model.media.pictures import PictureConverter
from sora_model.media.progress import IsCancelled
from sora_model.media.pts_index import PtsIndex
from sora_model.media.streams import open_media, video_stream

_log = logging.getLogger("sora-studio")

_PLACES = 4
"""Where in the film is tried; at the first the device only warms up and is not timed."""

_ON = 8
"""Frames decoded on from a key frame, so that prediction is tried too."""


class Outcome(StrEnum):
    FITS = "fits"
    ABSENT = "is not there"
    DIFFERS = "fails, or shows other pictures"
    SLOWER = "is no faster than software"
    ENDED = "ended the program when it was tried"


def fitting_device(
    path: Path, index: PtsIndex, cache_dir: Path, *, cancelled: IsCancelled = lambda: False
) -> str:
    """The device to decode a film on for viewing; empty for software.

    Tried are films whose `index` holds the software decoder's checksum of every picture. A device that was
    refused for a kind of film (codec, profile, format, size) is not tried on that kind again. Raises
    UserError where the film cannot be read, Cancelled when asked to stop.
    """
    if not index.confirmed or index.is_damaged or not (candidates := devices()):
        return ""
    with user_errors():
        kind = _kind(path, index)
        for device in candidates:
            case = f"{device} {kind}"
            if case in _remembered(cache_dir):
                continue
            # A driver's fault takes the whole program with it: what is written here is then all that is left.
            _remember(cache_dir, case, Outcome.ENDED)
            outcome = None
            try:
                outcome = try_device(device, path, index, cancelled)
            except GivenUp:
                raise Cancelled from None
            finally:
                lasts = outcome in (Outcome.DIFFERS, Outcome.SLOWER)
                _remember(cache_dir, case, outcome if lasts else None)
            _log.info("%s %s (%s)", device, outcome, kind)
            if outcome is Outcome.FITS:
                return device
    return ""


def try_device(device: str, path: Path, index: PtsIndex, cancelled: IsCancelled) -> Outcome:
    """Show a few frames from all over the film both ways. Raises SoraError, GivenUp."""
    converter = PictureConverter()
    with FrameDecoder(path, index, device=device) as card, FrameDecoder(path, index) as software:
        if not card.device:
            return Outcome.ABSENT
        spent = {card: 0.0, software: 0.0}
        for turn, n in enumerate(_tried(index)):
            shown = {}
            for decoder in (card, software):
                began = time.perf_counter()
                shown[decoder] = converter.rgb(decoder.decoded(n, given_up=cancelled))
                spent[decoder] += time.perf_counter() - began if turn else 0.0
            if not card.device or not np.array_equal(shown[card], shown[software]):
                return Outcome.DIFFERS
    return Outcome.FITS if spent[card] < spent[software] else Outcome.SLOWER


def _tried(index: PtsIndex) -> list[int]:
    places = np.linspace(0, max(0, len(index.keyframes) - 1), _PLACES).astype(int)
    keys = index.keyframes[places] if len(index.keyframes) else np.zeros(1, int)
    return np.unique(np.minimum(keys + _ON, len(index) - 1)).tolist()


def _kind(path: Path, index: PtsIndex) -> str:
    with open_media(path) as container:
        film = video_stream(container, index.stream)
        if film is None:
            return "no film"
        context = film.codec_context
        return f"{context.name} {context.profile} {context.pix_fmt} {context.width}x{context.height}"


def _remembered(cache_dir: Path) -> dict[str, str]:
    try:
        known = json.loads((cache_dir / "hardware.json").read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return known if isinstance(known, dict) else {}


def _remember(cache_dir: Path, case: str, outcome: Outcome | None) -> None:
    known = {key: value for key, value in _remembered(cache_dir).items() if key != case}
    if outcome is not None:
        known[case] = outcome
    with contextlib.suppress(OSError):  # then it is tried again
        cache_dir.mkdir(parents=True, exist_ok=True)
        (cache_dir / "hardware.json").write_text(json.dumps(known, indent=1), "utf-8")
