"""Which catalogue serves whom; a language comes with its file, and a broken file changes nothing."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QLocale
from PySide6.QtWidgets import QApplication

from app.qt.languages import ENGLISH, SYSTEM, Languages, catalogue_for
from app.resource_files import resource_folder

SHIPPED = resource_folder("translations")


@pytest.fixture(autouse=True)
def same_locale(qapp: QApplication) -> Iterator[None]:
    before = QLocale()
    yield
    QLocale.setDefault(before)


def text() -> str:
    return QCoreApplication.translate("Sora Studio", "Undo")


@pytest.mark.parametrize(
    ("order", "found"),
    [
        (["zh-Hans-CN", "zh-CN", "zh"], "zh_CN"),
        (["zh_CN"], "zh_CN"),
        (["zh-TW"], "zh_CN"),  # Chinese of another script is nearer than English
        (["en-GB", "zh-CN"], ""),  # English is read before Chinese
        (["fr-FR", "zh-CN"], "zh_CN"),
        (["pt-BR"], "pt_BR"),
        (["pt-PT"], "pt_BR"),
        (["fr-FR"], ""),
        (["C"], ""),
        (["no language"], ""),
        ([], ""),
    ],
)
def test_the_best_language_that_is_there(order: list[str], found: str) -> None:
    assert catalogue_for(order, {"pt_BR": 1, "zh_CN": 1}) == found


def test_chinese_is_there_and_goes_again(qapp: QApplication) -> None:
    languages = Languages(qapp, [SHIPPED])
    assert languages.names == {"en": "English", "zh_CN": "简体中文"}
    languages.use("zh_CN")
    assert text() == "撤销"
    assert QCoreApplication.translate("QPlatformTheme", "Cancel") == "取消", "Qt's own texts, too"
    assert QLocale().name() == "zh_CN"
    languages.use(ENGLISH)
    assert text() == "Undo"
    languages.use("zh_CN")
    languages.close()
    assert text() == "Undo"


def test_a_language_is_added_by_a_file(qapp: QApplication, tmp_path: Path) -> None:
    shutil.copy(SHIPPED / "sora_studio_zh_CN.qm", tmp_path / "sora_studio_de.qm")
    languages = Languages(qapp, [SHIPPED, tmp_path, tmp_path / "not there"])
    assert languages.names == {"en": "English", "de": "Deutsch", "zh_CN": "简体中文"}
    languages.use("de")
    assert text() == "撤销"
    languages.close()


def test_a_broken_catalogue_leaves_english(
    qapp: QApplication, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "sora_studio_zh_CN.qm").write_bytes(b"no catalogue")
    (tmp_path / "sora_studio_.qm").write_bytes(b"")
    languages = Languages(qapp, [SHIPPED, tmp_path])
    languages.use("zh_CN")
    assert text() == "Undo"
    assert "sora_studio_zh_CN.qm cannot be read" in caplog.text
    languages.use("xx")
    languages.use(SYSTEM)
    assert text() == "Undo"
    languages.close()
