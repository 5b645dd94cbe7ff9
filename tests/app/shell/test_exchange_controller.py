"""Labels out of the window as a table and back in; large tables beside it."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.shell import long_deeds
from tests.clips import clip
from tests.studio_window import answers, film, open_studio, wait

pytestmark = pytest.mark.usefixtures("qapp")


def test_labels_go_out_as_a_table_and_come_back_in(tmp_path: Path) -> None:
    path = film(tmp_path, clip("video_only"))
    table = tmp_path / "labels.csv"
    with open_studio(tmp_path / "home", path) as studio:
        assert studio.player.index is not None
        studio.labels.add_class("serve")
        studio.labels.tap_key("1")
        studio.player.step(5)
        studio.labels.tap_key("1")
        answers(studio).path = table
        studio.act("export")
        wait(lambda: "1 label exported" in studio.window.notice.text())
        assert studio.labels.document is not None
        (before,) = studio.labels.document.segments
        studio.labels.remove((before.id,))
        studio.act("import")
        wait(lambda: "1 label imported" in studio.window.notice.text())
        (after,) = studio.labels.document.segments
        assert (after.range, after.class_id) == (before.range, before.class_id)


def test_a_table_that_breaks_a_rule_is_refused_whole(tmp_path: Path) -> None:
    table = tmp_path / "labels.csv"
    table.write_text("media,class,start_s,end_s\nvideo_only.mp4,serve,1.0,1.5\nnobody.mp4,serve,0,1\n")
    with open_studio(tmp_path / "home", film(tmp_path, clip("video_only"))) as studio:
        answers(studio).path = table
        studio.act("import")
        wait(
            lambda: (
                studio.window.notice.text().startswith(str(table))
                or "nobody.mp4" in studio.window.notice.text()
            )
        )
        assert studio.labels.document is not None
        assert not len(studio.labels.document.segments)
        assert studio.workspace is not None
        assert not len(studio.workspace.project.catalogue.ontology)


def test_a_large_table_comes_in_beside_the_window_and_goes_with_one_undo(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(long_deeds, "LONG", 40)
    table = tmp_path / "labels.csv"
    rows = [f"video_only.mp4,serve,{n / 100:.2f},{n / 100 + 0.5:.2f}" for n in range(40)]
    table.write_text("\n".join(("media,class,start_s,end_s", *rows, "")))
    with open_studio(tmp_path / "home", film(tmp_path, clip("video_only"))) as studio:
        answers(studio).path = table
        studio.act("import")
        wait(lambda: any("labels.csv" in job.title for job in studio.board.jobs))
        wait(lambda: "labels imported" in studio.window.notice.text())
        assert studio.labels.document is not None
        assert len(studio.labels.document.segments) > 1
        assert studio.workspace is not None
        assert {c.name for c in studio.workspace.project.catalogue.ontology} == {"serve"}
        studio.act("undo")
        wait(lambda: studio.labels.document is not None and not len(studio.labels.document.segments))


def test_a_large_table_that_breaks_a_rule_is_refused_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(long_deeds, "LONG", 1)
    table = tmp_path / "labels.csv"
    table.write_text("media,class,start_s,end_s\nvideo_only.mp4,serve,0.0,0.5\nvideo_only.mp4,serve,9,99\n")
    with open_studio(tmp_path / "home", film(tmp_path, clip("video_only"))) as studio:
        answers(studio).path = table
        studio.act("import")
        wait(lambda: "line 3" in studio.window.notice.text())
        assert studio.labels.document is not None
        assert not len(studio.labels.document.segments)
