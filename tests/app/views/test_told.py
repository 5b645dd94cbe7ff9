"""What fails below the window is told in Chinese: the sentence, its way out and the sentences inside it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QApplication

from app.domain.errors import UserError
from app.domain.positions import FilmPlaces
from app.domain.texts import Text
from app.domain.timebase import TimeRange, TimeScale
from app.formats import csv_table, ontology_json
from app.media.failures import said
from app.media.library import FileLibrary
from app.media.media_facts import channel_words
from app.qt.languages import ENGLISH, Languages
from app.resource_files import resource_folder
from app.session.key_maps import canonical, read_preset
from app.storage.project_store import ProjectStore
from app.views.texts import told, tr
from sora_model.contract.errors import SoraError
from sora_model.contract.events import Failed

A_WORD = re.compile(r"[A-Za-z]{3,}")
NAMES = re.compile(
    r"UTF-8|JSON|Ctrl|Shift|Left|[Ss]ora|start_s|end_s|classes\[0\]|name|kind|segment|point|box|#rrggbb|colour"
)


@pytest.fixture(autouse=True)
def chinese(qapp: QApplication) -> Iterator[None]:
    before = QLocale()
    languages = Languages(qapp, [resource_folder("translations")])
    languages.use("zh_CN")
    yield
    languages.use(ENGLISH)
    languages.close()
    QLocale.setDefault(before)


def written(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, "utf-8")
    return path


REFUSED: dict[str, Callable[[Path], object]] = {
    "a project that is none": lambda f: ProjectStore.open(written(f, "a.sora", "nothing of the kind" * 20)),
    "an empty project": lambda f: ProjectStore.open(written(f, "b.sora", "")),
    "a film that is none": lambda f: FileLibrary(f).describe(written(f, "c.mp4", "no film")),
    "a film that is gone": lambda f: FileLibrary(f).describe(f / "d.mp4"),
    "a table with a bad line": lambda f: csv_table.read(
        written(f, "e.csv", "media,class,start_s,end_s\nx.mp4,y,2,1\n")
    ),
    "classes with many faults": lambda f: ontology_json.read(
        written(
            f, "f.json", '{"format": "sora-ontology", "version": 1, "classes": [{"kind": 1, "colour": "x"}]}'
        )
    ),
    "keys in no JSON": lambda f: read_preset(written(f, "g.json", "{"), []),
    "a key stroke that is none": lambda f: canonical("Hyper+"),
    "a place that is none": lambda f: FilmPlaces(TimeRange(0, 9), TimeScale(1)).find("x"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_refusal_is_told_in_chinese(tmp_path: Path, name: str) -> None:
    with pytest.raises(UserError) as caught:
        REFUSED[name](tmp_path)
    shown = told(caught.value)
    bare = NAMES.sub("", re.sub(r"(/[\w.-]+)+|\w+\.(csv|json|mp4|sora)|Hyper", "", shown))
    assert not A_WORD.search(bare), shown
    assert A_WORD.search(str(caught.value)), "the error itself stays English, for logs and the command line"


def test_what_another_process_says_is_told_in_chinese() -> None:
    failed = Failed.by(SoraError("{path} has no sound.", path="{x}.mp4"))
    assert told(said(failed)) == "{x}.mp4 没有声音。"


def test_names_and_what_is_told_already_stay_as_they_are() -> None:
    assert told("Undo") == "Undo"
    assert tr("Undo") == told(Text("Undo")) != "Undo"
    assert told(channel_words(2)) != "stereo"
