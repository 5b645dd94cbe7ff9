"""Films of every kind that FFmpeg writes, each a few kilobytes, made by the `ffmpeg` program.

`film(name)` makes one once for all tests of a process; what is made is read-only. `KINDS` maps each name to
how it is made; `DAMAGED` names those that end in the middle, as files do that are still being written.
"""

from __future__ import annotations

import atexit
import functools
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tests.clips import FPS, write_film
from tests.mp4_boxes import with_edits

FRAMES = 30
SIZE = "96x64"

X264 = "-c:v libx264 -preset veryfast -threads 1 -x264-params "
X265 = "-c:v libx265 -preset ultrafast -x265-params log-level=none:pools=none:frame-threads=1:"
OPEN_GOP = X264 + "open-gop=1:keyint=8:bframes=3:b-pyramid=normal:scenecut=0:b-adapt=0"
CLOSED_GOP = X264 + "keyint=10:bframes=3:b-pyramid=normal:scenecut=0:b-adapt=0"
MPEG2 = "-c:v mpeg2video -g 8 -bf 2 -b:v 600k"
MPEG4 = "-c:v mpeg4 -g 10 -bf 2 -b:v 400k"
VP9 = "-c:v libvpx-vp9 -g 12 -b:v 200k -deadline good -cpu-used 5 -threads 1 "
AV1 = "-c:v libaom-av1 -g 10 -b:v 100k -cpu-used 8 -threads 1"
LOSSLESS = "-c:v ffv1 -g 1 -pix_fmt "
SOUND = f"-f lavfi -i sine=f=440:r=16000:d={FRAMES / FPS}"


def run_ffmpeg(*arguments: str) -> None:
    """The `ffmpeg` program with `arguments`; its own words when it fails."""
    command = ["ffmpeg", "-v", "error", "-nostdin", "-y", *arguments]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, f"{' '.join(command)}\n{done.stderr}"


def source(size: str = SIZE, frames: int = FRAMES, rate: int = FPS) -> list[str]:
    """Input arguments: a moving picture with a clock, no two frames alike."""
    return ["-f", "lavfi", "-i", f"testsrc2=s={size}:r={rate}:d={frames / rate}"]


@dataclass(frozen=True)
class Kind:
    """How a film is made: its name's extension, and what writes the file."""

    extension: str
    make: Callable[[Path], object]


def encoded(
    extension: str, options: str, *, size: str = SIZE, frames: int = FRAMES, sound: bool = False
) -> Kind:
    """The moving picture, and a tone if there is `sound`, encoded with the program's `options`."""

    def make(path: Path) -> None:
        inputs = [*source(size, frames), *(SOUND.split() if sound else [])]
        run_ffmpeg(*inputs, "-fflags", "+bitexact", *options.split(), str(path))

    return Kind(extension, make)


def copied(extension: str, of: str, options: str = "", before: str = "") -> Kind:
    """The streams of another film, `before` it options of the input, in another container."""

    def make(path: Path) -> None:
        inputs = [*before.split(), "-i", str(film(of))]
        run_ffmpeg(*inputs, "-map", "0", "-c", "copy", *options.split(), str(path))

    return Kind(extension, make)


def cut(extension: str, of: str, share: float, begin: int = 0) -> Kind:
    """The bytes of another film from `begin` on, up to `share` of them, as of one being written."""

    def make(path: Path) -> None:
        data = film(of).read_bytes()
        path.write_bytes(data[begin : round(len(data) * share)])

    return Kind(extension, make)


def joined(extension: str, *parts: str) -> Kind:
    """Films one after the other, byte for byte: times and perhaps sizes jump."""
    return Kind(extension, lambda path: path.write_bytes(b"".join(film(part).read_bytes() for part in parts)))


def edited(of: str, *edits: tuple[int, int]) -> Kind:
    """An MP4 whose film shows only its `edits`, each (duration, begin) in ms; begin -1 shows nothing."""
    return Kind("mp4", lambda path: path.write_bytes(with_edits(film(of).read_bytes(), edits)))


def turned(rotation: int, left_right: bool, up_down: bool) -> Kind:
    return Kind("mp4", lambda path: write_film(path, 6, rotation=rotation, mirrored=(left_right, up_down)))


TWO_FILMS = "-map 0 -map 1 -map 0 -map 1 -filter:v:1 scale=48:32 -b:v:1 90k "

