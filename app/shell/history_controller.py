"""Undo and redo, the page of what was done, named states, and what changed since one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from PySide6.QtCore import QObject, QTimer

from app.domain import edits as e
from app.domain.changes import Change
from app.domain.history import Deed, Step
from app.domain.snapshots import NamedSnapshot
from app.domain.timebase import clock_text
from app.session.chronicle import About, Became, Chronicle, Comparison, PastDeed, Spot
from app.session.editing import Editing
from app.shell.film_context import FilmContext
from app.shell.label_controller import LabelController
from app.shell.long_deeds import LongDeeds
from app.shell.workspace import Workspace, new_id, now
from app.views.dialogs.questions import Questions
from app.views.history.changes_dialog import ChangedGroup, ChangesDialog
from app.views.history.deed_words import deed_text
from app.views.history.history_panel import DeedRow, HistoryPanel
from app.views.texts import tr

PAGE = "history"
_ORDER = ("segment", "track", "key frame", "complete range", "zone", "suggestion", "suggested track", "class")
_LONGEST_NAME = 20
_SETTLED_MS = 150  # after the last of many edits
_MOST_LISTED = 500  # labels of one kind and class in a comparison


class HistoryController(QObject):
    """The page is filled only while it is shown."""

    def __init__(
        self,
        context: FilmContext,
        *,
        labels: LabelController,
        questions: Questions,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._film, self._window, self._player = context.film, context.window, context.player
        self._feedback, self._labels, self._questions = context.feedback, labels, questions
        self._long = LongDeeds(context.film, context.feedback)
        self._workspace: Workspace | None = None
        self._chronicle: Chronicle | None = None
        self._deeds: dict[int, PastDeed] = {}
        self._wanted: Spot | None = None
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_SETTLED_MS)
        self._later.timeout.connect(self.refresh)
        panel = self._panel
        panel.chosen.connect(self.go_to)
        panel.back_requested.connect(self.go_back)
        panel.compare_requested.connect(self.compare)
        panel.snapshot_requested.connect(self.name_state)
        self._window.drawer.page_shown.connect(lambda _: self.refresh())

    @property
    def _panel(self) -> HistoryPanel:
        return self._window.history_panel

    @property
    def chronicle(self) -> Chronicle | None:
        """Of the open project."""
        return self._chronicle

    def open_workspace(self, workspace: Workspace) -> None:
        self._workspace, self._chronicle = workspace, Chronicle(workspace.project)
        self._panel.set_editable(not workspace.read_only)
        self.refresh()

    def close_workspace(self) -> None:
        self._later.stop()
        self._workspace, self._chronicle, self._wanted = None, None, None
        self._deeds = {}
        self._panel.set_entries((), self._row)

    def follow(self, change: Change) -> None:
        if self._window.drawer.page == PAGE:
            self._later.start()

    def film_ready(self) -> None:
        """The film shown can be sought now."""
        wanted, self._wanted = self._wanted, None
        if wanted is not None and self._film.medium is not None and wanted.medium_id == self._film.medium.id:
            self._show_spot(wanted)

    # --- undo and redo ---------------------------------------------------------------------

    def undo(self) -> None:
        self._step(lambda e: e.undoable, Editing.undo, lambda text: tr("Undone: {deed}", deed=text))

    def redo(self) -> None:
        self._step(lambda e: e.redoable, Editing.redo, lambda text: tr("Done again: {deed}", deed=text))

    def _step(
        self,
        ahead: Callable[[Editing], Step | None],
        step: Callable[[Editing], Deed],
        say: Callable[[str], str],
    ) -> None:
        workspace = self._workspace
        if workspace is None:
            return
        self._window.toast.hide()
        following = ahead(workspace.editing)
        if following is None:
            self._feedback.say(tr("Nothing to undo or redo."))
            return
        entry, verb, count = following.entry, following.verb, following.count
        self._long.perform(
            workspace,
            say(self._words(entry, verb, count)),
            lambda session: step(session.editing),
            size=count,
            on_done=lambda _: self._feedback.say(say(self._words(entry, verb, count))),
        )

    # --- the page --------------------------------------------------------------------------

    def show_page(self) -> None:
        self._window.drawer.show_page(PAGE)

    def refresh(self) -> None:
        chronicle = self._chronicle
        if chronicle is not None and self._window.drawer.page == PAGE:
            self._deeds = {deed.entry: deed for deed in chronicle.deeds()}
            self._panel.set_entries(list(self._deeds), self._row)

    def _row(self, entry: int) -> DeedRow:
        deed = self._deeds[entry]
        text = self._words(entry, deed.verb, deed.count, longest=_LONGEST_NAME)
        return DeedRow(entry, text, f"{deed.actor.name} · {_moment(deed.at)}", deed.stands)

    def _words(self, entry: int, verb: str, count: int, *, longest: int = 1000) -> str:
        """`longest`: characters of a name, so that what was done to it is still seen after it."""
        assert self._chronicle is not None
        about = self._chronicle.about(entry, verb, count)
        name = self._name(about)
        short = name if len(name) <= longest else f"{name[: longest - 1]}…"
        return deed_text(verb, name=short, count=count, fields=about.fields)

    def _name(self, about: About) -> str:
        return self._class_name(about.class_id) or about.name

    def _class_name(self, class_id: str) -> str:
        workspace = self._workspace
        found = workspace.project.catalogue.ontology.get(class_id) if workspace is not None else None
        return found.name if found is not None else ""

    def go_to(self, entry: int) -> None:
        """Show the place where a deed was done, in another film where it lies there."""
        if self._chronicle is not None:
            self._show(self._chronicle.spot_of(self._deeds[entry]))

    def _show(self, spot: Spot | None) -> None:
        if spot is None:
            self._feedback.say(tr("This was done to the project as a whole, at no place of a film."))
        elif self._film.medium is not None and self._film.medium.id == spot.medium_id:
            self._show_spot(spot)
        else:
            self._wanted = spot
            self._film.show(spot.medium_id)

    def _show_spot(self, spot: Spot) -> None:
        self._labels.select((spot.entity_id,))
        self._player.seek(spot.tick)

    def go_back(self, entry: int) -> None:
        """To the state right after `entry`, as one step that can be undone."""
        workspace = self._workspace
        if workspace is None:
            return
        count = sum(deed.count for deed in self._deeds.values() if deed.entry > entry)
        self._long.perform(
            workspace,
            tr("Going back"),
            lambda session: len(session.editing.go_back(entry)),
            size=count,
            on_done=lambda changed: self._feedback.offer_undo(
                tr("Gone back; what was taken back stands in the history.")
                if changed
                else tr("Nothing of yours changed since.")
            ),
        )

    # --- named states and comparisons ------------------------------------------------------

    def name_state(self) -> None:
        workspace = self._workspace
        if workspace is None:
            return
        if workspace.read_only:
            self._feedback.say(tr("The project is open for reading only; nothing of it can be named here."))
            return
        known = {snapshot.name for snapshot in workspace.project.catalogue.snapshots.values()}
        moment = datetime.now().astimezone()
        name = self._questions.text(
            tr("Name this state"),
            tr("Every edit is saved already. A name lets you come back to this state:"),
            _free_name(f"{moment:%Y-%m-%d %H:%M}", known),
        )
        if name:
            head = workspace.project.store.past.head()
            snapshot = NamedSnapshot(new_id(), name, now().isoformat(), head)
            if self._feedback.succeeds(lambda: workspace.editing.perform(e.NameSnapshot(snapshot))):
                self._feedback.say(tr("Saved as “{name}”; the history leads back to it.", name=name))

    def compare(self, entry: int) -> None:
        """List what changed after log entry `entry`."""
        deed = self._deeds.get(entry)
        if self._chronicle is not None and deed is not None:
            text = self._words(entry, deed.verb, deed.count)
            since = tr("Since: {deed}, {when}", deed=text, when=_moment(deed.at))
            self._look(since, lambda c: c.since(entry))

    def compare_yesterday(self) -> None:
        if self._chronicle is not None:
            today = datetime.now().astimezone().replace(hour=0, minute=0, second=0, microsecond=0)
            yesterday = today - timedelta(days=1)
            self._look(tr("Since the beginning of yesterday"), lambda c: c.since_moment(yesterday))

    def compare_session(self) -> None:
        if self._chronicle is not None:
            opened_at = self._chronicle.opened_at
            self._look(tr("Since the project was opened"), lambda c: c.since(opened_at))

    def _look(self, since: str, look: Callable[[Chronicle], Comparison]) -> None:
        """Beside: much may have changed, in many films."""
        workspace = self._workspace
        if workspace is None:
            return

        def compared(_: object) -> Comparison:
            with workspace.reading() as session:
                return look(Chronicle(session.project))

        def done(found: Comparison) -> None:
            if workspace is self._workspace:
                self._list(since, found)

        self._film.run_job(f"since {since}", since, compared, done, self._feedback.say, waited_for=True)

    def _list(self, since: str, found: Comparison) -> None:
        spots: list[Spot | None] = []
        groups = []
        labels_of: dict[tuple[str, str], list[Became]] = {}
        for label in found.labels:
            labels_of.setdefault((label.kind, label.class_id), []).append(label)
        for (kind, class_id), counts in sorted(found.counts.items(), key=_place_in_list):
            became = labels_of.get((kind, class_id), [])[:_MOST_LISTED]
            first = len(spots)
            spots += [b.spot for b in became]
            labels = tuple((self._place_text(b), _how(b.how)) for b in became)
            numbers = tuple(range(first, len(spots)))
            heading = _group_text(kind, self._class_name(class_id))
            groups.append(
                ChangedGroup(heading, counts["added"], counts["changed"], counts["removed"], labels, numbers)
            )
        dialog = ChangesDialog(since, groups, self._window)
        dialog.chosen.connect(lambda number: self._show(spots[number]))
        dialog.show()

    def _place_text(self, became: Became) -> str:
        workspace, spot = self._workspace, became.spot
        medium = workspace.project.catalogue.media.get(spot.medium_id) if workspace and spot else None
        if medium is None or spot is None:
            return tr("no place")
        at = clock_text(medium.scale.seconds(spot.tick)).removeprefix("00:")
        shown = self._film.medium
        return at if shown is not None and shown.id == medium.id else f"{at}  {medium.name}"


def _moment(at: datetime) -> str:
    local = at.astimezone()
    return f"{local:%H:%M}" if local.date() == datetime.now().date() else f"{local:%Y-%m-%d %H:%M}"


def _free_name(name: str, known: set[str]) -> str:
    """`name`, numbered on where it is taken."""
    number, free = 1, name
    while free in known:
        number += 1
        free = f"{name} ({number})"
    return free


def _how(how: str) -> str:
    return {"added": tr("added"), "changed": tr("changed"), "removed": tr("removed")}[how]


def _place_in_list(group: tuple[tuple[str, str], object]) -> tuple[int, str, str]:
    """Labels first, facts about files and runs last."""
    kind, class_id = group[0]
    return (_ORDER.index(kind) if kind in _ORDER else len(_ORDER), kind, class_id)


def _group_text(kind: str, class_name: str) -> str:
    named = {
        "segment": tr("Labels: {name}", name=class_name),
        "track": tr("Tracks: {name}", name=class_name),
        "suggestion": tr("Suggestions: {name}", name=class_name),
        "suggested track": tr("Proposed tracks: {name}", name=class_name),
    }
    plain = {
        "complete range": tr("Complete ranges"),
        "key frame": tr("Boxes"),
        "zone": tr("Zones"),
        "class": tr("Classes"),
        "medium": tr("Films"),
        "run": tr("Runs"),
        "layer": tr("Layers of suggestions"),
        "snapshot": tr("Named states"),
    }
    return plain.get(kind) or named[kind]
