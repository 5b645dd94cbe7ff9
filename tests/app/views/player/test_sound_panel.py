"""The popover at the volume asks by signals and shows what it is told."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QComboBox, QLabel, QPushButton, QSpinBox, QWidget
from pytestqt.qtbot import QtBot

from app.views.player.sound_panel import SoundPanel


@pytest.fixture
def panel(qtbot: QtBot) -> SoundPanel:
    panel = SoundPanel()
    qtbot.addWidget(panel)
    return panel


def part(panel: SoundPanel, kind: type, name: str):
    found = [w for w in panel.findChildren(kind) if w.accessibleName() == name]
    assert len(found) == 1, (name, found)
    return found[0]


def test_channels_are_named_and_chosen(panel: SoundPanel, qtbot: QtBot) -> None:
    box = part(panel, QComboBox, "Channel")
    for channels, names in {
        1: ["The only channel"],
        2: ["All channels", "Left on both ears", "Right on both ears"],
        6: ["All channels", *(f"Channel {n} on both ears" for n in range(1, 7))],
    }.items():
        panel.show_sound(channels, -1, 0)
        assert [box.itemText(n) for n in range(box.count())] == names
        assert box.isEnabled() == (channels > 1)
    panel.show_sound(2, 1, 0)
    assert box.currentText() == "Right on both ears"
    with qtbot.waitSignal(panel.channel_chosen) as chosen:
        box.setCurrentIndex(1)
        box.activated.emit(1)
    assert chosen.args == [0]


def test_the_offset_is_nudged_typed_and_reset(panel: SoundPanel, qtbot: QtBot) -> None:
    asked: list[int] = []
    panel.offset_chosen.connect(asked.append)
    panel.show_sound(2, -1, 40)
    reset = part(panel, QPushButton, "No offset")
    assert asked == []
    assert reset.isEnabled()
    part(panel, QPushButton, "10 ms later").click()
    part(panel, QPushButton, "10 ms earlier").click()
    part(panel, QSpinBox, "Sound later by").setValue(-120)
    reset.click()
    assert asked == [50, 40, -120, 0]
    assert not reset.isEnabled()


def test_a_project_that_is_only_read_is_not_changed(panel: SoundPanel) -> None:
    panel.show_sound(2, 0, 30, editable=False)
    assert not part(panel, QComboBox, "Channel").isEnabled()
    assert not part(panel, QSpinBox, "Sound later by").isEnabled()
    for name in ("10 ms later", "10 ms earlier", "No offset"):
        assert not part(panel, QPushButton, name).isEnabled()


def test_the_output_is_named_and_looked_for(panel: SoundPanel, qtbot: QtBot) -> None:
    panel.set_device("Headphones")
    assert part(panel, QLabel, "Output").text() == "Headphones"
    panel.set_device("")
    assert part(panel, QLabel, "Output").text() == "none"
    button = next(b for b in panel.findChildren(QPushButton) if b.text() == "Look again")
    with qtbot.waitSignal(panel.look_requested):
        button.click()


def test_it_opens_within_the_screen(panel: SoundPanel, qtbot: QtBot) -> None:
    anchor = QWidget()
    qtbot.addWidget(anchor)
    anchor.resize(30, 30)
    anchor.move(0, 0)
    anchor.show()
    panel.set_status("Sound is off at 4× speed.")
    panel.open_above(anchor)
    assert anchor.screen().availableGeometry().contains(panel.geometry())
    panel.close()
