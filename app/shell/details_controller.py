"""The details in the drawer: they follow the selection, and what is changed there is one edit."""

from __future__ import annotations

from PySide6.QtCore import QObject

from app.domain.errors import UserError
from app.domain.history import Deed
from app.domain.suggestions import AnySuggestion
from app.session.labelling import Labelling
from app.session.run_names import run_name
from app.session.selected_labels import SelectedLabels
from app.shell.clock_controller import ClockController
from app.shell.film_context import FilmContext
from app.shell.label_controller import LabelController
from app.shell.selection_details import ATTRIBUTE, SelectionDetails
from app.shell.workspace import Workspace
from app.views.details.details_panel import Details
from app.views.texts import told, tr


class DetailsController(QObject):
    def __init__(
        self,
        context: FilmContext,
        *,
        labels: LabelController,
        clocks: ClockController,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._panel = context.window.details_panel
        self._labels, self._clocks = labels, clocks
        self._workspace: Workspace | None = None
        self._panel.change_requested.connect(self.change)
        labels.selection_changed.connect(self.refresh)

    def show(self, workspace: Workspace | None) -> None:
        """Another project or film, or none."""
        self._workspace = workspace
        self.refresh()

    def refresh(self) -> None:
        document, workspace, places = self._labels.document, self._workspace, self._clocks.places
        if document is None or workspace is None or places is None:
            self._panel.set_details(Details(tr("Nothing is open.")))
            return
        people = {actor.id: actor.name for actor in workspace.project.store.actors().values()}
        details = SelectionDetails(document, people, self._run_of, told(places.hint))
        self._panel.set_details(details.of(self._labels.selection))

    def _run_of(self, suggestion: AnySuggestion) -> str:
        document, workspace = self._labels.document, self._workspace
        layer = document.layers.get(suggestion.layer_id) if document is not None else None
        runs = workspace.project.catalogue.runs if workspace is not None else {}
        run = runs.get(layer.run_id) if layer is not None else None
        return told(run_name(run.name)) if run is not None else tr("unknown")

    def change(self, ids: tuple[str, ...], field_id: str, value: str) -> None:
        """A refusal stands beside its field."""
        labelling = self._labels.labelling
        if labelling is None:
            return

        def refused(error: UserError) -> None:
            self._panel.show_error(ids, field_id, told(error))

        if field_id not in ("start", "end"):
            self._labels.change_selected(
                ids,
                lambda chosen: _changed(chosen, field_id, value),
                # Where nothing changed in the end, what was typed still goes.
                on_done=lambda _: self.refresh(),
                on_refused=refused,
            )
            return
        try:
            tick = self._tick(labelling, value, end=field_id == "end")
            labelling.retime(ids[0], **{field_id: tick})
        except UserError as error:
            refused(error)
        else:
            self.refresh()

    def _tick(self, labelling: Labelling, typed: str, *, end: bool) -> int:
        """The frame boundary meant by a time; a frame given as the end is the last one inside."""
        places = self._clocks.places
        assert places is not None
        found = places.find(typed, to_end=end)[0]
        if end and found.is_frame:
            return labelling.frame_end(found.tick)
        return labelling.boundary(found.tick)


def _changed(chosen: SelectedLabels, field_id: str, value: str) -> Deed:
    if field_id == "class":
        return chosen.set_class(value)
    if field_id == "comment":
        return chosen.set_comment(value)
    return chosen.set_attribute(field_id.removeprefix(ATTRIBUTE), value)
