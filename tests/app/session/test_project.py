"""Finding media by the names that people use, moved files, classes, actors."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest

from app.domain import edits as e
from app.domain.errors import UserError
from app.domain.ontology import ClassKind
from app.domain.timebase import TimeRange
from app.domain.tracks import Box
from app.session.boxes import Boxes
from app.session.labelling import Labelling
from app.session.places import Places, private_folder
from app.session.project import covering_labels, new_classes, person_actor, relative_path
from app.session.selected_labels import SelectedLabels
from tests.app.session.conftest import Bench, EvenFrames


def test_a_film_is_found_by_name_path_and_id(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    bench.add_media("day 1/cam.mp4", "day 2/cam.mp4")
    film, first, second = bench.media
    folder = bench.project.path.parent
    monkeypatch.chdir(folder)
    assert bench.project.medium_named("film.mp4") == film
    assert bench.project.medium_named(film.id) == film
    assert bench.project.medium_named("day 1/cam.mp4") == first
    assert bench.project.medium_named(str(folder / "day 2" / "cam.mp4")) == second
    monkeypatch.chdir(folder / "day 2")
    assert bench.project.medium_named("cam.mp4") == second, "the one in the folder one stands in"
    monkeypatch.chdir(folder)
    with pytest.raises(UserError, match="any of 2 films"):
        bench.project.medium_named("cam.mp4")
    with pytest.raises(UserError, match="not in the project"):
        bench.project.medium_named("other.mp4")
    assert [bench.project.exported_name(m) for m in bench.media] == [
        "film.mp4",
        "day 1/cam.mp4",
        "day 2/cam.mp4",
    ]


def test_a_moved_film_is_known_by_its_content_and_nothing_else_is_taken_for_it(bench: Bench) -> None:
    folder = bench.project.path.parent
    (folder / "film2.mp4").write_text("pictures")
    bench.add_media("film2.mp4")
    (folder / "film2.mp4").write_text("pictures")
    medium = bench.media[1]
    elsewhere = folder / "archive" / "renamed.mp4"
    elsewhere.parent.mkdir()
    (folder / "film2.mp4").rename(elsewhere)
    (folder / "archive" / "another.mp4").write_text("PICTURES")
    with pytest.raises(UserError, match="content differs"):
        bench.project.relinked(medium, folder / "archive" / "another.mp4")
    bench.editing.perform(e.ChangeMedium(bench.project.relinked(medium, elsewhere)))
    assert bench.media[1].path == "archive/renamed.mp4"


def test_links_are_not_resolved(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / "film.mp4").touch()
    os.symlink(tmp_path / "real" / "film.mp4", tmp_path / "given.mp4")
    assert relative_path(tmp_path / "given.mp4", tmp_path) == "given.mp4"


def test_new_classes_get_free_keys_and_colours_and_known_names_are_left_out(bench: Bench) -> None:
    fresh = new_classes(["serve", " smash ", "", "smash"], bench.project.catalogue.ontology, bench.new_id)
    assert [(c.name, c.key) for c in fresh] == [("smash", "3")]
    assert fresh[0].colour not in {c.colour for c in bench.project.catalogue.ontology}


def test_a_person_is_the_same_actor_everywhere() -> None:
    assert person_actor("Ada") == person_actor("Ada")
    assert person_actor("Ada").id != person_actor("Grace").id


def test_caches_are_private(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = private_folder(tmp_path / "cache")
    assert folder.stat().st_mode & 0o777 == 0o700
    in_the_way = tmp_path / "file"
    in_the_way.touch()
    assert private_folder(in_the_way / "cache") == in_the_way / "cache", "said by whoever writes there"
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "xdg"))
    assert Places.of_platform().cache.name == "sora-studio"


def test_closing_the_project_lets_another_write(bench: Bench) -> None:
    from app.storage.project_store import ProjectStore

    path = bench.project.path
    bench.project.close()
    with ProjectStore.open(path) as store:
        assert not store.read_only


def test_what_decoding_finds_never_leaves_a_label_outside(bench: Bench) -> None:
    medium = bench.media[0]
    labelling = Labelling(bench.project, bench.editing, medium.id, bench.new_id)
    labelling.set_frames(EvenFrames(100))
    labelling.add_segment(bench.class_id("serve"), TimeRange(9000, 10_000))
    boxes = Boxes(bench.project, bench.editing, medium.id, bench.new_id, labelling.frame_start)
    bench.change_class("rally", kind=ClassKind.BOX)
    boxes.draw(bench.class_id("rally"), 0, Box(1, 1, 20, 20))
    document = bench.project.document(medium.id)
    shorter = replace(medium, start=200, end=8000)
    assert covering_labels(shorter, document).span == medium.span
    SelectedLabels(labelling, [s.id for s in document.segments]).remove()
    assert covering_labels(shorter, document).span == TimeRange(0, 8000)
