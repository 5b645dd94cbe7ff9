"""Walking the suggestions in the order that was chosen, each in a loop; Enter or Backspace goes on."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, QTimer, Signal

from app.domain.changes import Change
from app.domain.ontology import LabelClass
from app.domain.suggestions import AnySuggestion, Decision, Layer, Run, SuggestedTrack, Suggestion
from app.domain.timebase import TimeRange, clock_text
from app.session.review import Order
from app.session.run_names import run_name
from app.shell.film_context import FilmContext
from app.shell.label_controller import LabelController
from app.shell.workspace import Workspace
from app.views.dialogs.questions import Questions
from app.views.review.accept_dialog import AcceptDialog
from app.views.texts import tr

CONTEXT_S = 0.5
"""Played before and after a suggestion, so that its edges can be judged."""


class ReviewController(QObject):
    """Suggestions arriving move nothing; only the person's decision goes on to the next."""

    queue_changed = Signal(int)  # how many are open
    order_chosen = Signal(str)  # to be remembered

    def __init__(
        self,
        context: FilmContext,
        *,
        labels: LabelController,
        questions: Questions,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._window, self._player, self._feedback = context.window, context.player, context.feedback
        self._labels = labels
        self._questions = questions
        self._workspace: Workspace | None = None
        self._medium_id = ""
        self._known: list[AnySuggestion] = []
        self._order = _order(context.settings().review_order)
        self._class_id = ""
        self._window.suggestion_list.set_order(self._order.value)
        self._stale = False
        # A job brings its suggestions in many transactions: the list is made anew once for all of them.
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self._show_queue)
        self._edges: dict[str, TimeRange] = {}
        self._played_from: int | None = None
        self._last_tick: int | None = None
        self.current = ""
        self.active = False

    # --- what is shown ---------------------------------------------------------------------

    def show(self, workspace: Workspace | None, medium_id: str) -> None:
        self._workspace, self._medium_id = workspace, medium_id
        self.current, self._edges = "", {}
        self._played_from = self._last_tick = None
        self._refresh_queue()
        if workspace is not None and medium_id:
            self._window.timeline.set_played(workspace.review.played(medium_id))

    def show_context(self) -> None:
        """Classes or runs changed: names, colours, and whose suggestions are shown."""
        workspace = self._workspace
        if workspace is None or not self._medium_id:
            return
        catalogue = workspace.project.catalogue
        medium = catalogue.media.get(self._medium_id)
        self._window.suggestion_list.set_context(catalogue.ontology, medium.scale if medium else None)

    def follow(self, change: Change) -> None:
        if change.medium_id != self._medium_id:
            return
        decided = [d for d in change.differences if isinstance(d.entity, Suggestion | SuggestedTrack)]
        if not decided and not change.touches(Layer):
            return
        gone = {
            d.entity.id
            for d in decided
            if isinstance(d.after, Suggestion | SuggestedTrack) and d.after.decision is not Decision.OPEN
        }
        if len(gone) == len(decided) and not change.touches(Layer):
            self._known = [s for s in self._queue if s.id not in gone]
            self._show_queue()
        else:
            self._stale = True
            self._soon.start()

    def follow_catalogue(self, change: Change) -> None:
        self.show_context()
        if change.touches(Run, LabelClass):
            self._refresh_queue()

    def _refresh_queue(self) -> None:
        self._stale = True
        self.show_context()
        self._show_queue()

    @property
    def _queue(self) -> list[AnySuggestion]:
        """Open suggestions of the visible layers, in the order and of the class that were chosen."""
        if self._stale:
            self._stale = False
            workspace = self._workspace
            if workspace is None or not self._medium_id:
                self._known = []
            else:
                self._known = workspace.review.queue(self._medium_id, self._order, self._class_id)
                layers = workspace.review.visible_layers(self._medium_id)
                self._window.timeline.set_visible_layers(layers)
        return self._known

    def stop(self) -> None:
        """The window closes."""
        self._soon.stop()

    def _show_queue(self) -> None:
        panel = self._window.suggestion_list
        panel.set_suggestions(self._queue)
        panel.set_run_text(self._run_text())
        panel.set_progress(self._progress_text())
        self.queue_changed.emit(len(self._queue))

    def _run_text(self) -> str:
        workspace = self._workspace
        if workspace is None or not self._queue:
            return ""
        layer = workspace.project.document(self._medium_id).layers.get(self._queue[0].layer_id)
        run = workspace.project.catalogue.runs.get(layer.run_id) if layer is not None else None
        if run is None:
            return ""
        return tr("{run} proposes {count}", run=run_name(run.name), count=f"{len(self._queue):,}")

    def _progress_text(self) -> str:
        """`212 of 1,040 reviewed, about 14 min left`, by the person's own pace."""
        workspace = self._workspace
        if workspace is None or not self._queue:
            return ""
        reviewed, waiting = workspace.review.reviewed(self._medium_id), len(self._queue)
        done, whole = f"{reviewed:,}", f"{reviewed + waiting:,}"
        left = workspace.review.pace.left(waiting)
        if left is None:
            return tr("{done} of {whole} reviewed", done=done, whole=whole)
        minutes = round(left.total_seconds() / 60)
        if minutes < 1:
            return tr("{done} of {whole} reviewed, less than a minute left", done=done, whole=whole)
        return tr(
            "{done} of {whole} reviewed, about {minutes} min left", done=done, whole=whole, minutes=minutes
        )

    def choose_order(self, order: str) -> None:
        """The suggestion at hand stays at hand."""
        self._order = _order(order)
        self.order_chosen.emit(order)
        self._refresh_queue()

    def choose_class(self, class_id: str) -> None:
        """Only suggestions of one class, or all again; the first is next if this one is left out."""
        self._class_id = class_id
        self._refresh_queue()
        if self.active and self._queue and self._find(self.current) is None:
            self.go_to(self._queue[0].id)

    @property
    def open_count(self) -> int:
        return len(self._queue)

    # --- walking ---------------------------------------------------------------------------

    def begin(self) -> None:
        """The mode Review was entered: the suggestion at hand, else the first."""
        self.active = True
        if self._queue and self._find(self.current) is None:
            self.go_to(self._queue[0].id)

    def end(self) -> None:
        self.active = False
        if self._workspace is not None:
            self._workspace.review.pace.pause()
        self.note_played()

    def go_to(self, suggestion_id: str) -> None:
        """Select it and play it in a loop, with a little before and after."""
        suggestion = self._find(suggestion_id)
        if suggestion is None:
            return
        self.current = suggestion_id
        self._window.suggestion_list.set_current(suggestion_id)
        self._labels.select((suggestion_id,))
        range_ = self._with_context(self._edges.get(suggestion_id, suggestion.range))
        self._window.timeline.reveal(range_)
        self._player.play_range(range_, loop=True)

    def go_by(self, direction: int) -> None:
        if not self._queue:
            return
        at = next((i for i, s in enumerate(self._queue) if s.id == self.current), -1)
        self.go_to(self._queue[(at + direction) % len(self._queue)].id)

    def _with_context(self, range_: TimeRange) -> TimeRange:
        workspace = self._workspace
        assert workspace is not None
        medium = workspace.project.catalogue.media[self._medium_id]
        margin = medium.scale.ticks(CONTEXT_S)
        return TimeRange(
            max(medium.span.start, range_.start - margin), min(medium.span.end, range_.end + margin)
        )

    def _find(self, suggestion_id: str) -> AnySuggestion | None:
        return next((s for s in self._queue if s.id == suggestion_id), None)

    # --- deciding --------------------------------------------------------------------------

    def accept(self, suggestion_id: str = "") -> None:
        workspace, suggestion = self._workspace, self._find(suggestion_id or self.current)
        if workspace is None or suggestion is None:
            self._say_nothing_left()
            return
        self.note_played()
        range_ = self._edges.get(suggestion.id)
        following = self._after(suggestion.id)
        if self._feedback.attempt(lambda: workspace.review.accept(suggestion, range_)) is not None:
            self._edges.pop(suggestion.id, None)
            self._go_on(following, accepted=True)

    def reject(self, suggestion_id: str = "") -> None:
        workspace, suggestion = self._workspace, self._find(suggestion_id or self.current)
        if workspace is None or suggestion is None:
            self._say_nothing_left()
            return
        following = self._after(suggestion.id)
        if self._feedback.attempt(lambda: workspace.review.reject(suggestion)) is not None:
            self._go_on(following, accepted=False)

    def accept_all(self) -> None:
        """All that are open here, in one edit, marked as accepted in bulk; asked first."""
        workspace, waiting = self._workspace, tuple(self._queue)
        if workspace is None or not waiting:
            return
        if not self._questions.really(
            tr("Accept all {count:,} suggestions?", count=len(waiting)),
            tr(
                "They become your labels, marked as accepted in bulk without having been played. "
                "One Undo takes all of them back."
            ),
            tr("Accept {count:,}", count=len(waiting)),
        ):
            return
        self.note_played()
        if self._feedback.attempt(lambda: workspace.review.accept_many(waiting)) is not None:
            self._tell_accepted(len(waiting))

    def _tell_accepted(self, count: int) -> None:
        self._feedback.offer_undo(
            tr("1 suggestion accepted" if count == 1 else "{count:,} suggestions accepted", count=count)
        )

    def accept_above(self) -> None:
        """All from a score on, between the marks, in view or in the whole film; how many is shown first."""
        workspace, waiting = self._workspace, tuple(self._queue)
        if workspace is None or not waiting:
            self._say_nothing_left()
            return
        ranges = self._ranges(workspace)
        texts = {"film": tr("In the whole film"), "view": tr("In view on the timeline")}
        texts["marks"] = tr("Between the in and out marks")
        review = workspace.review

        def chosen(score: float, place: str) -> list[AnySuggestion]:
            return review.above(waiting, score, ranges[place])

        dialog = AcceptDialog(
            [(place, texts[place]) for place in ranges],
            lambda score, place: len(chosen(score, place)),
            self._window,
        )
        agreed = dialog.exec() == AcceptDialog.DialogCode.Accepted
        found = chosen(dialog.score, dialog.place)
        dialog.deleteLater()
        if not agreed or not found:
            return
        self.note_played()
        if self._feedback.attempt(lambda: review.accept_many(found)) is not None:
            self._tell_accepted(len(found))

    def _ranges(self, workspace: Workspace) -> dict[str, TimeRange]:
        labelling = workspace.labelling(self._medium_id)
        start, end = labelling.mark_in, labelling.mark_out
        ranges = {"marks": TimeRange(start, end)} if start is not None and end is not None else {}
        ranges["film"] = workspace.project.catalogue.media[self._medium_id].span
        window = self._window.timeline.visible_window()
        if window is not None:
            ranges["view"] = window
        return ranges

    def change_edges(self, suggestion_id: str, range_: TimeRange) -> None:
        """Edges dragged by the person count when the suggestion is accepted; dragging accepts it."""
        workspace, suggestion = self._workspace, self._find(suggestion_id)
        if workspace is None or not isinstance(suggestion, Suggestion):
            return
        whole = workspace.labelling(self._medium_id).whole_frames(range_)
        self.note_played()
        if self._feedback.attempt(lambda: workspace.review.accept(suggestion, whole)) is None:
            self._window.timeline.refresh(None)
        else:
            self._feedback.offer_undo(tr("Accepted with your edges"))

    def nudge(self, frames: int) -> None:
        """The edge of the current suggestion nearest to the play head, kept until it is accepted."""
        workspace, suggestion = self._workspace, self._find(self.current)
        if workspace is None or not isinstance(suggestion, Suggestion):
            return
        range_ = self._edges.get(suggestion.id, suggestion.range)
        index, tick = self._player.index, self._player.tick
        if index is None:
            return
        if abs(tick - range_.start) <= abs(tick - range_.end):
            frame = min(max(index.frame_at(range_.start) + frames, 0), index.frame_at(range_.end - 1))
            range_ = TimeRange(index.start_of(frame), range_.end)
        else:
            frame = min(
                max(index.frame_at(range_.end - 1) + frames, index.frame_at(range_.start)), len(index) - 1
            )
            range_ = TimeRange(range_.start, index.end_of(frame))
        self._edges[suggestion.id] = range_
        scale = workspace.project.catalogue.media[self._medium_id].scale
        start, end = (clock_text(scale.seconds(tick)) for tick in (range_.start, range_.end))
        self._feedback.say(tr("Enter accepts it from {start} to {end}", start=start, end=end))

    def _after(self, suggestion_id: str) -> str:
        at = next((i for i, s in enumerate(self._queue) if s.id == suggestion_id), -1)
        rest: Sequence[AnySuggestion] = self._queue[at + 1 :] or self._queue[:at]
        return rest[0].id if rest else ""

    def _go_on(self, following: str, *, accepted: bool) -> None:
        if following and self._find(following) is not None:
            left = len(self._queue)
            self._feedback.say(
                tr("Accepted; {count:,} left", count=left)
                if accepted
                else tr("Rejected; {count:,} left", count=left)
            )
            self.go_to(following)
            return
        self.current = ""
        self._player.pause()
        self._feedback.say(
            tr("Accepted; that was the last one") if accepted else tr("Rejected; that was the last one")
        )

    def _say_nothing_left(self) -> None:
        self._feedback.say(
            tr("No suggestion is chosen.") if self._queue else tr("All suggestions are reviewed.")
        )

    # --- what was seen ---------------------------------------------------------------------

    def follow_position(self, tick: int) -> None:
        """Remember what was played or stepped through; a jump begins anew."""
        workspace, last = self._workspace, self._last_tick
        self._last_tick = tick
        if workspace is None or not self._medium_id:
            return
        scale = workspace.project.catalogue.media[self._medium_id].scale
        near = last is not None and 0 <= tick - last <= scale.ticks(1.0)
        if not near or self._played_from is None:
            self._note(last)
            self._played_from = tick
        elif tick - self._played_from >= scale.ticks(0.5):
            self._note(tick)
            self._played_from = tick

    def note_played(self) -> None:
        self._note(self._last_tick)
        self._played_from = self._last_tick

    def _note(self, until: int | None) -> None:
        workspace, first = self._workspace, self._played_from
        if workspace is None or first is None or until is None or not self._medium_id:
            return
        index = self._player.index
        end = index.end_of(index.frame_at(until)) if index is not None else until + 1
        if end > first:
            workspace.review.note_played(self._medium_id, TimeRange(first, end))
            self._window.timeline.set_played(workspace.review.played(self._medium_id))


def _order(name: str) -> Order:
    """What the settings name; the default where they name nothing known."""
    return Order(name) if name in tuple(Order) else Order.UNCERTAIN
