"""The clocks of the film that is shown: time of day, match clock, holes in time, and going there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QDialog

from app.domain import edits as e
from app.domain import match_clock as mc
from app.domain.errors import UserError
from app.domain.match_clock import MatchClock, Period
from app.domain.media import Medium
from app.domain.positions import FilmPlaces
from app.domain.recording_time import proposals
from app.domain.time_of_day import TimeOfDay, comes_twice, confirmed, without_clock
from app.domain.timebase import TimeRange, clock_text
from app.media.gaps import gaps_between, gaps_of
from app.shell.film_context import FilmContext
from app.shell.workspace import Workspace
from app.views import theme
from app.views.dialogs.go_to_box import GoToBox
from app.views.dialogs.match_clock_dialog import MatchClockDialog
from app.views.dialogs.time_of_day_dialog import ClockProposal, ClockShown, TimeOfDayDialog
from app.views.texts import told, tr
from app.views.timeline.clock_painter import Hole

if TYPE_CHECKING:
    from sora_model.media.pts_index import PtsIndex

Periods = tuple[Period, ...]


class ClockController(QObject):
    """Every change is an edit of the person's; the dialogs stay open over the film and follow it."""

    changed = Signal()  # what stands beside the position may be another

    def __init__(self, context: FilmContext, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._window, self._player, self._feedback = context.window, context.player, context.feedback
        self._workspace: Workspace | None = None
        self._medium: Medium | None = None
        self._index: PtsIndex | None = None
        self._day: TimeOfDay | None = None
        self._match: MatchClock | None = None
        self._holes: tuple[Hole, ...] = ()
        self._day_dialog = TimeOfDayDialog(self._outcome, self._window)
        self._match_dialog = MatchClockDialog(self._window)
        self._go_to = GoToBox(self._window)
        self._connect()

    def _connect(self) -> None:
        day, match = self._day_dialog, self._match_dialog
        day.clock_requested.connect(self._set_clock)
        day.unknown_requested.connect(self._forget_clock)
        day.step_requested.connect(self._player.step)
        match.step_requested.connect(self._player.step)
        match.seek_requested.connect(self._player.seek)
        match.start_requested.connect(self.start_period)
        match.end_requested.connect(self.end_period)
        match.stand_requested.connect(self.stop_or_run)
        match.showing_requested.connect(self._put_right)
        match.rename_requested.connect(self._rename_period)
        match.remove_requested.connect(lambda row: self._mark(lambda p: (*p[:row], *p[row + 1 :])))
        self._go_to.chosen.connect(self._player.seek)

    # --- what is shown ---------------------------------------------------------------------

    def show(self, workspace: Workspace | None, medium: Medium | None) -> None:
        """The film is another, or what is known of it (or of its neighbours) is."""
        if medium is None or self._medium is None or medium.id != self._medium.id:
            self._index = None
        self._workspace, self._medium = workspace, medium
        self._day = TimeOfDay.of(medium) if medium is not None else None
        self._match = MatchClock(medium.periods, medium.scale) if medium is not None else None
        self._window.timeline.set_periods(medium.periods if medium is not None else ())
        self._window.transport.set_clocks(*self._widest_texts(), self._clock_tip())
        self._show_holes()
        self._match_dialog.show_periods(self._match)
        if medium is None:
            self._day_dialog.hide()
            self._match_dialog.hide()
        else:
            self._follow_in_dialogs()
        self.changed.emit()

    def use_index(self, index: PtsIndex | None) -> None:
        """The film's frame times are known, or known better."""
        self._index = index
        self._show_holes()

    def texts(self, tick: int) -> tuple[str, str]:
        """Time of day and match clock at `tick`; empty where not known. The dialogs follow."""
        self._follow_in_dialogs()
        return (
            self._day.at(tick) if self._day is not None else "",
            self._match.text(tick) if self._match is not None else "",
        )

    def _show_holes(self) -> None:
        self._holes = tuple(sorted(self._find_holes(), key=lambda hole: hole.range.start))
        self._window.timeline.set_holes(self._holes)

    def _find_holes(self) -> list[Hole]:
        medium, workspace = self._medium, self._workspace
        if medium is None or workspace is None:
            return []
        inside = gaps_of(self._index) if self._index is not None else ()
        holes = [Hole(gap.range, told(gap.text)) for gap in inside]
        for gap in gaps_between(workspace.project.catalogue.media.values()):
            if gap.before.id == medium.id:
                holes.append(
                    Hole(
                        TimeRange.point(medium.span.end - 1),
                        tr("{gap} until {film}", gap=gap.text, film=gap.after.name),
                    )
                )
            if gap.after.id == medium.id:
                holes.append(
                    Hole(
                        TimeRange.point(medium.span.start),
                        tr("{gap} since {film}", gap=gap.text, film=gap.before.name),
                    )
                )
        return holes

    def _widest_texts(self) -> tuple[str, str]:
        """Room for the clocks: digits are as wide as each other."""
        day, match = self._day, self._match
        longest = max((p.name for p in match.periods), key=len, default="") if match is not None else ""
        stoppage = (
            any(p.length_ms and not p.counts_down for p in match.periods) if match is not None else False
        )
        return (
            day.at(day.span.start) if day is not None else "",
            f"{longest} {'90+00:00' if stoppage else '000:00'}" if longest else "",
        )

    def _clock_tip(self) -> str:
        if self._day is None:
            return ""
        return tr("The film begins on {moment}", moment=self._day.described(self._day.span.start))

    def _follow_in_dialogs(self) -> None:
        if self._day_dialog.isVisible():
            self._day_dialog.show_picture(self._place(), self._clock_here())
        if self._match_dialog.isVisible():
            self._match_dialog.show_picture(self._place(), self._tick)

    def _put_beside_the_picture(self, dialog: QDialog) -> None:
        """As far to the right as the screen allows: what is asked about must be seen."""
        if dialog.isVisible():
            return
        dialog.adjustSize()
        canvas, room = self._window.canvas, dialog.screen().availableGeometry()
        corner = canvas.mapToGlobal(canvas.rect().topRight())
        left = min(corner.x() + theme.SPACE_M, room.right() - dialog.width() - theme.SPACE_M)
        dialog.move(max(left, room.left()), corner.y() + theme.SPACE_XL)

    @property
    def _tick(self) -> int:
        """Of the picture in sight."""
        return self._on_picture(self._player.tick)

    def _on_picture(self, tick: int) -> int:
        """Where the picture that is shown at `tick` begins."""
        return tick if self._index is None else self._index.start_of(self._index.frame_at(tick))

    def _place(self) -> str:
        if self._medium is None:
            return ""
        text = clock_text(self._medium.scale.seconds(self._tick))
        if self._index is None:
            return text
        return tr("{time}   frame {frame}", time=text, frame=self._index.frame_at(self._tick))

    def _clock_here(self) -> ClockShown | None:
        if self._day is None or self._medium is None:
            return None
        moment = self._day.moment(self._tick).replace(tzinfo=None)
        return ClockShown(moment, self._medium.wall_clock_zone, self._medium.wall_clock_uncertainty_ms)

    # --- time of day -----------------------------------------------------------------------

    def ask_time_of_day(self) -> None:
        if self._medium is None:
            return
        self._day_dialog.show_picture(self._place(), self._clock_here())
        self._day_dialog.show_proposals(self._proposed(self._medium))
        self._put_beside_the_picture(self._day_dialog)
        self._day_dialog.begin()

    def _proposed(self, medium: Medium) -> list[ClockProposal]:
        """What the file says, reckoned for the picture in sight."""
        found = []
        for one in proposals(medium):
            second_0 = round(medium.scale.origin / medium.scale.time_base)
            day = TimeOfDay.of(confirmed(medium, second_0, one.start, one.zone, one.uncertainty_ms))
            if day is not None:
                told_source = told(one.source)
                source = f"{told_source[0].upper()}{told_source[1:]}"
                text = f"{source}: {one.start:%Y-%m-%d %H:%M:%S}, {one.zone or tr('no zone')}"
                moment = day.moment(self._tick).replace(tzinfo=None)
                found.append(ClockProposal(text, ClockShown(moment, one.zone, one.uncertainty_ms)))
        return found

    def _outcome(self, clock: ClockShown) -> str:
        """What it would mean for the whole film. Raises UserError."""
        assert self._medium is not None
        medium = confirmed(self._medium, self._tick, clock.shown, clock.zone, clock.uncertainty_ms)
        day = TimeOfDay.of(medium)
        if day is None:
            raise UserError("{shown:%Y-%m-%d} is too far away.", way_out="Check the year.", shown=clock.shown)
        span = medium.span
        text = tr(
            "The film then lasts from {start} to {end}.", start=day.at(span.start), end=day.at(span.end)
        )
        if comes_twice(clock.shown, clock.zone):
            twice = tr("This time came twice that night; the first is meant (for the second give an offset).")
            text = f"{text} {twice}"
        return text

    def _set_clock(self, clock: ClockShown) -> None:
        self._decide(
            lambda m: confirmed(m, self._tick, clock.shown, clock.zone, clock.uncertainty_ms),
            tr("The time of day is set"),
        )

    def _forget_clock(self) -> None:
        self._decide(without_clock, tr("The time of day is not known any more"))

    def _decide(self, work: Callable[[Medium], Medium], done: str) -> None:
        try:
            changed = self._change(work)
        except UserError as error:
            self._day_dialog.show_error(told(error))
            return
        self._day_dialog.hide()
        self._window.activateWindow()
        if changed:
            self._feedback.offer_undo(done)

    # --- match clock -----------------------------------------------------------------------

    def ask_match_clock(self) -> None:
        if self._medium is None:
            return
        self._match_dialog.show_periods(self._match)
        self._match_dialog.show_picture(self._place(), self._tick)
        self._put_beside_the_picture(self._match_dialog)
        self._match_dialog.show()
        self._match_dialog.raise_()
        self._match_dialog.activateWindow()

    def start_period(self) -> None:
        """The next period of the match that was chosen begins at the picture in sight."""
        medium, pattern = self._medium, self._match_dialog.chosen_pattern
        if medium is not None:
            rest = TimeRange(self._tick, medium.span.end)
            self._mark(lambda periods: mc.started(periods, pattern.following(periods, rest)))

    def end_period(self) -> None:
        self._mark(lambda periods: mc.ended(periods, self._tick))

    def stop_or_run(self) -> None:
        """The clock stands from the picture in sight on; or runs again, where it stands."""
        tick = self._tick

        def changed(periods: Periods) -> Periods:
            stands = any(period.stands_at(tick) for period in periods)
            return (mc.resumed if stands else mc.stopped)(periods, tick)

        self._mark(changed)

    def _put_right(self, typed: str) -> None:
        medium = self._medium
        if medium is not None:
            self._mark(lambda p: mc.showing(p, self._tick, mc.clock_ms(typed), medium.scale))

    def _rename_period(self, row: int, name: str) -> None:
        self._mark(lambda p: (*p[:row], replace(p[row], name=name), *p[row + 1 :]))

    def _mark(self, work: Callable[[Periods], Periods]) -> None:
        try:
            if self._change(lambda medium: replace(medium, periods=work(medium.periods))):
                self._feedback.offer_undo(tr("The match clock is changed"))
        except UserError as error:
            if self._match_dialog.isVisible():
                self._match_dialog.say(told(error), "error")
            else:
                self._feedback.refuse(error)

    def _change(self, work: Callable[[Medium], Medium]) -> bool:
        """Store the film as `work` makes it; whether that changed anything. Raises UserError."""
        workspace, shown = self._workspace, self._medium
        if workspace is None or shown is None:
            return False
        medium = work(workspace.project.catalogue.media[shown.id])
        return len(workspace.editing.perform(e.ChangeMedium(medium))) > 0

    # --- going there -----------------------------------------------------------------------

    @property
    def places(self) -> FilmPlaces | None:
        """What the film's places are called; None where no film is shown."""
        medium, index = self._medium, self._index
        if medium is None:
            return None
        return FilmPlaces(
            medium.span,
            medium.scale,
            len(index) if index is not None else 0,
            index.start_of if index is not None else None,
            self._day,
            self._match if medium.periods else None,
        )

    def ask_place(self) -> None:
        places = self.places
        if places is not None:
            self._go_to.ask(places.find, clock_text(places.scale.seconds(self._tick)), told(places.hint))

    def go_to_hole(self, direction: int) -> None:
        """The last picture before the next hole in time, or before the one before it."""
        here, starts = self._tick, [self._on_picture(hole.range.start) for hole in self._holes]
        ahead = [s for s in starts if s > here] if direction > 0 else [s for s in starts if s < here]
        if ahead:
            self._player.seek(min(ahead) if direction > 0 else max(ahead))
        else:
            if not starts:
                text = tr("No time is missing in this film.")
            elif direction > 0:
                text = tr("No time is missing after here.")
            else:
                text = tr("No time is missing before here.")
            self._feedback.say(text)
