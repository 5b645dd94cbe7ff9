"""Every finding has a film that brings it about, and the plain film brings about none of them."""

from __future__ import annotations

import json
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from app.domain.texts import Text, recognised
from app.media.findings import (
    _NOTES,
    CHOOSE_STREAMS,
    QUICK_COPY,
    film_findings,
    place_findings,
    seeking_effort,
    size_words,
)
from app.media.media_facts import Finding, MediaFacts, Severity, StreamFacts, codec_words
from app.media.probe import probe
from sora_model.media.pts_index import RESORTED, PtsIndex
from sora_model.media.pts_table import REPAIRED
from tests.clips import clip, tone, write_film
from tests.footage import footage
from tests.odd_files import cut, write_live_matroska, write_two_films


def kinds(facts: MediaFacts) -> set[str]:
    return {finding.kind for finding in facts.findings}


def of_kind(facts: MediaFacts, kind: str) -> Finding:
    return next(finding for finding in facts.findings if finding.kind == kind)


def test_a_plain_film_has_nothing_but_good_news() -> None:
    facts = probe(clip("plain"))
    assert {finding.severity for finding in facts.findings} == {Severity.FINE}
    assert "Every frame was decoded once: 50" in of_kind(facts, "frames").text
    assert "About 50 frames" in of_kind(probe(clip("plain"), quick=True), "frames").text


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("variable_rate", "variable_rate"),
        ("rotated_90", "rotation"),
        ("late_start", "first_time"),
        ("video_only", "no_sound"),
        ("audio_wav", "sound_only"),
        ("late_sound", "late_sound"),
    ],
)
def test_clips_show_what_is_odd_about_them(name: str, kind: str) -> None:
    facts = probe(clip(name))
    assert of_kind(facts, kind).severity is Severity.KNOW
    assert kind not in kinds(probe(clip("plain")))


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("derived/interlaced_tff_mpeg2.mpg", "interlaced"),
        ("original/h264_10bits.mp4", "bit_depth"),
        ("original/carphone_distorted.mp4", "pixel_shape"),
        ("original/Megamind_bugy.avi", "resorted"),
        ("original/corrupted.mp4", "damage"),
        ("original/sample.avi", "header_count"),
        ("original/with-attached-pic.mp3", "cover"),
        ("derived/truncated_50pct_no_index.avi", "cut_short"),
        ("original/sample_mdat_too_long.mp4", "cut_short"),
    ],
)
@pytest.mark.footage
def test_real_files_show_what_is_odd_about_them(name: str, kind: str) -> None:
    found = of_kind(probe(footage("torture") / name), kind)
    assert found.severity is not Severity.FINE
    assert found.text.endswith(".")
    assert kind not in kinds(probe(clip("plain")))


def test_several_films_and_sounds_are_told_with_the_way_to_choose(tmp_path: Path) -> None:
    path = write_two_films(tmp_path / "two.mkv")
    first, second = probe(path), probe(path, video_stream=1, audio_stream=3)
    assert "number 1 is used" in of_kind(first, "films").text
    assert "number 2 is used" in of_kind(second, "films").text
    assert "number 2 is used" in of_kind(second, "sounds").text
    assert {of_kind(first, kind).action for kind in ("films", "sounds")} == {CHOOSE_STREAMS}
    assert not {"films", "sounds"} & kinds(probe(clip("plain")))
    commentary = next(stream for stream in first.streams if stream.number == 3)
    assert commentary.called() == "“commentary”, deu"
    assert commentary.words() == "PCM, mono, 16 kHz"


def test_streams_and_findings_survive_being_stored(tmp_path: Path) -> None:
    report = probe(write_two_films(tmp_path / "two.mkv"), quick=True).to_json()
    findings, streams = report["findings"], report["streams"]
    assert isinstance(findings, list)
    assert isinstance(streams, list)
    again = [Finding.from_json(item) for item in findings]
    assert [finding.to_json() for finding in again if finding is not None] == findings
    assert [s.number for s in map(StreamFacts.from_json, streams) if s is not None] == [0, 1, 2, 3]
    assert Finding.from_json({"kind": "x"}) is None
    assert Finding.from_json({"kind": "x", "severity": "odd", "text": "", "action": ""}) is None
    assert StreamFacts.from_json("film") is None


def test_a_hole_is_told_with_its_place(tmp_path: Path) -> None:
    times = [*range(50), *range(150, 200)]
    facts = probe(write_film(tmp_path / "hole.mkv", times))
    assert "4.0 s" in of_kind(facts, "gaps").text
    assert "gaps" not in kinds(probe(clip("plain")))


