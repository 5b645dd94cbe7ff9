"""What is known of a media file: facts, and findings in plain words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from enum import StrEnum
from fractions import Fraction

from app.domain.texts import Text, listed
from sora_model.media.pts_index import PtsIndex


class Severity(StrEnum):
    """`fine`: as it should be. `know`: good to know, nothing to do. `act`: something can be done."""

    FINE = "fine"
    KNOW = "know"
    ACT = "act"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing worth a word. `kind` names it for the program; `action` is what the way out is called there,
    empty where the text is all that helps.
    """

    kind: str
    severity: Severity
    text: str
    action: str = ""

    def to_json(self) -> dict[str, object]:
        plain = {"kind": self.kind, "severity": self.severity.value, "text": self.text, "action": self.action}
        return {**plain, "words": self.text.to_json()} if isinstance(self.text, Text) else {**plain}

    @staticmethod
    def from_json(stored: object) -> Finding | None:
        """What `to_json` gave; None for anything else."""
        if not isinstance(stored, Mapping):
            return None
        kind, severity, text, action = (stored.get(k) for k in ("kind", "severity", "text", "action"))
        if not (isinstance(kind, str) and isinstance(text, str) and isinstance(action, str)):
            return None
        if severity not in list(Severity):
            return None
        words = Text.from_json(stored.get("words"))
        return Finding(kind, Severity(severity), words if words is not None else Text(text), action)


@dataclass(frozen=True, slots=True)
class StreamFacts:
    """A film or a sound of the file. `number`: in the container; `width` and `height` as coded; `rate`:
    frames or samples a second, 0 where not stated; `language` and `title`: as written, often empty.
    `usable`: there is a decoder. `default`: what is taken where nobody chooses.
    """

    number: int
    is_film: bool
    codec: str
    width: int = 0
    height: int = 0
    rate: float = 0.0
    channels: int = 0
    language: str = ""
    title: str = ""
    usable: bool = True
    default: bool = False

    @staticmethod
    def from_json(stored: object) -> StreamFacts | None:
        """What stands in `MediaFacts.to_json`; None for anything else."""
        names = {field.name for field in fields(StreamFacts)}
        if not isinstance(stored, Mapping) or not names <= set(stored):
            return None
        return StreamFacts(**{name: stored[name] for name in names})

    def words(self) -> Text:
        """`H.264, 1280×720, 25 frames a second` or `AAC, stereo, 48 kHz`."""
        if self.is_film:
            rate = rate_words(self.rate) if self.rate else ""
            parts = [codec_words(self.codec), f"{self.width}×{self.height}", rate]
        else:
            parts = [
                codec_words(self.codec),
                channel_words(self.channels),
                f"{self.rate / 1000:g} kHz" if self.rate else "",
            ]
        return listed(filter(None, parts))

    def called(self) -> str:
        """What the file calls it, and its language; empty where it says neither."""
        return ", ".join(filter(None, (f"“{self.title}”" if self.title else "", self.language)))


def rate_words(fps: float, *, variable: bool = False) -> Text:
    return Text("variable frame rate") if variable else Text("{rate:.5g} frames a second", rate=fps)


def channel_words(channels: int) -> Text:
    if channels in (1, 2):
        return Text("mono") if channels == 1 else Text("stereo")
    return Text("{count} channels", count=channels)


_CODECS = {
    "h264": "H.264",
    "hevc": "H.265",
    "av1": "AV1",
    "vp8": "VP8",
    "vp9": "VP9",
    "mpeg1video": "MPEG-1",
    "mpeg2video": "MPEG-2",
    "mpeg4": "MPEG-4",
    "msmpeg4v3": "MPEG-4 (Microsoft)",
    "h263": "H.263",
    "mjpeg": "Motion JPEG",
    "prores": "ProRes",
    "dnxhd": "DNxHD",
    "dvvideo": "DV",
    "ffv1": "FFV1",
    "theora": "Theora",
    "vc1": "VC-1",
    "rawvideo": "uncompressed",
    "aac": "AAC",
    "mp2": "MP2",
    "mp3": "MP3",
    "mp3float": "MP3",
    "ac3": "AC-3",
    "eac3": "E-AC-3",
    "opus": "Opus",
    "vorbis": "Vorbis",
    "flac": "FLAC",
    "alac": "ALAC",
    "wmav2": "WMA",
}


def codec_words(codec: str) -> str:
    """`H.264` for FFmpeg's `h264`; FFmpeg's own name where no other is known."""
    return "PCM" if codec.startswith("pcm_") else _CODECS.get(codec, codec)


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
    findings: tuple[Finding, ...]
    streams: tuple[StreamFacts, ...]
    size: int
    quick_hash: str
    time_base: Fraction
    start: int
    end: int
    origin: Fraction
    confirmed: bool
    recorded: str
    index: PtsIndex | None

    @property
    def warnings(self) -> tuple[str, ...]:
        """What is worth knowing, in sentences."""
        return tuple(f.text for f in self.findings if f.severity is not Severity.FINE)

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
            "findings": [finding.to_json() for finding in self.findings],
            "streams": [
                {**asdict(stream), "kind": "film" if stream.is_film else "sound"} for stream in self.streams
            ],
        }

    def summary(self) -> list[str]:
        """One sentence each for picture and sound."""
        sentences = []
        if self.video is not None:
            video = self.video
            width, height = video.shown_size
            rate = rate_words(video.average_fps, variable=video.variable_frame_rate)
            about = "" if self.confirmed else "about "
            frames = "1 frame" if video.frames == 1 else f"{about}{video.frames} frames"
            duration = f"{video.duration_s:.2f} s"
            codec = codec_words(video.codec)
            sentences.append(f"Film: {codec}, {width}×{height}, {rate}, {frames}, {duration}.")
        if self.audio is not None:
            audio = self.audio
            codec, channels = codec_words(audio.codec), channel_words(audio.channels)
            sentences.append(f"Sound: {codec}, {audio.sample_rate} Hz, {channels}, {audio.duration_s:.2f} s.")
        return sentences

    def preflight(self) -> list[str]:
        """The report of `sora-studio probe` for people: the summary, then the warnings."""
        return [*self.summary(), *self.warnings]
