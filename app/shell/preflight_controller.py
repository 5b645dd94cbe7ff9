"""What the person learns about a film's file, when it is added and while it is worked with."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from app.domain import edits as e
from app.domain.errors import Cancelled, UserError
from app.domain.media import Medium
from app.media.findings import (
    CHOOSE_STREAMS,
    LOOK_AGAIN,
    QUICK_COPY,
    changed_finding,
    growing_finding,
    hardware_finding,
    helped_finding,
)
from app.media.media_facts import Finding, Severity
from app.media.stream_list import first_pictures
from app.media.watching import FileState, file_state
from app.session.project import PROBE, has_labels
from app.shell.feedback import when_refused
from app.shell.film_context import FilmContext
from app.shell.film_report import findings_in, report_of, streams_in
from app.shell.workspace import Workspace
from app.views.dialogs.preflight_dialog import PreflightDialog
from app.views.dialogs.streams_dialog import THUMBNAIL, StreamsDialog
from app.views.texts import marked, told, tr

if TYPE_CHECKING:
    from app.media.stream_list import Picture


FACTS = "film_facts"
BUTTONS = marked(
    {
        CHOOSE_STREAMS: "Choose…",
        QUICK_COPY: "Make a quick copy",
        LOOK_AGAIN: "Look again",
        "relink": "Find moved films…",
    }
)
LOOK_EVERY_MS = 3_000
MOST_OFTEN = 50
"""A file that grows is looked through again after a fiftieth of its length, so that it never takes long."""


class PreflightController(QObject):
    """Findings of the film that is shown: its mark in the window, its dialogs, and a look at the file now and
    then, in case it is still being written.
    """

    def __init__(
        self,
        context: FilmContext,
        *,
        act: Callable[[str], None],
        copied: Callable[[], bool],
        device: Callable[[], str],
        parent: QObject | None = None,
    ) -> None:
        """`copied`: whether the film that is shown has a quick copy or gets one; `device`: what decodes it,
        empty for software.
        """
        super().__init__(parent)
        self._film, self._window = context.film, context.window
        self._tasks, self._feedback, self._settings = context.tasks, context.feedback, context.settings
        self._act = act
        self._copied = copied
        self._device = device
        self._live: Finding | None = None
        self._growing = False
        self.looking = False
        self._told: set[str] = set()
        self.dialog: PreflightDialog | None = None
        self.streams: StreamsDialog | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_EVERY_MS)
        self._timer.timeout.connect(self.watch)

    # --- the film that is shown ------------------------------------------------------------

    def show_film(self, medium: Medium | None) -> None:
        """Another film, or none."""
        self._live, self._growing = None, False
        self._close_dialogs()
        self._timer.stop()
        self.refresh()
        workspace = self._film.workspace
        if medium is not None and workspace is not None:
            self._timer.setInterval(LOOK_EVERY_MS)
            self._timer.start()
            self.watch(by_size=False)

    def refresh(self) -> None:
        """The facts of the film may be others now."""
        found = [f for f in self._findings() if f.severity is not Severity.FINE]
        worst = next((f for f in found if f.severity is Severity.ACT), found[0] if found else None)
        self._window.show_film_mark(
            worst.severity.value if worst is not None else "", "\n".join(told(f.text) for f in found)
        )
        if self.dialog is not None and self.dialog.isVisible():
            self._fill_dialog()

    def stop(self) -> None:
        self._timer.stop()
        self._close_dialogs()

    def _findings(self) -> list[Finding]:
        medium = self._film.medium
        if medium is None:
            return []
        live = [self._live] if self._live is not None else []
        stored = findings_in(medium)
        if self._copied():
            stored = [helped_finding() if f.action == QUICK_COPY else f for f in stored]
        card = [hardware_finding(device)] if (device := self._device()) else []
        return [*live, *stored, *card]

    # --- when films are added --------------------------------------------------------------

    def announce(self, media: Sequence[Medium]) -> None:
        """One quiet line where something can be done; where one film holds several, the question which."""
        worth = [
            (medium, finding)
            for medium in media
            for finding in findings_in(medium)
            if (finding.severity is Severity.ACT or finding.action)
            and not (finding.action == QUICK_COPY and self._settings().quick_copies)
        ]
        if not worth:
            return
        medium, finding = worth[0]
        if len(media) == 1 and any(f.action == CHOOSE_STREAMS for _, f in worth):
            self.choose_streams()
            return
        before = self._window.notice.text()
        text = f"{medium.name}: {told(finding.text)}"
        if len(worth) > 1 or finding.action not in BUTTONS:
            action, action_id = tr("About this film…"), FACTS
        else:
            action, action_id = tr(BUTTONS[finding.action]), finding.action
        self._feedback.fact("\n".join(filter(None, (before, text))), action=action, action_id=action_id)

    # --- the dialogs -----------------------------------------------------------------------

    def show(self) -> None:
        """The facts and findings of the film that is shown."""
        if self._film.medium is None:
            return
        if self.dialog is None:
            self.dialog = PreflightDialog(self._window)
            self.dialog.action_requested.connect(self._do)
        self._fill_dialog()
        self.dialog.show()
        self.dialog.raise_()

    def _fill_dialog(self) -> None:
        medium, workspace = self._film.medium, self._film.workspace
        if medium is None or workspace is None or self.dialog is None:
            return
        buttons = {i: tr(text) for i, text in BUTTONS.items() if not workspace.read_only}
        place = str(workspace.project.path_of(medium))
        self.dialog.show_report(report_of(medium, place, self._findings(), buttons))

    def _do(self, action_id: str) -> None:
        if action_id != LOOK_AGAIN and self.dialog is not None:
            self.dialog.close()
        self._act(action_id)

    def choose_streams(self) -> None:
        """Which of several films and sounds are meant; the film only while nothing is labelled on it."""
        medium, workspace = self._film.medium, self._film.workspace
        if medium is None or workspace is None or workspace.read_only:
            return
        streams = streams_in(medium)
        if not streams:
            self._feedback.say(tr("The file holds one picture and one sound: there is nothing to choose."))
            return
        if self.streams is not None:
            self.streams.close()
        used = {True: medium.video_stream, False: medium.audio_stream}
        for stream in streams:
            if stream.default and used[stream.is_film] < 0:
                used[stream.is_film] = stream.number
        fixed = ""
        if has_labels(workspace.project.whole(medium.id)):
            fixed = tr(
                "The film has labels, which belong to this picture's frames. To label another one, add a "
                "copy of the file under a name of its own."
            )
        dialog = self.streams = StreamsDialog(
            medium.name, streams, used[True], used[False], fixed_film=fixed, parent=self._window
        )
        dialog.chosen.connect(partial(self._choose, medium.id))
        dialog.destroyed.connect(self._streams_closed)
        dialog.show()
        path = workspace.project.path_of(medium)
        films = [s.number for s in streams if s.is_film and s.usable]
        self._tasks.run(
            lambda _: first_pictures(path, films, 2 * THUMBNAIL.width()),
            on_done=lambda pictures: self._show_pictures(dialog, pictures),
            on_failed=self._failed,
        )

    def _show_pictures(self, dialog: StreamsDialog, pictures: Mapping[int, Picture]) -> None:
        if dialog is self.streams:
            dialog.show_pictures(pictures)

    def _streams_closed(self) -> None:
        self.streams = None

    def _choose(self, medium_id: str, film: int, sound: int) -> None:
        workspace = self._film.workspace
        if workspace is None or medium_id not in workspace.project.catalogue.media:
            return
        medium = workspace.project.catalogue.media[medium_id]
        first = {s.number for s in streams_in(medium) if s.default}
        film, sound = (-1 if number in first else number for number in (film, sound))
        if (film, sound) != (medium.video_stream, medium.audio_stream):
            self._describe(workspace, medium, film, sound, by_person=True)

    def _close_dialogs(self) -> None:
        for dialog in (self.dialog, self.streams):
            if dialog is not None:
                dialog.close()

    # --- the file as it is now -------------------------------------------------------------

    def look_again(self) -> None:
        """Read the facts of the file that is shown anew; labels stay where they are."""
        medium, workspace = self._film.medium, self._film.workspace
        if medium is not None and workspace is not None and not workspace.read_only:
            self._describe(workspace, medium, medium.video_stream, medium.audio_stream)

    def watch(self, *, by_size: bool = True) -> None:
        """Look whether the file is still as it was; by its size alone, or by what is in it too."""
        medium, workspace = self._film.medium, self._film.workspace
        if medium is None or workspace is None or self.looking:
            return
        self.looking = True
        path = workspace.project.path_of(medium)
        self._tasks.run(
            lambda _: file_state(medium, path, by_size=by_size),
            on_done=partial(self._watched, workspace, medium),
            on_failed=self._not_watched,
        )

    def _watched(self, workspace: Workspace, medium: Medium, state: FileState) -> None:
        self.looking = False
        shown = self._film.medium
        if shown is None or workspace is not self._film.workspace or shown.id != medium.id:
            return
        if shown.quick_hash != medium.quick_hash:
            return  # looked at already
        if state is FileState.CHANGED and self._growing:
            state = FileState.GROWN  # closing a recording writes its length into its beginning
        if state is FileState.SAME:
            self._set_live(None)
            if "findings" not in shown.facts:
                self.look_again()  # the facts are of an older program
            if self._growing:
                self._growing = False
                self._timer.setInterval(LOOK_EVERY_MS)
                self._film.settle()
        elif state is FileState.GROWN:
            self._growing = True
            seconds = float((medium.end - medium.start) * medium.time_base)
            self._set_live(growing_finding(seconds))
            self._timer.setInterval(max(LOOK_EVERY_MS, round(seconds * 1000 / MOST_OFTEN)))
            if not _is_finished(workspace, medium):
                self.look_again()
        elif state is FileState.CHANGED:
            self._set_live(changed_finding())
            if medium.id not in self._told:
                self._told.add(medium.id)
                self._feedback.fact(
                    f"{medium.name}: {changed_finding().text}",
                    action=tr(BUTTONS[LOOK_AGAIN]),
                    action_id=LOOK_AGAIN,
                )

    def _not_watched(self, error: Exception) -> None:
        """Whoever needs the file says that it cannot be read; this is only a look now and then."""
        self.looking = False
        if not isinstance(error, (UserError, Cancelled)):
            raise error

    def _set_live(self, finding: Finding | None) -> None:
        if finding != self._live:
            self._live = finding
            self.refresh()

    def _describe(
        self, workspace: Workspace, medium: Medium, film: int, sound: int, *, by_person: bool = False
    ) -> None:
        self.looking = True
        path = workspace.project.path_of(medium)
        library = workspace.project.library
        self._tasks.run(
            lambda _: library.describe(path, video_stream=film, audio_stream=sound),
            on_done=partial(self._described, workspace, medium.id, by_person),
            on_failed=self._failed,
        )

    def _described(self, workspace: Workspace, medium_id: str, by_person: bool, found: Medium) -> None:
        self.looking = False
        if workspace is not self._film.workspace or medium_id not in workspace.project.catalogue.media:
            return
        if not by_person:
            seconds = float((found.end - found.start) * found.time_base)
            self._set_live(growing_finding(seconds) if self._growing else None)
        medium = workspace.project.catalogue.media[medium_id]
        self._feedback.attempt(
            lambda: workspace.editing.perform(
                e.ChangeMedium(workspace.project.renewed(medium, found)), actor=None if by_person else PROBE
            )
        )

    def _failed(self, error: Exception) -> None:
        self.looking = False
        when_refused(self._feedback.refuse)(error)


def _is_finished(workspace: Workspace, medium: Medium) -> bool:
    """Whether the person vouched for the whole film: what comes later is looked at when they ask."""
    span = medium.span
    return any(
        not c.class_id and c.range.start <= span.start and c.range.end >= span.end
        for c in workspace.project.document(medium.id).complete_ranges
    )
