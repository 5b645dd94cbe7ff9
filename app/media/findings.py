"""What facts about a file mean for whoever works with it: findings, each with its way out."""

from __future__ import annotations

import sys
from pathlib import Path, PurePosixPath

import numpy as np
from av.video.frame import VideoFrame

from app.domain.texts import Text, recognised
from app.domain.timebase import TimeScale
from app.media.gaps import gaps_of, in_words
from app.media.media_facts import Finding, Severity, SoundFacts, StreamFacts, VideoFacts, codec_words
from sora_model.media.pictures import display_matrix
from sora_model.media.pts_index import RESORTED, PtsIndex

FINE, KNOW, ACT = Severity.FINE, Severity.KNOW, Severity.ACT

CHOOSE_STREAMS = "streams"
QUICK_COPY = "quick_copy"
LOOK_AGAIN = "look_again"

NOTICEABLE_S = 0.5
"""Sound that ends earlier than the film by more than this is worth a word."""

_LATE_S = 0.1
"""Sound that begins later than the film by more than this is worth a word."""

_SLOW_MEGAPIXELS = 150.0
"""Megapixels of H.264 to decode for one random frame that take long enough to be felt (about 0.3 s on two
cores)."""

_EFFORT = {"hevc": 2.0, "vp9": 2.0, "av1": 2.5, "libdav1d": 2.5, "prores": 2.0, "ffv1": 3.0, "vvc": 4.0}
"""Decoding effort per pixel against H.264, roughly; codecs that are not named count as 1."""

