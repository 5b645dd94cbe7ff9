"""What a file is, in facts and in plain words, before anything is done with it."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path

import numpy as np
from av.container import InputContainer
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from app.media.failures import user_errors
from sora_model.contract.errors import SoraError
from sora_model.media.audio_reader import AudioReader
from sora_model.media.hashing import quick_hash
from sora_model.media.pictures import display_matrix
from sora_model.media.progress import IsCancelled, OnProgress, Pace
from sora_model.media.pts_index import PtsIndex, build_index, confirm_index, load_index
from sora_model.media.streams import (
    audio_stream,
    decoded_pictures,
    film_streams,
    is_cover_picture,
    open_media,
    origin_of,
    packets,
    video_stream,
)

_NOTICEABLE_S = 0.5
"""Sound that ends earlier than the film by more than this is worth a word."""


@dataclass(frozen=True)
class VideoFacts:
    """The film. `width` and `height` as coded, before `rotation` (degrees counter-clockwise, as ffprobe
    says).
    """

    codec: str
    width: int
    height: int
    rotation: int
    frames: int
    duration_s: float
    average_fps: float
    variable_frame_rate: bool
    first_pts: int
    time_base: Fraction
    keyframes: int
    header_frames: int
    pixel_format: str
    bit_depth: int
    interlaced: bool
    sample_aspect_ratio: Fraction
    stream: int

    @property
    def shown_size(self) -> tuple[int, int]:
        """(width, height) of the picture after rotation, before sample aspect ratio: what boxes are
        measured in.
        """
        return (self.height, self.width) if self.rotation % 180 else (self.width, self.height)


@dataclass(frozen=True)
class SoundFacts:
    """The sound; `start_s` and `duration_s` in seconds on the film's time line."""

    codec: str
    sample_rate: int
    channels: int
    start_s: float
    duration_s: float
    time_base: Fraction
    stream: int


@dataclass(frozen=True)
class MediaFacts:
    """All that a probe found.

    `time_base`, `start`, `end` (ticks, half-open) and `origin` (seconds) are the time line that labels
    live on: the film's, or the sound's where there is no film. `confirmed`: the frames were decoded, not
    only counted.
    """

    path: str
    container: str
    video: VideoFacts | None
    audio: SoundFacts | None
    warnings: tuple[str, ...]
    size: int
    quick_hash: str
    time_base: Fraction
    start: int
    end: int
    origin: Fraction
    confirmed: bool
    recorded: str
    index: PtsIndex | None

    def to_json(self) -> dict[str, object]:
        """The report of `sora-studio probe --json`."""
        video, audio = self.video, self.audio
        return {
            "path": self.path,
            "container": self.container,
            "video": None
            if video is None
            else {
                "codec": video.codec,
                "width": video.width,
                "height": video.height,
                "rotation": video.rotation,
                "frames": video.frames,
                "duration_s": round(video.duration_s, 6),
                "average_fps": round(video.average_fps, 6),
                "variable_frame_rate": video.variable_frame_rate,
                "first_pts": video.first_pts,
                "time_base": f"{video.time_base.numerator}/{video.time_base.denominator}",
                "keyframes": video.keyframes,
            },
            "audio": None
            if audio is None
            else {
                "codec": audio.codec,
                "sample_rate": audio.sample_rate,
                "channels": audio.channels,
                "duration_s": round(audio.duration_s, 6),
            },
            "warnings": list(self.warnings),
        }

    def preflight(self) -> list[str]:
        """The same for people: one sentence each for picture and sound, then the warnings."""
        sentences = []
        if self.video is not None:
            video = self.video
            width, height = video.shown_size
            rate = (
                "variable frame rate"
                if video.variable_frame_rate
                else f"{video.average_fps:.5g} frames a second"
            )
            about = "" if self.confirmed else "about "
            frames = "1 frame" if video.frames == 1 else f"{about}{video.frames} frames"
            duration = f"{video.duration_s:.2f} s"
            sentences.append(f"Film: {video.codec}, {width}×{height}, {rate}, {frames}, {duration}.")
        if self.audio is not None:
            audio = self.audio
            channels = {1: "mono", 2: "stereo"}.get(audio.channels, f"{audio.channels} channels")
            sentences.append(
                f"Sound: {audio.codec}, {audio.sample_rate} Hz, {channels}, {audio.duration_s:.2f} s."
            )
        return [*sentences, *self.warnings]


