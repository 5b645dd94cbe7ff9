"""Opening, hashing, and keeping OpenCV's traces out of the process."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from pathlib import Path

import pytest

from sora_model.contract.errors import SoraError
from sora_model.media.hashing import full_sha256, quick_hash
from sora_model.media.progress import Cancelled
from sora_model.media.streams import open_media
from tests.clips import clip


@pytest.mark.parametrize("size", [0, 1, 65536, 65537, 200_000])
def test_hashes_tell_contents_apart(tmp_path: Path, size: int) -> None:
    data = bytes(i * 7 % 251 for i in range(size))
    one, same = tmp_path / "one", tmp_path / "same"
    one.write_bytes(data)
    same.write_bytes(data)
    assert full_sha256(one) == hashlib.sha256(data).hexdigest()
    assert quick_hash(one) == quick_hash(same)
    assert len(quick_hash(one)) == 32
    contents = {data, data + b"x", b"y" + data[1:], data[:-1] + b"z"}
    names = set()
    for content in contents:
        same.write_bytes(content)
        names.add(quick_hash(same))
    assert len(names) == len(contents)


def test_hashing_can_be_cancelled_and_reports(tmp_path: Path) -> None:
    file = tmp_path / "big"
    file.write_bytes(bytes(5 << 20))
    seen: list[float] = []
    full_sha256(file, seen.append)
    assert seen == pytest.approx([0.2, 0.4, 0.6, 0.8, 1.0])
    with pytest.raises(Cancelled):
        full_sha256(file, cancelled=lambda: True)


def test_a_missing_file_is_said(tmp_path: Path) -> None:
    for read in (quick_hash, full_sha256, open_media):
        with pytest.raises(SoraError, match="gone"):
            read(tmp_path / "gone.mp4")


def test_names_that_look_like_addresses_are_files(tmp_path: Path) -> None:
    odd = tmp_path / "concat:a|b%03d.mp4"
    odd.write_bytes(clip("one_frame").read_bytes())
    with open_media(odd) as container:
        assert container.streams.video


def test_a_play_list_opens_nothing_else(tmp_path: Path) -> None:
    """A list that names a network address, or another file, is not followed."""
    for name, text in (
        ("list.m3u8", "#EXTM3U\n#EXTINF:1,\nhttp://192.0.2.1/a.ts\n#EXT-X-ENDLIST\n"),
        ("list.ffconcat", f"ffconcat version 1.0\nfile '{clip('one_frame')}'\n"),
    ):
        (tmp_path / name).write_text(text)
        with pytest.raises(SoraError, match=name):
            open_media(tmp_path / name)


def test_opencv_leaves_the_environment_as_it_was() -> None:
    code = (
        "import os; before = dict(os.environ)\n"
        "from sora_model.media.opencv import cv2\n"
        "assert cv2.imencode\n"
        "assert dict(os.environ) == before, set(os.environ.items()) ^ set(before.items())\n"
        "import sys; assert 'torch' not in sys.modules and 'PySide6' not in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_the_media_floor_does_not_load_torch_or_qt() -> None:
    code = (
        "import sys\n"
        "import sora_model.media.decoder, sora_model.media.audio_reader\n"
        "assert not {'torch', 'PySide6', 'cv2', 'scipy'} & set(sys.modules)\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
