"""Moved and renamed films are found by their content; other content of the same name is not taken for it."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest

from app.domain.errors import Cancelled
from app.domain.media import Medium
from app.media.library import FileLibrary
from app.media.moved_files import Certainty, identify, search
from sora_model.media.hashing import full_sha256
from tests.clips import clip
from tests.odd_files import cut


def medium(tmp_path: Path, name: str = "video_only", *, proved: bool = True, id_: str = "") -> Medium:
    described = FileLibrary(tmp_path / "cache").describe(clip(name))
    return replace(described, id=id_ or name, sha256=full_sha256(clip(name)) if proved else "")


def place(folder: Path, name: str, source: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_bytes(clip(source).read_bytes())
    return path


def test_a_renamed_film_deep_below_is_found_and_proved(tmp_path: Path) -> None:
    path = place(tmp_path / "disk" / "a" / "b", "改名.mp4", "video_only")
    place(tmp_path / "disk" / "a", "other.mp4", "b_frames")
    seen: list[float] = []
    found = search(tmp_path / "disk", [medium(tmp_path)], on_progress=seen.append)
    assert [(s.path, s.certainty) for s in found.sightings] == [(path, Certainty.PROVED)]
    assert found.files == 2
    assert seen == sorted(seen)
    assert all(0 <= share < 1 for share in seen)


def test_without_a_full_hash_it_is_only_likely(tmp_path: Path) -> None:
    path = place(tmp_path / "disk", "x.mp4", "video_only")
    assert identify(medium(tmp_path, proved=False), path) is Certainty.LIKELY


def test_a_flipped_bit_in_the_middle_is_not_the_film(tmp_path: Path) -> None:
    path = place(tmp_path / "disk", "video_only.mp4", "video_only")
    content = bytearray(path.read_bytes() * 64)
    path.write_bytes(content)
    known = replace(
        FileLibrary(tmp_path / "cache").describe(path),
        id="m",
        sha256=full_sha256(path),
        name="video_only.mp4",
    )
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    assert len(content) > 1 << 18, "else the quick hash sees all of it"
    assert identify(known, path) is Certainty.NAMESAKE
    assert identify(replace(known, sha256=""), path) is Certainty.LIKELY


def test_the_same_name_with_other_content_is_told_but_content_wins(tmp_path: Path) -> None:
    wanted = medium(tmp_path)
    namesake = place(tmp_path / "disk" / "a", wanted.name, "b_frames")
    found = search(tmp_path / "disk", [wanted])
    assert [(s.path, s.certainty) for s in found.sightings] == [(namesake, Certainty.NAMESAKE)]
    real = place(tmp_path / "disk" / "z", "other name.mp4", "video_only")
    found = search(tmp_path / "disk", [wanted])
    assert [(s.path, s.certainty) for s in found.sightings] == [(real, Certainty.PROVED)]


def test_two_copies_go_to_two_films_and_taken_files_to_none(tmp_path: Path) -> None:
    one, two = medium(tmp_path, id_="one"), medium(tmp_path, id_="two")
    first = place(tmp_path / "disk", "1.mp4", "video_only")
    second = place(tmp_path / "disk", "2.mp4", "video_only")
    found = search(tmp_path / "disk", [one, two])
    assert {s.medium_id: s.path for s in found.sightings} == {"one": first, "two": second}
    found = search(tmp_path / "disk", [one, two], taken=[first])
    assert {s.medium_id: s.path for s in found.sightings} == {"one": second}


def test_a_shortened_film_and_unreadable_folders_are_passed_over(tmp_path: Path) -> None:
    wanted = medium(tmp_path)
    (tmp_path / "disk").mkdir()
    cut(clip("video_only"), tmp_path / "disk" / "part.mp4", 0.5)
    os.symlink(tmp_path / "disk", tmp_path / "disk" / "loop")
    os.symlink(tmp_path / "nowhere", tmp_path / "disk" / wanted.name)
    assert search(tmp_path / "disk", [wanted]).sightings == ()
    assert search(tmp_path / "nowhere", [wanted]).files == 0


def test_a_search_can_be_cancelled(tmp_path: Path) -> None:
    place(tmp_path / "disk", "x.mp4", "video_only")
    with pytest.raises(Cancelled):
        search(tmp_path / "disk", [medium(tmp_path)], cancelled=lambda: True)
