"""The transport asks by signals, shows by setters, and never answers itself."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QAbstractButton, QLabel, QPushButton, QSlider, QToolButton
from pytestqt.qtbot import QtBot

from app.views.player.transport_bar import TransportBar


@pytest.fixture
def bar(qtbot: QtBot) -> TransportBar:
    bar = TransportBar()
    qtbot.addWidget(bar)
    bar.set_enabled(True)
    bar.resize(1300, 44)
    bar.show()
    return bar


def part(bar: TransportBar, kind: type, name: str):
    found = [w for w in bar.findChildren(kind) if w.accessibleName() == name]
    assert len(found) == 1, (name, found)
    return found[0]


def click(qtbot: QtBot, button: QAbstractButton) -> None:
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_the_buttons_ask(bar: TransportBar, qtbot: QtBot) -> None:
    with qtbot.waitSignal(bar.play_toggled):
        click(qtbot, part(bar, QToolButton, "Play"))
    with qtbot.waitSignal(bar.step_requested) as step:
        click(qtbot, part(bar, QToolButton, "Step back"))
    assert step.args == [-1]
    with qtbot.waitSignal(bar.step_requested) as step:
        click(qtbot, part(bar, QToolButton, "Step forward"))
    assert step.args == [1]
    with qtbot.waitSignal(bar.muted_changed) as muted:
        click(qtbot, part(bar, QToolButton, "Mute"))
    assert muted.args == [True]


def test_play_shows_pause_only_when_told_that_it_plays(bar: TransportBar, qtbot: QtBot) -> None:
    click(qtbot, part(bar, QToolButton, "Play"))
    assert part(bar, QToolButton, "Play").toolTip() == "Play (Space)"
    bar.set_playing(True)
    assert part(bar, QToolButton, "Pause").toolTip() == "Pause (Space)"


def test_position_is_read_out(bar: TransportBar) -> None:
    bar.set_clocks("14:02:31 +08", "2nd half 90+00:00", "The film begins on Wednesday")
    bar.set_position(2467.12, 74022, 216000, "14:02:31 +08", "2nd half 67:30")
    texts = [label.text() for label in bar.findChildren(QLabel)]
    assert "00:41:07.120" in texts
    assert "frame 74\u202f022" in texts
    assert "14:02:31 +08" in texts
    assert "2nd half 67:30" in texts
    assert part(bar, QLabel, "Wall clock").toolTip() == "The film begins on Wednesday"
    bar.set_position(1.0, 0, 0)
    assert part(bar, QLabel, "Frame").text() == ""
    assert part(bar, QLabel, "Match clock").isVisible(), "between the periods its place is kept"
    bar.set_clocks("", "")
    assert not part(bar, QLabel, "Match clock").isVisible()
    assert not part(bar, QLabel, "Wall clock").isVisible()


def test_the_rate_menu_asks_and_shows(bar: TransportBar, qtbot: QtBot) -> None:
    button = part(bar, QToolButton, "Speed")
    half = next(action for action in button.menu().actions() if action.text() == "0.5×")
    with qtbot.waitSignal(bar.rate_changed) as rate:
        half.trigger()
    assert rate.args == [0.5]
    bar.set_rate(2.0)
    assert button.text() == "2×"
    assert [a.text() for a in button.menu().actions() if a.isChecked()] == ["2×"]


def test_setters_emit_nothing(bar: TransportBar, qtbot: QtBot) -> None:
    signals: list[QObject] = [bar.volume_changed, bar.muted_changed, bar.rate_changed, bar.play_toggled]
    with qtbot.assertNotEmitted(signals[0]), qtbot.assertNotEmitted(signals[1]):
        bar.set_volume(0.3)
        bar.set_muted(True)
    with qtbot.assertNotEmitted(signals[2]), qtbot.assertNotEmitted(signals[3]):
        bar.set_rate(4.0)
        bar.set_playing(True)
    assert part(bar, QSlider, "Volume").value() == 30
    with qtbot.waitSignal(bar.volume_changed) as volume:
        part(bar, QSlider, "Volume").setValue(50)
    assert volume.args == [0.5]


def test_the_primary_action(bar: TransportBar, qtbot: QtBot) -> None:
    button = bar.findChild(QPushButton)
    assert not button.isVisible()
    bar.set_primary("Label", "3 more of serve, then Sora can propose", True)
    assert button.isVisible()
    assert button.text() == "Label"
    assert button.toolTip() == "3 more of serve, then Sora can propose"
    with qtbot.waitSignal(bar.primary_clicked):
        click(qtbot, button)
    bar.set_primary("Propose", "", False)
    with qtbot.assertNotEmitted(bar.primary_clicked):
        click(qtbot, button)


def test_nothing_but_the_primary_action_works_without_a_film(bar: TransportBar, qtbot: QtBot) -> None:
    bar.set_enabled(False)
    bar.set_primary("Open a video")
    with qtbot.assertNotEmitted(bar.play_toggled):
        click(qtbot, part(bar, QToolButton, "Play"))
    with qtbot.waitSignal(bar.primary_clicked):
        click(qtbot, bar.findChild(QPushButton))


def test_a_click_leaves_the_keys_where_they_were(bar: TransportBar, qtbot: QtBot) -> None:
    for widget in bar.findChildren(QAbstractButton):
        assert not widget.focusPolicy() & Qt.FocusPolicy.ClickFocus


def test_without_sound_the_controls_say_why(bar: TransportBar) -> None:
    bar.set_sound(False, "This film has no sound.")
    assert not part(bar, QToolButton, "Mute").isEnabled()
    bar.set_enabled(True)
    assert not part(bar, QToolButton, "Mute").isEnabled()
    assert part(bar, QSlider, "Volume").toolTip() == "This film has no sound."


def test_in_a_narrow_window_play_and_the_primary_action_stay(bar: TransportBar) -> None:
    bar.set_clocks("14:02:31 +08", "")
    bar.set_position(1.0, 25, 100, "14:02:31 +08")
    assert part(bar, QLabel, "Wall clock").isVisible()
    bar.set_primary("Propose", "Sora has learned enough.")
    bar.resize(700, 44)
    assert part(bar, QLabel, "Wall clock").isVisible(), "the volume went, so there is room"
    bar.set_clocks("14:02:31 +08", "2nd half 90+00:00 of a very long name of a period that nobody needs")
    assert part(bar, QLabel, "Wall clock").isVisible()
    assert not part(bar, QLabel, "Match clock").isVisible()
    assert not part(bar, QSlider, "Volume").isVisible()
    assert part(bar, QToolButton, "Play").isVisible()
    assert bar.findChild(QPushButton).geometry().right() <= 700


def test_nothing_moves_while_the_film_plays(bar: TransportBar, qtbot: QtBot) -> None:
    bar.set_position(0.0, 0, 216_000)
    bar.layout().activate()
    places = []
    for seconds, frame in ((0.0, 0), (7.5, 9), (11.111, 999), (7199.96, 215_999)):
        bar.set_position(seconds, frame, 216_000)
        bar.layout().activate()
        places.append((part(bar, QToolButton, "Speed").x(), part(bar, QSlider, "Volume").x()))
    assert len(set(places)) == 1


def test_a_loop_is_seen_and_left_by_a_click(bar: TransportBar, qtbot: QtBot) -> None:
    loop = part(bar, QToolButton, "Loop")
    assert not loop.isVisible()
    bar.set_loop("00:01 – 00:03")
    assert loop.isVisible()
    assert "00:01 – 00:03" in loop.toolTip()
    with qtbot.waitSignal(bar.loop_left):
        click(qtbot, loop)
    assert loop.isChecked()  # until it is told that the loop was left
    bar.set_loop("")
    assert not loop.isVisible()


def test_dropped_pictures_are_told_only_when_there_are_some(bar: TransportBar) -> None:
    note = part(bar, QLabel, "Dropped pictures")
    bar.set_dropped(0)
    assert not note.isVisible()
    bar.set_dropped(1234)
    assert note.isVisible()
    assert note.text() == "1\u202f234 dropped"
    bar.set_playing(True)
    bar.set_dropped(7)
    bar.set_playing(False)
    assert not note.isVisible()


def test_backwards_and_silent_speeds_say_so(bar: TransportBar) -> None:
    button = part(bar, QToolButton, "Speed")
    bar.set_rate(-2.0)
    assert button.text() == "−2×"
    silent = [a.data() for a in button.menu().actions() if a.text().endswith("no sound")]
    assert silent == [0.25, 4.0, 8.0]
