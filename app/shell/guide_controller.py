"""What stands written: the one primary action, the state line, the keys that count."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from app.domain.media import Medium
from app.domain.ontology import Ontology
from app.session.guidance import Action, PrimaryAction, WorkState, primary_action
from app.shell.actions import MODE_NAMES, KeyMap, Mode
from app.shell.jobs_controller import JobsController
from app.shell.label_controller import LabelController
from app.shell.main_window import MainWindow
from app.shell.review_controller import ReviewController
from app.shell.workspace import Workspace
from app.views.texts import marked, told, tr

HINTS = {
    Mode.LABEL: ("play", "mark_in", "mark_out", "split", "new_box", "code"),
    Mode.REVIEW: ("accept", "reject", "next_item", "nudge_on", "play_segment"),
    Mode.EXPLAIN: ("attention", "play", "step_on", "next_item"),
}
SHORT = {
    "play": marked("play, pause"),
    "mark_in": marked("in mark"),
    "mark_out": marked("out mark"),
    "split": marked("split here"),
    "new_box": marked("new box"),
    "code": marked("all keys are classes"),
    "accept": marked("accept, go on"),
    "reject": marked("reject, go on"),
    "next_item": marked("next"),
    "nudge_on": marked("edge +1 frame"),
    "play_segment": marked("play it"),
    "attention": marked("hold: peek, tap: pin"),
    "step_on": marked("one frame on"),
}
MOST_CLASS_HINTS = 5


class GuideController(QObject):
    """Reads, and writes only texts."""

    def __init__(
        self,
        *,
        window: MainWindow,
        labels: LabelController,
        review: ReviewController,
        jobs: JobsController,
        keys: KeyMap,
        act: Callable[[str], None],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._window = window
        self._labels = labels
        self._review = review
        self._jobs = jobs
        self._keys = keys
        self._act = act
        self._workspace: Workspace | None = None
        self._medium: Medium | None = None
        self._primary: PrimaryAction | None = None
        self._opening = False
        self.coding = False

    def show(self, workspace: Workspace | None, medium: Medium | None) -> None:
        self._workspace, self._medium = workspace, medium
        self.refresh()

    # --- the primary action ----------------------------------------------------------------

    def refresh(self) -> None:
        """The state of the work may be another: offer what comes next."""
        workspace = self._workspace
        if workspace is None:
            state = WorkState(False, {}, 0, 0, 0)
        else:
            tally, ontology = workspace.tally, workspace.project.catalogue.ontology
            state = WorkState(
                has_medium=bool(workspace.project.catalogue.media),
                labels=tally.named(ontology),
                open_suggestions=self._review.open_count,
                decided_suggestions=tally.decided,
                new_labels_since_proposal=tally.new_by_hand,
                busy=self._jobs.busy,
            )
        primary = self._primary = primary_action(state)
        reading = workspace is not None and workspace.read_only
        enabled = primary.enabled and not (reading and primary.action is not Action.EXPORT)
        self._window.transport.set_primary(told(primary.text), told(primary.hint), enabled)
        saved = "" if workspace is None else (tr("Reading only") if reading else tr("Saved"))
        self._window.status.set_part("saved", saved)

    def do_primary(self) -> None:
        if self._primary is None:
            return
        match self._primary.action:
            case Action.OPEN_VIDEO:
                self._act("open")
            case Action.NAME_CLASS:
                self._act("new_class")
            case Action.LABEL:
                self._act("mode_label")
                if self._workspace is not None and len(self._workspace.tally.named(self._ontology)) < 2:
                    self._act("new_class")
                else:
                    self._act("play")
            case Action.PROPOSE:
                self._act("propose")
            case Action.REVIEW:
                self._act("mode_review")
            case Action.EXPORT:
                self._act("export")

    @property
    def _ontology(self) -> Ontology:
        return self._workspace.project.catalogue.ontology if self._workspace is not None else Ontology()

    # --- keys ------------------------------------------------------------------------------

    def show_keys(self, mode: Mode) -> None:
        rows = []
        with_keys = [c for c in self._ontology if c.key]
        if mode is Mode.LABEL and with_keys:
            # Which key is whose stands beside each lane of the timeline.
            shown = " ".join(c.key.upper() for c in with_keys[:MOST_CLASS_HINTS])
            rows.append((shown, with_keys[0].name if len(with_keys) == 1 else tr("a class")))
        for action_id in HINTS[mode]:
            if self.coding and mode is Mode.LABEL and action_id not in ("play", "code"):
                continue
            if self._keys[action_id].keys:
                rows.append((self._keys.native(action_id), tr(SHORT[action_id])))
        title = tr("Code") if self.coding and mode is Mode.LABEL else tr(MODE_NAMES[mode])
        self._window.key_hints.show_keys(tr("Keys in {mode}", mode=title), rows)


def class_keys(ontology: Ontology) -> frozenset[str]:
    """The letters and digits that belong to classes, and those that describe their labels."""
    described = (key for c in ontology for a in c.attributes for key, _ in a.key_values)
    return frozenset((*(c.key for c in ontology if c.key), *described))
