"""One frame as a picture file."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from app.domain.errors import UserError
from app.media.failures import user_errors
from sora_model.media.decoder import FrameDecoder
from sora_model.media.opencv import cv2
from sora_model.media.pictures import Picture, PictureConverter
from sora_model.media.pts_index import PtsIndex, cached_index_file
from sora_model.media.streams import decoded_pictures, open_media, packets, set_threads, video_stream


def grab(
    path: str | os.PathLike[str],
    n: int,
    out: str | os.PathLike[str],
    *,
    cache_dir: Path | None = None,
    stream: int | None = None,
) -> Picture:
    """Write frame `n` (from 0, the decoder's n-th output) to the PNG file `out`; the picture is
    returned too. Of the file's first film, or of stream number `stream`.

    Full size, after rotation, before sample aspect ratio. Raises `UserError` when the film has no frame
    `n`, with those it has, and when `out` cannot be written.
    """
    target = Path(out)
    if target.suffix.lower() != ".png":
        raise UserError("{path} should end in .png.", way_out="Choose a name such as frame.png.", path=target)
    with user_errors():
        picture = _picture(path, n, cache_dir, stream)
    _write_png(picture, target)
    return picture


def _picture(path: str | os.PathLike[str], n: int, cache_dir: Path | None, stream: int | None) -> Picture:
    known = PtsIndex.load(cached_index_file(path, cache_dir, stream)) if cache_dir is not None else None
    if known is not None and known.confirmed:
        if not 0 <= n < len(known):
            raise _no_such_frame(path, n, len(known))
        with FrameDecoder(path, known) as decoder:
            return decoder.frame(n)
    # Without a confirmed index counting the decoder's outputs is the exact way, and no slower than an index.
    with open_media(path) as container:
        film = video_stream(container, stream)
        if film is None and stream is not None and video_stream(container) is not None:
            raise UserError(
                "{path} has no film number {stream}.",
                way_out="“sora-studio probe --json” lists its streams.",
                path=path,
                stream=stream,
            )
        if film is None:
            raise UserError("{path} has no film, only sound: there is no frame to grab.", path=path)
        # Several threads would show other pictures each time where the film is damaged.
        set_threads(film, 1)
        count = 0
        for frame in decoded_pictures(packets(container, film), film):
            if count == n:
                return PictureConverter().rgb(frame)
            count += 1
    raise _no_such_frame(path, n, count)


def _no_such_frame(path: str | os.PathLike[str], n: int, count: int) -> UserError:
    return UserError(
        "{path} has no frame {number}: it has {count} frames, counted from 0.",
        way_out="Choose 0 to {last}.",
        path=path,
        number=n,
        count=count,
        last=count - 1,
    )


def _write_png(picture: Picture, target: Path) -> None:
    """Write `target` whole or not at all."""
    done, data = cv2.imencode(".png", cv2.cvtColor(picture, cv2.COLOR_RGB2BGR))
    if not done:
        raise RuntimeError("OpenCV did not encode a PNG")
    temporary: Path | None = None
    try:
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.", suffix=".part")
        temporary = Path(name)
        with os.fdopen(handle, "wb") as stream:
            stream.write(data.tobytes())
        os.chmod(temporary, 0o644)
        os.replace(temporary, target)
    except OSError as error:
        if temporary is not None:
            temporary.unlink(missing_ok=True)
        raise UserError(
            "{path} cannot be written: {reason}.",
            way_out="Choose another folder or free some space.",
            path=target,
            reason=error.strerror,
        ) from error
