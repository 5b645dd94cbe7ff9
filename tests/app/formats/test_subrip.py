"""Subtitles as they are found in the wild."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.formats.subrip import LARGEST, Caption, read

PLAIN = "1\n00:00:01,500 --> 00:00:02,000\nhello\n\n2\n01:00:03,000 --> 01:00:04,250\ntwo\nlines\n"


def file(folder: Path, data: bytes) -> Path:
    path = folder / "film.srt"
    path.write_bytes(data)
    return path


@pytest.mark.parametrize(
    "data",
    [
        PLAIN.encode(),
        PLAIN.replace("\n", "\r\n").encode("utf-8-sig"),
        PLAIN.encode("utf-16"),
        PLAIN.replace(",", ".").encode(),
        PLAIN.replace("hello", "<b>{\\an8}hello</b>").encode(),
        b"stray\n" + PLAIN.encode(),
    ],
)
def test_read(tmp_path: Path, data: bytes) -> None:
    assert read(file(tmp_path, data)) == [Caption(1.5, 2.0, "hello"), Caption(3603.0, 3604.25, "two lines")]


def test_a_number_that_is_said_stays(tmp_path: Path) -> None:
    text = "1\n00:00:01,000 --> 00:00:02,000\n42\n\n2\n00:00:03,000 --> 00:00:04,000\n7\n"
    assert [c.text for c in read(file(tmp_path, text.encode()))] == ["42", "7"]


def test_old_encodings_are_read_and_captions_sorted(tmp_path: Path) -> None:
    text = "00:00:05,000 --> 00:00:06,000\nspät\n\n00:00:01,000 --> 00:00:02,0\nfrüh\n"
    assert [c.text for c in read(file(tmp_path, text.encode("latin-1")))] == ["früh", "spät"]


def test_a_film_named_srt_is_not_read(tmp_path: Path) -> None:
    assert read(file(tmp_path, PLAIN.encode() + b"x" * LARGEST)) == []
    assert read(file(tmp_path, b"")) == []


@pytest.mark.parametrize(
    "data",
    [
        b"\n" * 1_000_000 + PLAIN.encode(),
        b" " * 1_000_000 + b"\n" + PLAIN.encode(),
        PLAIN.replace("\n\n2", "\n" * 1_000_000 + "2").encode(),
        b"9" * 5000 + b":00:01,000 --> " + b"9" * 400 + b":00:02,000\nnever\n\n" + PLAIN.encode(),
    ],
)
def test_a_file_made_to_trouble_costs_no_time_and_no_error(tmp_path: Path, data: bytes) -> None:
    assert [c.text for c in read(file(tmp_path, data))] == ["hello", "two lines"]