_REMOTE = frozenset(
    {"nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "afpfs", "fuse.sshfs", "fuse.rclone", "davfs"}
)


_NOTES = (
    Text("The times of the pictures do not increase in the file; they were sorted."),
    Text("Some pictures share a time or have none; they were given times of their own."),
    Text("The size of the picture changes within the film ({sizes})."),
)
"""Notes of `sora_model.media`, which come as plain English."""
_LEFT_OUT = Text("One film of the file is left out: no decoder for “{codec}” is there.")
_SOUND_LEFT_OUT = Text("One sound of the file is left out: no decoder for “{codec}” is there.")


def frames_finding(index: PtsIndex) -> Finding:
    """Whether the number of frames is counted or proved."""
    if index.confirmed:
        return Finding(
            "frames",
            FINE,
            Text("Every frame was decoded once: {count:,}, each with its own time.", count=len(index)),
        )
    return Finding(
        "frames",
        FINE,
        Text(
            "About {count:,} frames by the file's packets; each will be checked by decoding.",
            count=len(index),
        ),
    )


def film_findings(facts: VideoFacts, index: PtsIndex, sample: VideoFrame | None) -> list[Finding]:
    """What is odd about the film. `sample`: its first picture, None where none decodes."""
    return [frames_finding(index), *_times(facts, index), *_picture(facts, sample), *_effort(facts, index)]


def _times(facts: VideoFacts, index: PtsIndex) -> list[Finding]:
    found = []
    if facts.variable_frame_rate:
        found.append(
            Finding(
                "variable_rate",
                KNOW,
                Text("The frame rate varies; times are exact, frames per second are an average."),
            )
        )
    if index.confirmed and facts.header_frames and facts.header_frames != facts.frames:
        text = Text(
            "The file's header counts {header_frames} frames; {frames} can be decoded.",
            header_frames=facts.header_frames,
            frames=facts.frames,
        )
        found.append(Finding("header_count", KNOW, text))
    if index.failed_packets:
        text = Text(
            "Damaged places in the film, skipped or patched up: {count}. Where the original "
            "still exists, copy it again.",
            count=index.failed_packets,
        )
        found.append(Finding("damage", KNOW, text))
    if index.confirmed:
        for note in index.notes:
            kind = "resorted" if note == RESORTED else "mended"
            found.append(Finding(kind, KNOW, recognised(note, (text.template for text in _NOTES))))
    holes = in_words(gaps_of(index), TimeScale(index.time_base, index.origin))
    found += [Finding("gaps", KNOW, sentence) for sentence in holes]
    if facts.first_pts != 0:
        first = max(0.0, index.seconds(index.start_pts))
        text = Text(
            "The first frame's time stamp is {first_pts}, not 0 (it is shown at {first:.3f} s). "
            "Other programs may count from elsewhere; labels follow the frames.",
            first_pts=facts.first_pts,
            first=first,
        )
        found.append(Finding("first_time", KNOW, text))
    return found


def _picture(facts: VideoFacts, sample: VideoFrame | None) -> list[Finding]:
    found = []
    if facts.rotation:
        text = Text(
            "The picture is turned by {degrees}° when shown, as the file asks.", degrees=abs(facts.rotation)
        )
        found.append(Finding("rotation", KNOW, text))
    elif sample is not None and display_matrix(sample) != (1, 0, 0, 1):
        found.append(Finding("rotation", KNOW, Text("The picture is mirrored when shown, as the file asks.")))
    if facts.interlaced:
        text = Text(
            "The film is interlaced: two half pictures, a moment apart, make a frame. "
            "It is shown without its combs (deinterlaced); Sora sees the frames as they are."
        )
        found.append(Finding("interlaced", KNOW, text))
    if facts.bit_depth > 8:
        text = Text(
            "The picture has {bit_depth} bits per colour; it is shown with 8.", bit_depth=facts.bit_depth
        )
        found.append(Finding("bit_depth", KNOW, text))
    if facts.sample_aspect_ratio != 1:
        ratio = facts.sample_aspect_ratio
        shape = f"{ratio.numerator}:{ratio.denominator}"
        text = Text("The pixels are not square ({shape}); the view stretches the picture.", shape=shape)
        found.append(Finding("pixel_shape", KNOW, text))
    return found


def seeking_effort(facts: VideoFacts, index: PtsIndex) -> float:
    """Megapixels, counted as H.264's, to decode on average before a random frame can be shown."""
    effort = _EFFORT.get(facts.codec, 1.0) * (1.5 if facts.bit_depth > 8 else 1.0)
    return max(1.0, _longest_group(index) / 2) * facts.width * facts.height / 1e6 * effort


def _longest_group(index: PtsIndex) -> int:
    """Frames from one key frame to the next, at most."""
    return int(np.diff([0, *np.unique(index.keyframes), len(index)]).max())


def _effort(facts: VideoFacts, index: PtsIndex) -> list[Finding]:
    if seeking_effort(facts, index) < _SLOW_MEGAPIXELS:
        return []
    codec: str = codec_words(facts.codec)
    if facts.bit_depth > 8:
        codec = Text("{codec} in {bits} bits", codec=codec, bits=facts.bit_depth)
    text = Text(
        "This film is slow to scrub ({codec}, {width}×{height}, key frames up to {frames} frames apart): "
        "dragging would be slow. A small quick copy beside it makes dragging instant; the original stays "
        "what is labelled.",
        codec=codec,
        width=facts.width,
        height=facts.height,
        frames=_longest_group(index),
    )
    return [Finding("heavy", ACT, text, QUICK_COPY)]


def helped_finding() -> Finding:
    """In place of `heavy` where a quick copy is at hand."""
    return Finding("heavy", FINE, Text("The film is slow to scrub; its quick copy makes dragging instant."))


_CARDS = {
    "cuda": "CUDA",
    "vaapi": "VA-API",
    "videotoolbox": "VideoToolbox",
    "d3d11va": "Direct3D 11",
    "d3d12va": "Direct3D 12",
}


def hardware_finding(device: str) -> Finding:
    """Of the `device` that decodes the film."""
    text = Text(
        "The graphics card ({card}) decodes the film for viewing; every picture is checked "
        "against the software decoder's.",
        card=_CARDS[device],
    )
    return Finding("hardware", FINE, text)


def stream_findings(streams: tuple[StreamFacts, ...], film: int | None, sound: int | None) -> list[Finding]:
    """Where a choice was made, or something was left out. `film`, `sound`: the numbers that are used."""
    found = []
    films = [s for s in streams if s.is_film and s.usable]
    sounds = [s for s in streams if not s.is_film and s.usable]
    if len(films) > 1:
        sizes = ", ".join(f"{s.width}×{s.height}" for s in films)
        used = _ordinal([s.number for s in films], film)
        text = Text(
            "There are {count} films in the file ({sizes}); number {used} is used.",
            count=len(films),
            sizes=sizes,
            used=used,
        )
        found.append(Finding("films", KNOW, text, CHOOSE_STREAMS))
    if len(sounds) > 1:
        used = _ordinal([s.number for s in sounds], sound)
        text = Text(
            "There are {count} sound tracks in the file; number {used} is used.", count=len(sounds), used=used
        )
        found.append(Finding("sounds", KNOW, text, CHOOSE_STREAMS))
    for stream in streams:
        if not stream.usable:
            text = Text(_LEFT_OUT if stream.is_film else _SOUND_LEFT_OUT, codec=stream.codec)
            found.append(Finding("unknown_codec", KNOW, text))
    return found


def _ordinal(numbers: list[int], number: int | None) -> int:
    return (numbers.index(number) if number in numbers else 0) + 1


def protected_finding() -> Finding:
    return Finding(
        "protected",
        ACT,
        Text(
            "The film is protected against copying (DRM); what decodes may be noise. "
            "Ask its owner for a copy without protection."
        ),
    )


def sound_findings(facts: SoundFacts, index: PtsIndex | None) -> list[Finding]:
    """What can be said without listening."""
    if index is None:
        text = Text("There is sound only. Everything works on it as on a film, without pictures.")
        return [Finding("sound_only", KNOW, text)]
    late = facts.start_s - max(0.0, index.seconds(index.start_pts))
    if late > _LATE_S:
        return [
            Finding(
                "late_sound",
                KNOW,
                Text("The sound begins {late:.1f} s after the film; it is silent before.", late=late),
            )
        ]
    return []


def no_sound_finding() -> Finding:
    return Finding("no_sound", KNOW, Text("There is no sound."))


def growing_finding(seconds: float) -> Finding:
    text = Text(
        "The file is still being written: {seconds:.0f} s so far. Labels can be set at once; "
        "look again to see what was added.",
        seconds=seconds,
    )
    return Finding("growing", ACT, text, LOOK_AGAIN)


def changed_finding() -> Finding:
    text = Text(
        "The file is not the one that was added: its content changed. Labels stay where they are, "
        "but may not fit any more. Put the old file back, or look at the new content."
    )
    return Finding("changed", ACT, text, LOOK_AGAIN)


def cut_short_finding(missing: int) -> Finding:
    """`missing`: bytes that the file announces and does not have, 0 where not known how many."""
    if missing:
        text = Text(
            "The file was cut short or is still being written: {size} are missing at its end. It plays as "
            "far as it goes; copy it again from its source for the rest.",
            size=size_words(missing),
        )
    else:
        text = Text(
            "The file was cut short or is still being written: it ends within a packet. It plays as far as "
            "it goes; copy it again from its source for the rest."
        )
    return Finding("cut_short", ACT, text)


def unclosed_finding() -> Finding:
    text = Text(
        "The recording was never closed: the recorder was switched off, or still writes. "
        "It plays as far as it goes."
    )
    return Finding("unclosed", KNOW, text)


def size_words(size: int) -> str:
    """`1.4 GB`, in powers of 1000 as file managers say it."""
    value, unit = float(size), "bytes"
    for unit in ("bytes", "kB", "MB", "GB", "TB"):
        if value < 1000 or unit == "TB":
            break
        value /= 1000
    return f"{value:.0f} {unit}" if unit == "bytes" else f"{value:.3g} {unit}"


def place_findings(path: Path, mounts: str | None = None) -> list[Finding]:
    """Whether the file lies on another computer. `mounts`: `/proc/mounts`, where it is not to be read."""
    kind = _file_system(path, mounts)
    if kind not in _REMOTE:
        return []
    text = Text(
        "The file lies on another computer ({kind}): reading may stutter. A copy on this "
        "computer's own disk is quicker; find it again with “Find moved films”.",
        kind=kind,
    )
    return [Finding("network", KNOW, text)]


def _file_system(path: Path, mounts: str | None) -> str:
    if sys.platform == "win32":
        import ctypes

        drive = Path(path).absolute().drive
        remote = drive.startswith("\\\\") or ctypes.windll.kernel32.GetDriveTypeW(f"{drive}\\") == 4
        return "smbfs" if remote else ""
    if mounts is None:
        try:
            mounts = Path("/proc/mounts").read_text(encoding="utf-8", errors="replace")
        except OSError:
            return ""
    place, best, kind = PurePosixPath(path.absolute()), -1, ""
    for line in mounts.splitlines():
        fields = line.split()
        if len(fields) < 3:
            continue
        root = PurePosixPath(fields[1].replace("\\040", " "))
        if place.is_relative_to(root) and len(root.parts) >= best:
            best, kind = len(root.parts), fields[2]
    return kind
