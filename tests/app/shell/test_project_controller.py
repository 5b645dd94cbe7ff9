"""Where projects go, and what comes into them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from app.shell.project_controller import project_place
from tests.clips import clip
from tests.studio_window import film, open_studio, wait

pytestmark = pytest.mark.usefixtures("qapp")


def test_a_project_goes_beside_its_film_or_into_the_documents(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, isolated_home: Path
) -> None:
    assert project_place(tmp_path / "match.final.mp4") == tmp_path / "match.final.sora"
    # Root may write anywhere: pretend that the film lies on a disk that cannot be written.
    writable = os.access

    def access(path: Path, mode: int) -> bool:
        return writable(path, mode) and not (mode == os.W_OK and Path(path) == tmp_path)

    monkeypatch.setattr("app.shell.project_controller.os.access", access)
    elsewhere = project_place(tmp_path / "match.mp4")
    assert elsewhere.name == "match.sora"
    assert isolated_home in elsewhere.parents
    (tmp_path / "match.sora").touch()
    assert project_place(tmp_path / "match.mp4") == tmp_path / "match.sora"


def test_opening_the_film_again_opens_its_project_again(tmp_path: Path) -> None:
    path = film(tmp_path, clip("video_only"))
    for _ in range(2):
        with open_studio(tmp_path / "home", path) as studio:
            assert studio.workspace is not None
            assert len(studio.workspace.project.catalogue.media) == 1
            studio.labels.add_class("serve")
            assert len(studio.workspace.project.catalogue.ontology) == 1


def test_films_that_are_dropped_come_into_the_open_project_once(tmp_path: Path) -> None:
    first, second = film(tmp_path, clip("video_only")), film(tmp_path, clip("plain"))
    with open_studio(tmp_path / "home", first) as studio:
        workspace = studio.workspace
        assert workspace is not None
        studio.window.files_dropped.emit([second])
        wait(lambda: studio.film.medium is not None and studio.film.medium.name == "plain.mp4")
        wait(lambda: studio.player.loaded)
        assert [m.name for m in workspace.project.catalogue.media.values()] == ["video_only.mp4", "plain.mp4"]
        studio.window.files_dropped.emit([second])
        wait(lambda: "already" in studio.window.notice.text())
        studio.menus.fill_film_menu()
        entries = {a.text(): a for a in studio.window.film_menu.actions()}
        assert entries["plain.mp4"].isChecked()
        beside = {a.text(): a for a in entries["Show in step beside"].menu().actions()}
        assert beside["video_only.mp4"].isEnabled()
        assert not beside["Line up the film beside by sound"].isEnabled()
        entries["video_only.mp4"].trigger()
        assert studio.film.medium is not None
        assert studio.film.medium.name == "video_only.mp4"
        wait(lambda: studio.player.loaded)


def test_opening_another_project_closes_the_first(tmp_path: Path) -> None:
    one, other = film(tmp_path / "a", clip("video_only")), film(tmp_path / "b", clip("plain"))
    with open_studio(tmp_path / "home", one) as studio:
        first = studio.workspace
        studio.open(other)
        wait(lambda: studio.workspace is not first and studio.player.loaded)
        # The first one is not locked any more.
        with open_studio(tmp_path / "home2", tmp_path / "a" / "video_only.sora") as second:
            assert not second.window.status.text().startswith("Reading")
        assert studio.settings.recent[0].endswith("plain.sora")