KINDS: dict[str, Kind] = {
    # Groups of pictures.
    "h264_mp4": encoded("mp4", CLOSED_GOP, sound=True),
    "h264_mkv": encoded("mkv", CLOSED_GOP),
    "h264_open_gop_mp4": encoded("mp4", OPEN_GOP),
    "h264_open_gop_mkv": encoded("mkv", OPEN_GOP),
    "h264_open_gop_ts": encoded("ts", OPEN_GOP, sound=True),
    "h264_intra_refresh": encoded("mp4", X264 + "keyint=10:intra-refresh=1:bframes=0"),
    "h264_one_key": encoded("mp4", X264 + "keyint=infinite:bframes=2", frames=50),
    "h264_raw": encoded("h264", CLOSED_GOP),
    "h264_flv": encoded("flv", CLOSED_GOP),
    "h264_avi": encoded("avi", CLOSED_GOP),
    "hevc_open_gop_mp4": encoded("mp4", X265 + "open-gop=1:keyint=8:bframes=3 -tag:v hvc1"),
    "hevc_open_gop_ts": encoded("ts", X265 + "open-gop=1:keyint=8:bframes=3"),
    "hevc_mkv": encoded("mkv", X265 + "open-gop=0:keyint=8:bframes=4:b-pyramid=1"),
    "hevc_raw": encoded("hevc", X265 + "keyint=8:bframes=2"),
    "mpeg2_ps": encoded("mpg", MPEG2, sound=True),
    "mpeg2_ts": encoded("ts", MPEG2),
    "mpeg2_mkv": encoded("mkv", MPEG2),
    "mpeg2_mxf": encoded("mxf", MPEG2 + " -bf 0"),
    "mpeg2_vob": encoded("vob", MPEG2),
    "mpeg1_ps": encoded("mpg", "-c:v mpeg1video -g 8 -bf 2 -b:v 400k"),
    # Codecs.
    "mpeg4_avi": encoded("avi", MPEG4),
    "mpeg4_packed_avi": encoded("avi", "-c:v libxvid -bf 2 -g 10 -b:v 300k"),
    "mpeg4_3gp": encoded("3gp", "-c:v mpeg4 -g 8 -b:v 300k"),
    "h263_3gp": encoded("3gp", "-c:v h263 -g 8 -b:v 300k", size="176x144"),
    "msmpeg4_avi": encoded("avi", "-c:v msmpeg4 -g 8 -b:v 300k"),
    "wmv2_asf": encoded("wmv", "-c:v wmv2 -g 8 -b:v 300k", sound=True),
    "sorenson_flv": encoded("flv", "-c:v flv -g 8 -b:v 300k"),
    "theora_ogg": encoded("ogv", "-c:v libtheora -g 8 -b:v 300k", sound=True),
    "vp8_webm": encoded("webm", "-c:v libvpx -g 8 -b:v 200k -auto-alt-ref 1 -lag-in-frames 10"),
    "vp9_alt_ref": encoded("webm", VP9 + "-auto-alt-ref 1 -lag-in-frames 12"),
    "vp9_mp4": encoded("mp4", VP9 + "-auto-alt-ref 1 -lag-in-frames 12"),
    "vp9_ivf": encoded("ivf", VP9),
    "av1_mp4": encoded("mp4", AV1 + " -lag-in-frames 10"),
    "av1_mkv": encoded("mkv", AV1 + " -lag-in-frames 10"),
    "mjpeg_avi": encoded("avi", "-c:v mjpeg -pix_fmt yuvj420p"),
    "mjpeg_mov": encoded("mov", "-c:v mjpeg -pix_fmt yuvj422p"),
    "prores_mov": encoded("mov", "-c:v prores_ks -profile:v 2", frames=8),
    "prores_4444": encoded("mov", "-c:v prores_ks -profile:v 4 -pix_fmt yuva444p10le", frames=8),
    "dnxhr_mov": encoded("mov", "-c:v dnxhd -profile:v dnxhr_sq", size="256x120", frames=6),
    "dv_avi": encoded("avi", "-c:v dvvideo -pix_fmt yuv420p", size="720x576", frames=4),
    "huffyuv_avi": encoded("avi", "-c:v huffyuv -pix_fmt yuv422p", frames=10),
    "raw_avi": encoded("avi", "-c:v rawvideo -pix_fmt bgr24", frames=5),
    "png_mov": encoded("mov", "-c:v png", frames=8),
    "gif": encoded("gif", "-c:v gif", frames=10),
    "apng": encoded("apng", "-c:v apng -f apng", frames=10),
    "nut": encoded("nut", MPEG4),
    # Pixels.
    "h264_10_bit": encoded("mp4", CLOSED_GOP + " -pix_fmt yuv420p10le"),
    "hevc_main_10": encoded("mp4", X265 + "keyint=8 -pix_fmt yuv420p10le"),
    "hevc_12_bit_422": encoded("mkv", X265 + "keyint=8 -pix_fmt yuv422p12le"),
    "ffv1_10_bit": encoded("mkv", LOSSLESS + "yuv420p10le", frames=8),
    "ffv1_16_bit_444": encoded("mkv", LOSSLESS + "yuv444p16le", frames=5),
    "ffv1_rgb": encoded("mkv", LOSSLESS + "bgr0", frames=8),
    "ffv1_grey": encoded("mkv", LOSSLESS + "gray", frames=8),
    "ffv1_grey_16": encoded("mkv", LOSSLESS + "gray16le", frames=5),
    "ffv1_410": encoded("mkv", LOSSLESS + "yuv410p", frames=8),
    "h264_422": encoded("mp4", CLOSED_GOP + " -pix_fmt yuv422p"),
    "h264_444": encoded("mp4", CLOSED_GOP + " -pix_fmt yuv444p"),
    "h264_grey": encoded("mp4", CLOSED_GOP + " -pix_fmt gray"),
    "h264_rgb": encoded("mkv", "-c:v libx264rgb -preset veryfast -g 10"),
    "h264_odd_size": encoded("mp4", CLOSED_GOP + " -pix_fmt yuv444p", size="97x63"),
    "vp9_odd_size": encoded("webm", VP9, size="97x63"),
    "full_range": encoded("mp4", CLOSED_GOP + " -pix_fmt yuvj420p"),
    "bt709": encoded("mp4", CLOSED_GOP + " -colorspace bt709"),
    "bt601": encoded("mp4", CLOSED_GOP + " -colorspace smpte170m"),
    "bt2020": encoded(
        "mp4",
        X265 + "keyint=8:colorprim=bt2020:transfer=smpte2084:colormatrix=bt2020nc -pix_fmt yuv420p10le",
    ),
    "wide_pixels": encoded("mp4", CLOSED_GOP + " -vf setsar=16/11"),
    "tall_pixels": encoded("mkv", MPEG2 + " -aspect 4:3"),
    # Interlaced.
    "mpeg2_tff": encoded(
        "mpg", MPEG2 + " -vf tinterlace=interleave_top -flags +ildct+ilme -top 1", frames=60
    ),
    "mpeg2_bff": encoded(
        "ts", MPEG2 + " -vf tinterlace=interleave_bottom -flags +ildct+ilme -top 0", frames=60
    ),
    "h264_mbaff": encoded(
        "mp4", CLOSED_GOP + ":tff=1 -vf tinterlace=interleave_top -flags +ildct+ilme", frames=60
    ),
    "h264_mbaff_ts": encoded(
        "ts", CLOSED_GOP + ":bff=1 -vf tinterlace=interleave_bottom -flags +ildct+ilme", frames=60
    ),
    "h264_fake_interlaced": encoded("mkv", CLOSED_GOP + ":fake-interlaced=1"),
    "prores_interlaced": encoded(
        "mov", "-vf tinterlace=interleave_top -c:v prores_ks -profile:v 0 -flags +ildct -top 1", frames=12
    ),
    # Times.
    "variable_rate_mp4": encoded(
        "mp4", "-vf setpts=(N+N*N/60)/25/TB -fps_mode passthrough -video_track_timescale 90000 " + CLOSED_GOP
    ),
    "variable_rate_mkv": encoded(
        "mkv", "-vf setpts=(N+5*floor(N/7))/25/TB -fps_mode passthrough " + OPEN_GOP
    ),
    "first_time_late_mkv": encoded("mkv", "-output_ts_offset 7.3 " + CLOSED_GOP),
    "first_time_late_mp4": encoded("mp4", "-output_ts_offset 7.3 " + CLOSED_GOP),
    "first_time_negative_mov": encoded(
        "mp4", "-movflags +negative_cts_offsets -use_editlist 0 -avoid_negative_ts disabled " + CLOSED_GOP
    ),
    "no_edit_list": encoded("mp4", "-use_editlist 0 " + CLOSED_GOP),
    "fast_start": encoded("mp4", "-movflags +faststart " + CLOSED_GOP, sound=True),
    "fragmented": encoded(
        "mp4", "-movflags +frag_keyframe+empty_moov+default_base_moof " + CLOSED_GOP, sound=True
    ),
    "fragmented_tiny": encoded("mp4", "-movflags +frag_every_frame+empty_moov " + CLOSED_GOP),
    "ts_at_the_wrap": encoded("ts", "-output_ts_offset 95442.9 -mpegts_copyts 1 " + CLOSED_GOP),
    "m2ts": encoded("m2ts", CLOSED_GOP, sound=True),
    # Edit lists.
    "trimmed_start": copied("mp4", "h264_mp4", before="-ss 0.5"),
    "trimmed_start_open_gop": copied("mp4", "h264_open_gop_mp4", before="-ss 0.45"),
    "edit_begins_late": edited("no_edit_list", (700, 360)),
    "edit_in_the_middle": edited("no_edit_list", (400, 0), (500, 640)),
    "empty_edit": edited("no_edit_list", (500, -1), (1200, 0)),
    "edit_ends_early": edited("h264_open_gop_mp4", (600, 80)),
    # Streams.
    "two_films_two_sounds": Kind(
        "mp4",
        lambda path: run_ffmpeg(*source(), *SOUND.split(), *(TWO_FILMS + CLOSED_GOP).split(), str(path)),
    ),
    "film_starts_late": Kind(
        "mkv",
        lambda path: run_ffmpeg(
            *SOUND.split(), "-itsoffset", "0.48", *source(frames=20), *CLOSED_GOP.split(), str(path)
        ),
    ),
    "sound_starts_late": Kind(
        "ts",
        lambda path: run_ffmpeg(
            *source(), "-itsoffset", "0.5", *SOUND.split(), *CLOSED_GOP.split(), "-c:a", "mp2", str(path)
        ),
    ),
    "sound_is_longer": encoded("mp4", CLOSED_GOP, frames=10, sound=True),
    "sound_is_shorter": encoded("mkv", CLOSED_GOP, frames=50, sound=True),
    "one_frame": encoded("mp4", CLOSED_GOP, frames=1),
    # Cut, spliced, changed in the middle.
    "growing_ts": cut("ts", "h264_open_gop_ts", 0.61),
    "growing_mkv": cut("mkv", "h264_open_gop_mkv", 0.57),
    "growing_fragmented": cut("mp4", "fragmented", 0.66),
    "growing_ps": cut("mpg", "mpeg2_ps", 0.7),
    "growing_avi": cut("avi", "mpeg4_avi", 0.7),
    "growing_flv": cut("flv", "h264_flv", 0.7),
    "growing_ogg": cut("ogv", "theora_ogg", 0.7),
    "begins_in_the_middle_ts": cut("ts", "h264_open_gop_ts", 1.0, begin=188 * 20),
    "spliced_forwards": joined("ts", "mpeg2_ts", "later_ts"),
    "spliced_backwards": joined("ts", "later_ts", "mpeg2_ts"),
    "later_ts": encoded("ts", "-output_ts_offset 9 " + MPEG2),
    "other_size_ts": encoded("ts", MPEG2, size="128x96"),
    "size_changes_mpeg2": joined("ts", "mpeg2_ts", "other_size_ts"),
    "size_changes_h264": joined("h264", "h264_raw", "other_size_h264"),
    "other_size_h264": encoded("h264", CLOSED_GOP, size="64x80"),
    # Every way a display matrix can turn and flip.
    **{
        f"turned_{rotation}{'_left_right' * left_right}{'_up_down' * up_down}": turned(
            rotation, left_right, up_down
        )
        for rotation, left_right, up_down in (
            (90, False, False),
            (180, False, False),
            (-90, False, False),
            (0, True, False),
            (0, False, True),
            (90, True, False),
            (90, False, True),
        )
    },
}


@functools.cache
def _folder() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="sora-kinds-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


@functools.cache
def film(name: str) -> Path:
    """The film `name` of `KINDS`, made on first use. Copy it before changing it: everybody shares it."""
    kind = KINDS[name]
    path = _folder() / f"{name}.{kind.extension}"
    kind.make(path)
    path.chmod(0o444)
    return path
