"""Labels copied, pasted, duplicated, moved and extended: what is selected, put elsewhere."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from app.domain.history import Deed
from app.domain.segments import Segment
from app.domain.tracks import Track
from app.session.clipboard import Clip, copied, paste
from app.shell.film_context import FilmContext
from app.shell.label_controller import LabelController
from app.views.texts import tr


class ArrangingController(QObject):
    """What was copied is kept while the window is open, from one film of the project to the next."""

    def __init__(
        self, context: FilmContext, *, labels: LabelController, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._player, self._feedback = context.player, context.feedback
        self._labels = labels
        self._clips: tuple[Clip, ...] = ()

    def select_all(self) -> None:
        document = self._labels.document
        if document is not None:
            self._labels.select([*(s.id for s in document.segments), *document.tracks])
            self._feedback.say(tr("{count} labels selected", count=len(self._labels.selection)))

    # --- copy and paste --------------------------------------------------------------------

    def copy(self) -> bool:
        """Whether there was something to copy."""
        document = self._labels.document
        clips = copied(document, self._ids()) if document is not None else ()
        if not clips:
            self._feedback.say(tr("Select a label first."))
            return False
        self._clips = clips
        self._feedback.say(tr("Copied: {count}. Paste puts them where the film is.", count=len(clips)))
        return True

    def cut(self) -> None:
        ids = self._ids()
        if self.copy():
            self._labels.remove(ids)

    def paste(self) -> None:
        """From the play head on, as far apart as they were."""
        self._put(self._clips, self._player.tick)

    def duplicate(self) -> None:
        """Right behind the last of them."""
        labelling = self._labels.labelling
        if labelling is None:
            return
        ends = [r.end for i in self._ids() if (r := self._labels.range_of(i)) is not None]
        clips = copied(labelling.document, self._ids())
        if clips:
            self._put(clips, labelling.frame_end(max(ends) - 1))
        else:
            self._feedback.say(tr("Select a label first."))

    def _put(self, clips: tuple[Clip, ...], tick: int) -> None:
        self._labels.perform(
            lambda labelling: paste(labelling, clips, tick), size=len(clips), on_done=self._tell_pasted
        )

    def _tell_pasted(self, deed: Deed) -> None:
        self._labels.select(_added(deed))
        self._feedback.say(tr("Pasted: {count}", count=len(self._labels.selection)))

    def _ids(self) -> tuple[str, ...]:
        """The selected labels and tracks, else the label at the play head."""
        here = self._labels.segment_here()
        return self._labels.chosen or ((here.id,) if here is not None else ())

    # --- edges and places ------------------------------------------------------------------

    def nudge(self, frames: int) -> None:
        """The edge nearest to the play head; several labels, or a track, as a whole."""
        document, chosen = self._labels.document, self._labels.chosen
        if document is not None and (len(chosen) > 1 or any(i in document.tracks for i in chosen)):
            self.move(frames)
        else:
            self._labels.nudge(frames)

    def move(self, frames: int) -> None:
        """The selected labels, or the one at the play head, by whole frames."""
        self._labels.change_selected(self._ids(), lambda chosen: chosen.move(frames))

    def extend(self) -> None:
        """The selected label, else the one here or the one before, up to the play head."""
        labelling, tick = self._labels.labelling, self._player.tick
        if labelling is None:
            return
        segment = self._labels.segment_here() or labelling.end_before(tick)
        if segment is None:
            self._feedback.say(tr("No label ends before the play head: select one first."))
        else:
            name = labelling.document.ontology[segment.class_id].name
            self._tell(lambda: labelling.extend(segment.id, tick), tr("{name} reaches to here", name=name))

    def extend_from_previous(self) -> None:
        """The selected label begins where the one before it ended; without one, the in mark is set there."""
        labelling, segment = self._labels.labelling, self._labels.segment_here()
        if labelling is None:
            return
        if segment is not None:
            name = labelling.document.ontology[segment.class_id].name
            begun = tr("{name} begins where the label before it ended", name=name)
            self._tell(lambda: labelling.begin_where_previous_ended(segment.id), begun)
            return
        before = labelling.end_before(self._player.tick)
        if before is None:
            self._feedback.say(tr("No label ends before the play head: select one first."))
        else:
            labelling.set_in(before.range.end)
            self._labels.say_marks()

    def _tell(self, work: Callable[[], object], done: str) -> None:
        if self._feedback.succeeds(work):
            self._feedback.say(done)


def _added(deed: Deed) -> list[str]:
    found = (d.after for change in deed for d in change.differences if d.before is None)
    return [entity.id for entity in found if isinstance(entity, Segment | Track)]