def test_a_film_that_cannot_be_decoded_here_is_named(tmp_path: Path) -> None:
    path = tmp_path / "odd.mkv"
    path.write_bytes(write_two_films(tmp_path / "two.mkv").read_bytes())
    data = path.read_bytes()
    place = data.rindex(b"V_MPEG4/ISO/ASP", 0, len(data) // 2)
    path.write_bytes(data[:place] + b"V_UNKNOWN/CODEC" + data[place + 15 :])
    facts = probe(path)
    assert facts.video is not None
    assert facts.video.stream == 0
    assert of_kind(facts, "unknown_codec").text.startswith("One film of the file is left out")


def test_a_protected_film_is_told(tmp_path: Path) -> None:
    path = tmp_path / "protected.mp4"
    path.write_bytes(clip("plain").read_bytes().replace(b"mp4v", b"encv"))
    assert of_kind(probe(path), "protected").severity is Severity.ACT


def test_recordings_that_were_cut_or_never_closed_play_as_far_as_they_go(tmp_path: Path) -> None:
    live = write_live_matroska(tmp_path / "live.mkv")
    assert of_kind(probe(live), "unclosed").severity is Severity.KNOW
    whole = write_film(tmp_path / "whole.mkv", 100)
    assert not {"unclosed", "cut_short"} & kinds(probe(whole))
    short = probe(cut(whole, tmp_path / "short.mkv", 0.6))
    assert "are missing at its end" in of_kind(short, "cut_short").text
    assert short.video is not None
    assert 20 < short.video.frames < 100
    stream = write_film(tmp_path / "whole.ts", 100, codec="mpeg2video")
    assert "cut_short" not in kinds(probe(stream))
    assert "within a packet" in of_kind(probe(cut(stream, tmp_path / "cut.ts", 0.601)), "cut_short").text


def test_wav_files_of_unknown_length_are_not_called_damaged(tmp_path: Path) -> None:
    path = tmp_path / "live.wav"
    data = bytearray(clip("audio_wav").read_bytes())
    assert "unclosed" not in kinds(probe(clip("audio_wav")))
    data[4:8] = b"\xff\xff\xff\xff"
    path.write_bytes(data)
    assert "unclosed" in kinds(probe(path))


def _long_film(width: int, height: int, gop: int, frames: int = 1000) -> PtsIndex:
    keys = np.arange(0, frames, gop)
    pts = np.arange(frames)
    return PtsIndex(Fraction(1, 25), pts, frames, keys, pts[keys], pts[keys], confirmed=True)


@pytest.mark.parametrize(
    ("codec", "size", "gop", "bits", "heavy"),
    [
        ("h264", (1920, 1080), 250, 8, True),
        ("h264", (1920, 1080), 50, 8, False),
        ("h264", (640, 360), 250, 8, False),
        ("hevc", (3840, 2160), 30, 8, True),
        ("hevc", (1920, 1080), 60, 10, True),
        ("mjpeg", (3840, 2160), 1, 8, False),
    ],
)
def test_films_that_are_slow_to_search_are_offered_a_quick_copy(
    codec: str, size: tuple[int, int], gop: int, bits: int, heavy: bool
) -> None:
    plain = probe(clip("plain")).video
    assert plain is not None
    facts = replace(plain, codec=codec, width=size[0], height=size[1], bit_depth=bits)
    index = _long_film(*size, gop)
    found = {f.kind: f for f in film_findings(facts, index, None)}
    assert ("heavy" in found) == heavy
    if heavy:
        assert found["heavy"].action == QUICK_COPY
        assert f"up to {gop} frames" in found["heavy"].text


def test_effort_grows_with_the_gap_between_key_frames() -> None:
    plain = probe(clip("plain")).video
    assert plain is not None
    facts = replace(plain, codec="h264", width=1000, height=1000)
    assert seeking_effort(facts, _long_film(1000, 1000, 100)) == pytest.approx(50.0)
    assert seeking_effort(facts, _long_film(1000, 1000, 1)) == pytest.approx(1.0)


def test_files_on_another_computer_are_told_apart(tmp_path: Path) -> None:
    rows = ("/dev/sda1 / ext4", f"server:/films {tmp_path}/far nfs4", f"x {tmp_path}/a\\040b cifs")
    mounts = "".join(f"{row} rw 0 0\n" for row in rows)
    assert place_findings(tmp_path / "near" / "film.mp4", mounts) == []
    assert "nfs4" in place_findings(tmp_path / "far" / "film.mp4", mounts)[0].text
    assert "cifs" in place_findings(tmp_path / "a b" / "film.mp4", mounts)[0].text


def test_sound_that_begins_late_is_not_taken_for_one_that_begins_with_the_film(tmp_path: Path) -> None:
    path = write_film(tmp_path / "late.mkv", 75, sound=tone(1.0, 16000, (440,)), sound_start_s=2.0)
    assert "2.0 s after the film" in of_kind(probe(path, quick=True), "late_sound").text


@pytest.mark.parametrize(
    ("size", "words"), [(0, "0 bytes"), (999, "999 bytes"), (1500, "1.5 kB"), (1_420_000_000, "1.42 GB")]
)
def test_sizes_read_as_in_a_file_manager(size: int, words: str) -> None:
    assert size_words(size) == words


def test_findings_come_back_from_the_project_as_texts() -> None:
    finding = Finding("damage", Severity.KNOW, Text("{count:,} of {what}", count=1200, what=Text("stereo")))
    stored = json.loads(json.dumps(finding.to_json()))
    back = Finding.from_json(stored)
    assert back == finding
    assert isinstance(back.text, Text)
    assert (back.text.template, back.text.values) == (
        "{count:,} of {what}",
        {"count": 1200, "what": "stereo"},
    )
    assert Finding.from_json({**stored, "words": None}) == finding  # of an earlier version


def test_the_indexs_notes_are_known_sentences() -> None:
    sizes = "The size of the picture changes within the film (320x240, 640x480)."
    for note in (RESORTED, REPAIRED, sizes):
        assert isinstance(recognised(note, (text.template for text in _NOTES)), Text)


@pytest.mark.parametrize(
    ("codec", "said"), [("h264", "H.264"), ("pcm_s16le", "PCM"), ("aac", "AAC"), ("smackvideo", "smackvideo")]
)
def test_codecs_are_called_as_people_call_them(codec: str, said: str) -> None:
    assert codec_words(codec) == said
