"""Time of day, match clock and Go to: what they show and what they ask for."""

from __future__ import annotations

from datetime import datetime
from fractions import Fraction

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app.domain.errors import UserError
from app.domain.match_clock import PATTERNS, MatchClock, Period
from app.domain.positions import FilmPlaces
from app.domain.timebase import TimeRange, TimeScale
from app.views.dialogs.go_to_box import GoToBox
from app.views.dialogs.match_clock_dialog import MatchClockDialog
from app.views.dialogs.time_of_day_dialog import NOT_KNOWN, ClockProposal, ClockShown, TimeOfDayDialog

NOON = datetime(2024, 1, 31, 12)
KNOWN = ClockShown(NOON, "Asia/Shanghai", 2000)
SCALE = TimeScale(Fraction(1, 1000))
MINUTE = 60_000


def outcome(clock: ClockShown) -> str:
    if clock.zone == "Nowhere":
        raise UserError("“Nowhere” is not a time zone.")
    return f"from {clock.shown:%H:%M:%S}"


@pytest.fixture
def day(qtbot: QtBot) -> TimeOfDayDialog:
    dialog = TimeOfDayDialog(outcome)
    qtbot.addWidget(dialog)
    dialog.show_picture("00:00:10.000   frame 250", None)
    dialog.begin()
    return dialog


def press(qtbot: QtBot, button: QPushButton) -> None:
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


class TestTimeOfDay:
    def test_what_is_typed_is_asked_for_with_zone_and_uncertainty(
        self, day: TimeOfDayDialog, qtbot: QtBot
    ) -> None:
        assert not day.set_button.isEnabled()
        assert not day.unknown_button.isEnabled()
        assert day.picture.place.text() == "00:00:10.000   frame 250"
        qtbot.keyClicks(day.moment, "2024-01-31 12:00")
        assert day.message.text() == "from 12:00:00"
        assert day.clock() == ClockShown(NOON, "", 0)
        day.zone.setCurrentText("Asia/Shanghai")
        day.uncertainty.setValue(2.0)
        with qtbot.waitSignal(day.clock_requested) as asked:
            press(qtbot, day.set_button)
        assert asked.args == [KNOWN]

    @pytest.mark.parametrize(
        ("typed", "zone", "words"),
        [
            ("12:00", NOT_KNOWN, "Type the date and the time"),
            ("soon", NOT_KNOWN, "As in 2024-01-31 14:02:31"),
            ("2024-01-31 12:00", "Nowhere", "is not a time zone"),
        ],
    )
    def test_what_cannot_be_is_said_below_the_fields(
        self, day: TimeOfDayDialog, qtbot: QtBot, typed: str, zone: str, words: str
    ) -> None:
        qtbot.keyClicks(day.moment, typed)
        day.zone.setCurrentText(zone)
        assert words in day.message.text()
        assert day.message.property("role") == "error"
        assert not day.set_button.isEnabled()

    def test_a_known_clock_is_compared_with_other_pictures_until_something_is_typed(
        self, day: TimeOfDayDialog, qtbot: QtBot
    ) -> None:
        day.show_picture("10 s", KNOWN)
        assert day.clock() == KNOWN
        assert not day.set_button.isEnabled(), "nothing new was said"
        later = ClockShown(NOON.replace(second=1, microsecond=40_000), "Asia/Shanghai", 2000)
        day.show_picture("11 s", later)
        assert day.moment.text() == "2024-01-31 12:00:01.04"
        assert day.clock() == later
        day.moment.selectAll()
        qtbot.keyClicks(day.moment, "2024-01-31 12:30")
        day.show_picture("12 s", later)
        assert day.moment.text() == "2024-01-31 12:30"
        assert day.set_button.isEnabled()

    def test_a_proposal_fills_the_fields_in_and_sets_nothing(
        self, day: TimeOfDayDialog, qtbot: QtBot
    ) -> None:
        asked: list[object] = []
        day.clock_requested.connect(asked.append)
        day.show_proposals([ClockProposal("By the file's name", KNOWN)])
        (take,) = (b for b in day.findChildren(QPushButton) if b.text() == "Take over")
        press(qtbot, take)
        assert day.clock() == KNOWN
        assert day.set_button.isEnabled()
        assert asked == []

    def test_the_clock_can_be_taken_away(self, day: TimeOfDayDialog, qtbot: QtBot) -> None:
        day.show_picture("10 s", KNOWN)
        with qtbot.waitSignal(day.unknown_requested):
            press(qtbot, day.unknown_button)

    def test_every_zone_of_the_system_can_be_chosen(self, day: TimeOfDayDialog) -> None:
        names = [day.zone.itemText(n) for n in range(day.zone.count())]
        assert names[0] == NOT_KNOWN
        assert {"UTC", "Asia/Shanghai", "Europe/Berlin"} <= set(names)
        assert len(names) == len(set(names))


HALF = Period("1st half", MINUTE, 40 * MINUTE, 0, False, 45 * MINUTE, ((10 * MINUTE, 11 * MINUTE),))


@pytest.fixture
def match(qtbot: QtBot) -> MatchClockDialog:
    dialog = MatchClockDialog()
    qtbot.addWidget(dialog)
    dialog.show_periods(MatchClock((), SCALE))
    dialog.show()
    return dialog