def probe(
    path: str | os.PathLike[str],
    *,
    quick: bool = False,
    cache_dir: Path | None = None,
    on_progress: OnProgress | None = None,
    cancelled: IsCancelled | None = None,
) -> MediaFacts:
    """Facts about a media file.

    Decodes film and sound once, so that `frames` is what really decodes; with `quick` only the packets are
    counted. A confirmed index is looked for and kept in `cache_dir`. Raises `UserError` for what is no
    media file, `Cancelled` when asked to stop.
    """
    with user_errors():
        return _Probe(path, quick, cache_dir, on_progress, cancelled).facts()


_MICROSECOND = Fraction(1, 1_000_000)


class _Probe:
    """One probing: collects facts and warnings."""

    def __init__(
        self,
        path: str | os.PathLike[str],
        quick: bool,
        cache_dir: Path | None,
        on_progress: OnProgress | None,
        cancelled: IsCancelled | None,
    ) -> None:
        self._path = path
        self._quick = quick
        self._cache_dir = cache_dir
        self._on_progress = on_progress
        self._cancelled = cancelled
        self._warnings: list[str] = []

    def facts(self) -> MediaFacts:
        with open_media(self._path) as container:
            film = video_stream(container)
            sound = audio_stream(container)
            origin = origin_of(container)
            name = container.format.name
            recorded = str(container.metadata.get("creation_time", ""))
            self._warn_of_streams(container)
            sample = self._first_picture(container, film) if film is not None else None
            video_codec = _codec_name(film) if film is not None else ""
            audio_codec = _codec_name(sound) if sound is not None else ""
            index = self._index(film, sound is not None) if film is not None else None
            video = None
            if film is not None and index is not None:
                video = self._video(film, index, sample, video_codec)
        audio = self._audio(audio_codec, index) if sound is not None else None
        if audio is None and video is None:
            raise SoraError(f"{self._path} holds a picture, but neither a film nor sound.")
        if audio is None:
            self._warnings.append("There is no sound.")
        time_base, start, end = self._time_line(index, audio, origin)
        if abs(start * time_base - origin) < _MICROSECOND:
            origin = start * time_base  # containers round their start to it: the film begins at second 0
        return MediaFacts(
            path=os.fspath(self._path),
            container=name,
            video=video,
            audio=audio,
            warnings=tuple(self._warnings),
            size=os.stat(self._path).st_size,
            quick_hash=quick_hash(self._path),
            time_base=time_base,
            start=start,
            end=end,
            origin=origin,
            confirmed=index.confirmed if index is not None else not self._quick,
            recorded=recorded,
            index=index,
        )

    def _warn_of_streams(self, container: InputContainer) -> None:
        films, sounds = film_streams(container), container.streams.audio
        if len(films) > 1:
            sizes = ", ".join(f"{film.codec_context.width}×{film.codec_context.height}" for film in films)
            self._warnings.append(f"There are {len(films)} films in the file ({sizes}); the first is used.")
        if len(sounds) > 1:
            self._warnings.append(f"There are {len(sounds)} sound tracks in the file; the first is used.")
        if any(is_cover_picture(stream) for stream in container.streams.video):
            self._warnings.append("A cover picture is attached; it is not a film and is left out.")

    def _first_picture(self, container: InputContainer, film: VideoStream) -> VideoFrame | None:
        return next(decoded_pictures(packets(container, film), film), None)

    def _index(self, film: VideoStream, has_sound: bool) -> PtsIndex | None:
        """The film's index; None when no picture decodes but there is sound to work with."""
        report, cancelled = self._share(0.0, 0.9), self._cancelled
        try:
            if self._quick:
                return build_index(self._path, film.index)
            if self._cache_dir is not None:
                return load_index(self._path, self._cache_dir, on_progress=report, cancelled=cancelled)
            return confirm_index(self._path, build_index(self._path), report, cancelled)
        except SoraError as error:
            if not has_sound:
                raise
            self._warnings.append(f"{error} Only the sound is used.")
            return None

    def _share(self, start: float, end: float) -> OnProgress | None:
        report: Callable[[float], None] | None = self._on_progress
        if report is None:
            return None
        return lambda done: report(start + (end - start) * done)

    def _video(self, film: VideoStream, index: PtsIndex, sample: VideoFrame | None, codec: str) -> VideoFacts:
        context = film.codec_context
        facts = VideoFacts(
            codec=codec,
            width=sample.width if sample is not None else context.width,
            height=sample.height if sample is not None else context.height,
            rotation=_rotation(sample) if sample is not None else 0,
            frames=len(index),
            duration_s=index.duration_s,
            average_fps=index.average_fps,
            variable_frame_rate=index.is_variable,
            first_pts=index.start_pts,
            time_base=index.time_base,
            keyframes=len(index.keyframes),
            header_frames=film.frames,
            pixel_format=context.pix_fmt or "",
            bit_depth=sample.format.components[0].bits if sample is not None else 8,
            interlaced=bool(sample is not None and sample.interlaced_frame),
            sample_aspect_ratio=Fraction(film.sample_aspect_ratio or 1),
            stream=film.index,
        )
        self._warn_of_film(facts, index, sample)
        return facts

    def _warn_of_film(self, facts: VideoFacts, index: PtsIndex, sample: VideoFrame | None) -> None:
        warn = self._warnings.append
        if facts.variable_frame_rate:
            warn("The frame rate varies; times are exact, frames per second are an average.")
        if facts.rotation:
            warn(f"The picture is turned by {abs(facts.rotation)}° when shown, as the file asks.")
        elif sample is not None and display_matrix(sample) != (1, 0, 0, 1):
            warn("The picture is mirrored when shown, as the file asks.")
        if index.confirmed and facts.header_frames and facts.header_frames != facts.frames:
            warn(f"The file's header counts {facts.header_frames} frames; {facts.frames} can be decoded.")
        if index.failed_packets:
            warn(f"Damaged pieces of the film that are skipped: {index.failed_packets}.")
        if index.confirmed:
            self._warnings.extend(index.notes)
        first = max(0.0, index.seconds(index.start_pts))
        if facts.first_pts != 0:
            warn(f"The first frame's time stamp is {facts.first_pts}, not 0 (it is shown at {first:.3f} s).")
        if facts.interlaced:
            warn("The film is interlaced: moving edges show combs.")
        if facts.bit_depth > 8:
            warn(f"The picture has {facts.bit_depth} bits per colour; it is shown with 8.")
        if facts.sample_aspect_ratio != 1:
            ratio = facts.sample_aspect_ratio
            shape = f"{ratio.numerator}:{ratio.denominator}"
            warn(f"The pixels are not square ({shape}); the view stretches the picture.")

    def _audio(self, codec: str, index: PtsIndex | None) -> SoundFacts | None:
        try:
            reader = AudioReader(self._path)
        except SoraError as error:
            if index is None:
                raise
            self._warnings.append(f"The sound cannot be used: {error}")
            return None
        with reader:
            stated = reader.facts
            facts = SoundFacts(
                codec=codec,
                sample_rate=stated.sample_rate,
                channels=stated.channels,
                start_s=stated.start_s,
                duration_s=stated.duration_s,
                time_base=stated.time_base,
                stream=stated.stream,
            )
            return facts if self._quick else self._heard(reader, facts, index)

    def _heard(self, reader: AudioReader, facts: SoundFacts, index: PtsIndex | None) -> SoundFacts | None:
        """Listen to the whole sound once: its real length, and what is wrong with it."""
        report = self._share(0.9 if index is not None else 0.0, 1.0)
        pace = Pace(facts.start_s + facts.duration_s, report, self._cancelled)
        end_s = loudest = 0.0
        for start_s, block in reader.blocks():
            end_s = start_s + len(block) / facts.sample_rate
            loudest = max(loudest, float(np.abs(block).max(initial=0.0)))
            pace.step(end_s)
        pace.finish()
        if end_s == 0.0:
            if index is None:
                raise SoraError(f"No sound of {self._path} can be decoded; the file is damaged.")
            self._warnings.append("The sound cannot be decoded and is left out.")
            return None
        if reader.failed_packets:
            self._warnings.append(f"Damaged pieces of the sound that are silent: {reader.failed_packets}.")
        if loudest == 0.0:
            self._warnings.append("The sound track is silent throughout.")
        if index is not None:
            missing = index.seconds(index.end_pts) - end_s
            if missing > _NOTICEABLE_S:
                self._warnings.append(f"The sound ends {missing:.1f} s before the film.")
        return replace(facts, duration_s=end_s - max(0.0, facts.start_s))

    def _time_line(
        self, index: PtsIndex | None, audio: SoundFacts | None, origin: Fraction
    ) -> tuple[Fraction, int, int]:
        if index is not None:
            return index.time_base, index.start_pts, index.end_pts
        assert audio is not None
        start = round((Fraction(audio.start_s) + origin) / audio.time_base)
        return audio.time_base, start, start + max(1, round(Fraction(audio.duration_s) / audio.time_base))


def _codec_name(stream: object) -> str:
    codec = stream.codec_context.codec  # type: ignore[attr-defined]
    return str(codec.canonical_name)


def _rotation(picture: VideoFrame) -> int:
    """Degrees counter-clockwise, in -180 to 90, as ffprobe prints them; only quarter turns are ever
    carried out.
    """
    a, b, _, _ = display_matrix(picture)
    if a:
        return -180 if a < 0 and display_matrix(picture)[3] < 0 else 0
    return -90 if b > 0 else 90
