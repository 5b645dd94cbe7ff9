"""What a file is, in facts and in plain words, before anything is done with it."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
from av.audio.stream import AudioStream
from av.container import InputContainer
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from app.domain.errors import UserError
from app.domain.texts import Text
from app.media import findings as say
from app.media.failures import user_errors, words
from app.media.file_shape import FileShape, file_shape
from app.media.media_facts import Finding, MediaFacts, Severity, SoundFacts, StreamFacts, VideoFacts
from app.media.repair import CutShort, lacks_contents
from app.media.stream_list import is_protected, stream_facts
from sora_model.contract.errors import SoraError
from sora_model.media.audio_reader import AudioReader
from sora_model.media.hashing import quick_hash
from sora_model.media.pictures import display_matrix
from sora_model.media.progress import IsCancelled, OnProgress, Pace
from sora_model.media.pts_index import PtsIndex, build_index, confirm_index, load_index
from sora_model.media.streams import (
    audio_stream,
    decoded_pictures,
    is_cover_picture,
    open_media,
    origin_of,
    packets,
    video_stream,
)


def probe(
    path: str | os.PathLike[str],
    *,
    quick: bool = False,
    cache_dir: Path | None = None,
    video_stream: int = -1,
    audio_stream: int = -1,
    on_progress: OnProgress | None = None,
    cancelled: IsCancelled | None = None,
) -> MediaFacts:
    """Facts about a media file, of its first film and sound or of the streams of those numbers.

    Decodes film and sound once, so that `frames` is what really decodes; with `quick` only the packets are
    counted. A confirmed index is looked for and kept in `cache_dir`. Raises `UserError` for what is no
    media file (`CutShort` where it may be rebuilt), `Cancelled` when asked to stop.
    """
    chosen = (_number(video_stream), _number(audio_stream))
    try:
        with user_errors():
            return _Probe(path, quick, cache_dir, chosen, on_progress, cancelled).facts()
    except UserError as error:
        if lacks_contents(path):
            raise CutShort(Path(path)) from error
        raise


def _number(stream: int) -> int | None:
    return stream if stream >= 0 else None


_MICROSECOND = Fraction(1, 1_000_000)


class _Probe:
    """One probing: collects facts and findings."""

    def __init__(
        self,
        path: str | os.PathLike[str],
        quick: bool,
        cache_dir: Path | None,
        chosen: tuple[int | None, int | None],
        on_progress: OnProgress | None,
        cancelled: IsCancelled | None,
    ) -> None:
        self._path = path
        self._quick = quick
        self._cache_dir = cache_dir
        self._film, self._sound = chosen
        self._on_progress = on_progress
        self._cancelled = cancelled
        self._findings: list[Finding] = []

    def facts(self) -> MediaFacts:
        with open_media(self._path) as container:
            # Before the frames are read: facts of a file that still grows belong to this much of it.
            size, content = os.stat(self._path).st_size, quick_hash(self._path)
            shape = file_shape(self._path)
            film = self._chosen_film(container)
            sound = self._chosen_sound(container)
            origin = origin_of(container)
            name = container.format.name
            recorded = str(container.metadata.get("creation_time", ""))
            streams = stream_facts(container)
            self._note_streams(container, streams, film, sound)
            sample = self._first_picture(container, film) if film is not None else None
            video_codec = _codec_name(film) if film is not None else ""
            audio_codec = _codec_name(sound) if sound is not None else ""
            heard = sound.index if sound is not None else None
            index = self._index(film, sound is not None) if film is not None else None
            video = None
            if film is not None and index is not None:
                video = self._video(film, index, sample, video_codec)
        audio = self._audio(audio_codec, heard, index) if heard is not None else None
        if audio is None and video is None:
            raise SoraError("{path} holds a picture, but neither a film nor sound.", path=self._path)
        if audio is None:
            self._findings.append(say.no_sound_finding())
        time_base, start, end = self._time_line(index, audio, origin)
        self._note_file(shape, size, float((end - start) * time_base))
        if abs(start * time_base - origin) < _MICROSECOND:
            origin = start * time_base  # containers round their start to it: the film begins at second 0
        return MediaFacts(
            path=os.fspath(self._path),
            container=name,
            video=video,
            audio=audio,
            findings=tuple(self._findings),
            streams=streams,
            size=size,
            quick_hash=content,
            time_base=time_base,
            start=start,
            end=end,
            origin=origin,
            confirmed=index.confirmed if index is not None else not self._quick,
            recorded=recorded,
            index=index,
        )

    def _chosen_film(self, container: InputContainer) -> VideoStream | None:
        film = video_stream(container, self._film)
        if film is None and self._film is not None:
            raise SoraError(
                "{path} has no film number {film}. Choose another of its films.",
                path=self._path,
                film=self._film,
            )
        return film

    def _chosen_sound(self, container: InputContainer) -> AudioStream | None:
        sound = audio_stream(container, self._sound)
        if sound is None and self._sound is not None:
            raise SoraError(
                "{path} has no sound number {sound}. Choose another of its sounds.",
                path=self._path,
                sound=self._sound,
            )
        return sound

    def _note_streams(
        self,
        container: InputContainer,
        streams: tuple[StreamFacts, ...],
        film: VideoStream | None,
        sound: AudioStream | None,
    ) -> None:
        numbers = (film.index if film is not None else None, sound.index if sound is not None else None)
        self._findings += say.stream_findings(streams, *numbers)
        if any(is_cover_picture(stream) for stream in container.streams.video):
            self._know("cover", Text("A cover picture is attached; it is not a film and is left out."))
        if any(is_protected(stream) for stream in (film, sound) if stream is not None):
            self._findings.append(say.protected_finding())

    def _note_file(self, shape: FileShape, size: int, seconds: float) -> None:
        """What the file itself shows, beside what is in it."""
        if os.stat(self._path).st_size > size:
            self._findings.append(say.growing_finding(seconds))
        elif shape.is_cut:
            self._findings.append(say.cut_short_finding(shape.missing))
        elif shape.unclosed:
            self._findings.append(say.unclosed_finding())
        self._findings += say.place_findings(Path(self._path))

    def _know(self, kind: str, text: Text) -> None:
        self._findings.append(Finding(kind, Severity.KNOW, text))

    def _first_picture(self, container: InputContainer, film: VideoStream) -> VideoFrame | None:
        return next(decoded_pictures(packets(container, film), film), None)

    def _index(self, film: VideoStream, has_sound: bool) -> PtsIndex | None:
        """The film's index; None when no picture decodes but there is sound to work with."""
        report, cancelled = self._share(0.0, 0.9), self._cancelled
        try:
            if self._cache_dir is not None:
                return load_index(
                    self._path,
                    self._cache_dir,
                    stream=self._film,
                    confirm=not self._quick,
                    on_progress=report,
                    cancelled=cancelled,
                )
            if self._quick:
                return build_index(self._path, film.index)
            return confirm_index(self._path, build_index(self._path, film.index), report, cancelled)
        except SoraError as error:
            if not has_sound:
                raise
            self._know("no_pictures", Text("{reason} Only the sound is used.", reason=words(error)))
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
        self._findings += say.film_findings(facts, index, sample)
        return facts

    def _audio(self, codec: str, number: int, index: PtsIndex | None) -> SoundFacts | None:
        try:
            reader = AudioReader(self._path, number)
        except SoraError as error:
            if index is None:
                raise
            self._know("no_sound_decodes", Text("The sound cannot be used: {reason}", reason=words(error)))
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
            self._findings += say.sound_findings(facts, index)
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
                raise SoraError("No sound of {path} can be decoded; the file is damaged.", path=self._path)
            self._know("no_sound_decodes", Text("The sound cannot be decoded and is left out."))
            return None
        if reader.failed_packets:
            self._know(
                "damaged_sound",
                Text("Damaged pieces of the sound that are silent: {count}.", count=reader.failed_packets),
            )
        if loudest == 0.0:
            self._know("silent", Text("The sound track is silent throughout."))
        if index is not None:
            missing = index.seconds(index.end_pts) - end_s
            if missing > say.NOTICEABLE_S:
                text = Text("The sound ends {seconds:.1f} s before the film.", seconds=missing)
                self._know("short_sound", text)
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
