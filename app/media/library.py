"""Facts about media files for the session, with what is costly to find cached."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from app.domain.media import Medium
from app.media.failures import user_errors
from app.media.probe import MediaFacts, probe
from sora_model.media.decoder import first_picture
from sora_model.media.hashing import full_sha256, quick_hash
from sora_model.media.pictures import Picture
from sora_model.media.progress import IsCancelled, OnProgress
from sora_model.media.pts_index import PtsIndex, load_index


class FileLibrary:
    """Media files as `Medium` values and frame times. Thread-safe: it keeps nothing but its folder."""

    def __init__(self, cache_dir: Path) -> None:
        self._cache_dir = cache_dir

    def describe(
        self,
        path: Path,
        *,
        video_stream: int = -1,
        audio_stream: int = -1,
        confirm: bool = False,
        on_progress: OnProgress | None = None,
        cancelled: IsCancelled | None = None,
    ) -> Medium:
        """Facts of the chosen streams (-1: the first) as a Medium without id and group. Raises UserError for
        what cannot be read.

        `confirm`: decode once, so that the number of frames is what really decodes.
        """
        facts = probe(
            path,
            quick=not confirm,
            cache_dir=self._cache_dir,
            video_stream=video_stream,
            audio_stream=audio_stream,
            on_progress=on_progress,
            cancelled=cancelled,
        )
        return replace(_medium(path, facts), video_stream=video_stream, audio_stream=audio_stream)

    def frame_times(self, path: Path, *, stream: int = -1, confirmed: bool = False) -> PtsIndex | None:
        """Of the first film, or of stream number `stream`; None for sound-only media. Raises UserError."""
        index = probe(path, quick=True, cache_dir=self._cache_dir, video_stream=stream).index
        if index is None or index.confirmed or not confirmed:
            return index
        with user_errors():
            return load_index(path, self._cache_dir, stream=stream if stream >= 0 else None)

    def first_picture(self, path: Path, *, stream: int = -1) -> Picture | None:
        """Frame 0 at once, before any frame times are known; None for sound only. Raises UserError."""
        with user_errors():
            return first_picture(path, stream if stream >= 0 else None)

    def quick_hash(self, path: Path) -> str:
        with user_errors():
            return quick_hash(path)

    def sha256(
        self, path: Path, on_progress: OnProgress | None = None, cancelled: IsCancelled | None = None
    ) -> str:
        """SHA-256 of the whole file. Raises UserError, or Cancelled."""
        with user_errors():
            return full_sha256(path, on_progress, cancelled)


def _medium(path: Path, facts: MediaFacts) -> Medium:
    width, height = facts.video.shown_size if facts.video else (0, 0)
    return Medium(
        id="",
        path=str(path),
        name=path.name,
        group="",
        time_base=facts.time_base,
        start=facts.start,
        end=facts.end,
        origin=facts.origin,
        frames=facts.video.frames if facts.video else 0,
        width=width,
        height=height,
        sample_rate=facts.audio.sample_rate if facts.audio else 0,
        has_video=facts.video is not None,
        has_audio=facts.audio is not None,
        size=facts.size,
        quick_hash=facts.quick_hash,
        confirmed=facts.confirmed,
        facts={
            **facts.to_json(),
            "sample_aspect_ratio": _shown_aspect(facts),
            "recorded": facts.recorded,  # what the file says; a person decides whether it is true
        },
    )


def _shown_aspect(facts: MediaFacts) -> float:
    """Width of a pixel over its height as it is shown: after rotation."""
    if facts.video is None or facts.video.sample_aspect_ratio <= 0:
        return 1.0
    aspect = facts.video.sample_aspect_ratio
    return float(1 / aspect if facts.video.rotation % 180 else aspect)