class TestMatchClock:
    def test_first_it_asks_where_the_first_period_starts(self, match: MatchClockDialog, qtbot: QtBot) -> None:
        assert "No period is marked yet" in match.message.text()
        assert match.start_button.text() == "1st half starts here"
        for button in (match.end_button, match.stand_button, match.showing_button, match.remove_button):
            assert not button.isEnabled()
        match.pattern.setCurrentIndex(1)
        assert match.start_button.text() == "Q1 starts here"
        assert match.chosen_pattern == PATTERNS[1]
        with qtbot.waitSignal(match.start_requested):
            press(qtbot, match.start_button)

    def test_it_follows_the_picture(self, match: MatchClockDialog) -> None:
        match.show_periods(MatchClock((HALF,), SCALE))
        seen = []
        for minute in (0, 5, 10, 45):
            match.show_picture("", minute * MINUTE)
            seen.append((match.here.text(), match.end_button.text(), match.stand_button.text()))
        assert seen == [
            ("no period", "It ends here", "The clock stands here"),
            ("1st half 4:00", "1st half ends here", "The clock stands here"),
            ("1st half 9:00", "1st half ends here", "The clock runs again here"),
            ("no period", "1st half ends here", "The clock stands here"),
        ]
        assert match.start_button.text() == "2nd half starts here"

    def test_each_button_asks_for_one_thing(self, match: MatchClockDialog, qtbot: QtBot) -> None:
        match.show_periods(MatchClock((HALF,), SCALE))
        match.show_picture("", 5 * MINUTE)
        with qtbot.waitSignal(match.stand_requested):
            press(qtbot, match.stand_button)
        with qtbot.waitSignal(match.end_requested):
            press(qtbot, match.end_button)
        qtbot.keyClicks(match.showing, "12:34")
        with qtbot.waitSignal(match.showing_requested) as showing:
            qtbot.keyClick(match.showing, Qt.Key.Key_Return)
        assert showing.args == ["12:34"]

    def test_periods_are_listed_named_gone_to_and_removed(
        self, match: MatchClockDialog, qtbot: QtBot
    ) -> None:
        match.show_periods(MatchClock((HALF,), SCALE))
        item = match.list.topLevelItem(0)
        assert item is not None
        shown = [item.text(column) for column in range(4)]
        assert shown == ["1st half", "00:01:00.000", "00:40:00.000", "0:00 ▲"]
        with qtbot.waitSignal(match.seek_requested) as gone:
            match.list.itemDoubleClicked.emit(item, 2)
        assert gone.args == [HALF.end]
        with qtbot.waitSignal(match.rename_requested) as renamed:
            item.setText(0, "First")
        assert renamed.args == [0, "First"]
        match.list.setCurrentItem(item)
        with qtbot.waitSignal(match.remove_requested) as removed:
            press(qtbot, match.remove_button)
        assert removed.args == [0]

    def test_an_empty_name_is_not_taken(self, match: MatchClockDialog, qtbot: QtBot) -> None:
        match.show_periods(MatchClock((HALF,), SCALE))
        item = match.list.topLevelItem(0)
        assert item is not None
        with qtbot.assertNotEmitted(match.rename_requested):
            item.setText(0, "  ")
        again = match.list.topLevelItem(0)
        assert again is not None
        assert again.text(0) == "1st half"


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    window = QWidget()
    qtbot.addWidget(window)
    return window


@pytest.fixture
def box(window: QWidget) -> GoToBox:
    box = GoToBox(window)
    places = FilmPlaces(
        TimeRange(0, 60 * MINUTE), SCALE, 90_000, lambda n: 40 * n, None, MatchClock((HALF,), SCALE)
    )
    box.ask(places.find, "00:00:10.000", places.hint)
    return box


class TestGoTo:
    def test_enter_goes_to_the_first_meaning(self, box: GoToBox, qtbot: QtBot) -> None:
        assert "#1234 for a frame" in box.message.text()
        qtbot.keyClicks(box.typed, "#1234")
        with qtbot.waitSignal(box.chosen) as gone:
            qtbot.keyClick(box.typed, Qt.Key.Key_Return)
        assert gone.args == [1234 * 40]
        assert not box.isVisible()

    def test_arrows_choose_another_meaning(self, box: GoToBox, qtbot: QtBot) -> None:
        qtbot.keyClicks(box.typed, "4:00")
        assert [box.found.item(n).text() for n in range(box.found.count())] == [
            "00:04:00.000 in the film",
            "1st half 4:00",
        ]
        for _ in range(3):
            qtbot.keyClick(box.typed, Qt.Key.Key_Down)
        with qtbot.waitSignal(box.chosen) as gone:
            qtbot.keyClick(box.typed, Qt.Key.Key_Return)
        assert gone.args == [5 * MINUTE]

    def test_out_of_the_film_is_said_in_the_field_and_enter_stays(self, box: GoToBox, qtbot: QtBot) -> None:
        qtbot.keyClicks(box.typed, "2:00:00")
        assert "goes from 00:00:00.000 to 01:00:00.000" in box.message.text()
        assert box.message.property("role") == "error"
        with qtbot.assertNotEmitted(box.chosen):
            qtbot.keyClick(box.typed, Qt.Key.Key_Return)
        assert box.isVisible()
        box.hide()
