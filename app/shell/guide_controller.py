"""What stands written: the one primary action, the state line, the keys that count, the details."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from app.domain.media import Medium
from app.domain.ontology import Ontology
from app.domain.recording_time import proposals
from app.domain.segments import Origin, Segment
from app.domain.suggestions import Suggestion
from app.domain.time_of_day import TimeOfDay
from app.domain.timebase import TimeRange, TimeScale, clock_text
from app.domain.tracks import Track
from app.media.media_facts import channel_words
from app.session.guidance import Action, PrimaryAction, WorkState, primary_action
from app.shell.actions import KeyMap, Mode
from app.shell.jobs_controller import JobsController
from app.shell.label_controller import LabelController
from app.shell.main_window import MainWindow
from app.shell.review_controller import ReviewController
from app.shell.workspace import Workspace
from app.views.details.details_panel import Details
from app.views.labels.label_table import VERIFICATION_TEXT

HINTS = {
    Mode.LABEL: ("play", "mark_in", "mark_out", "split", "new_box", "code"),
    Mode.REVIEW: ("accept", "reject", "next_item", "nudge_on", "play_segment"),
    Mode.EXPLAIN: ("attention", "play", "step_on", "next_item"),
}
SHORT = {
    "play": "play, pause",
    "mark_in": "in mark",
    "mark_out": "out mark",
    "split": "split here",
    "new_box": "new box",
    "code": "all keys are classes",
    "accept": "accept, go on",
    "reject": "reject, go on",
    "next_item": "next",
    "nudge_on": "edge +1 frame",
    "play_segment": "play it",
    "attention": "hold: peek, tap: pin",
    "step_on": "one frame on",
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
        self.show_details(self._labels.selection)

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
        self._window.transport.set_primary(primary.text, primary.hint, enabled)
        saved = "" if workspace is None else ("Reading only" if reading else "Saved")
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
            rows.append((shown, with_keys[0].name if len(with_keys) == 1 else "a class"))
        for action_id in HINTS[mode]:
            if self.coding and mode is Mode.LABEL and action_id not in ("play", "code"):
                continue
            if self._keys[action_id].keys:
                rows.append((self._keys.native(action_id), SHORT[action_id]))
        title = "Code" if self.coding and mode is Mode.LABEL else mode.value.capitalize()
        self._window.key_hints.show_keys(f"Keys in {title}", rows)

    # --- details ---------------------------------------------------------------------------

    def show_details(self, ids: tuple[str, ...]) -> None:
        document, workspace = self._labels.document, self._workspace
        panel = self._window.details_panel
        if document is None or workspace is None or self._medium is None:
            panel.set_details(Details("Nothing is open."))
            return
        if len(ids) > 1:
            panel.set_details(Details(f"{len(ids)} are selected."))
            return
        chosen = ids[0] if ids else ""
        people = {actor.id: actor.name for actor in workspace.project.store.actors().values()}
        segment = document.segments.get(chosen)
        suggestion = document.suggestions.get(chosen)
        track = document.tracks.get(chosen)
        if segment is not None:
            panel.set_details(self._of_segment(segment, people))
        elif suggestion is not None:
            panel.set_details(self._of_suggestion(suggestion, people))
        elif track is not None:
            boxes = len(document.key_frames(track.id))
            span = self._labels.range_of(track.id)
            rows = (
                *(_times(span, self._medium.scale, False) if span is not None and boxes > 1 else ()),
                ("Key frames", str(boxes)),
                ("Who", people.get(track.actor_id, "unknown")),
            )
            panel.set_details(Details(f"{self._class_name(track)} #{track.number}", rows))
        else:
            panel.set_details(film_details(self._medium))

    def _class_name(self, thing: Segment | Suggestion | Track) -> str:
        label_class = self._ontology.get(thing.class_id)
        return label_class.name if label_class is not None else "?"

    def _of_segment(self, segment: Segment, people: dict[str, str]) -> Details:
        assert self._medium is not None
        assert self._workspace is not None
        how = {
            Origin.HAND: "By hand",
            Origin.IMPORTED: "Imported",
            Origin.SUGGESTION: "From a suggestion",
        }[segment.origin]
        rows = [
            *_times(segment.range, self._medium.scale, segment.is_point),
            ("Who", people.get(segment.actor_id, "unknown")),
            ("Origin", how),
            ("Verification", VERIFICATION_TEXT[segment.verification]),
        ]
        if segment.suggestion_id:
            suggestion = self._workspace.project.document(self._medium.id).suggestions.get(
                segment.suggestion_id
            )
            if suggestion is not None:
                rows += [("Score", f"{suggestion.score:.2f}"), ("Run", self._run_of(suggestion))]
        return Details(self._class_name(segment), tuple(rows), segment.id, segment.comment)

    def _of_suggestion(self, suggestion: Suggestion, people: dict[str, str]) -> Details:
        assert self._medium is not None
        rows = [
            *_times(suggestion.range, self._medium.scale, suggestion.is_point),
            ("Score", f"{suggestion.score:.2f}"),
            ("Run", self._run_of(suggestion)),
            ("Decision", suggestion.decision.value),
        ]
        if suggestion.decided_by:
            rows.append(("Decided by", people.get(suggestion.decided_by, "unknown")))
        return Details(f"Suggestion: {self._class_name(suggestion)}", tuple(rows))

    def _run_of(self, suggestion: Suggestion) -> str:
        assert self._medium is not None
        assert self._workspace is not None
        layer = self._workspace.project.document(self._medium.id).layers.get(suggestion.layer_id)
        run = self._workspace.project.catalogue.runs.get(layer.run_id) if layer is not None else None
        return run.name if run is not None else "unknown"


def _times(range_: TimeRange, scale: TimeScale, is_point: bool) -> list[tuple[str, str]]:
    start = ("At" if is_point else "From", clock_text(scale.seconds(range_.start)))
    if is_point:
        return [start]
    length = float(range_.length * scale.time_base)
    return [start, ("To", clock_text(scale.seconds(range_.end))), ("Length", f"{length:.3f} s")]


def film_details(medium: Medium) -> Details:
    """What the preflight found, in words; its warnings on top."""
    rows = [("File", medium.path)]
    video = medium.facts.get("video")
    if isinstance(video, dict):
        rate = float(video["average_fps"])
        kind = "variable, on average " if video["variable_frame_rate"] else ""
        rows += [
            ("Picture", f"{video['codec']}, {medium.width} × {medium.height}"),
            ("Frames", f"{medium.frames:,}{'' if medium.confirmed else ' (not yet confirmed)'}"),
            ("Frame rate", f"{kind}{rate:.5g} a second"),
        ]
    audio = medium.facts.get("audio")
    if isinstance(audio, dict):
        rows.append(
            ("Sound", f"{audio['codec']}, {audio['sample_rate']:,} Hz, {channel_words(audio['channels'])}")
        )
    else:
        rows.append(("Sound", "none"))
    rows += _recorded(medium)
    rows += [
        ("Length", clock_text(float(medium.span.length * medium.time_base))),
        ("Group", medium.group),
        ("SHA-256", medium.sha256[:16] + "…" if medium.sha256 else "being computed"),
    ]
    warnings = medium.facts.get("warnings")
    texts = tuple(str(w) for w in warnings) if isinstance(warnings, list) else ()
    return Details(medium.name, tuple(rows), warnings=texts)


def _recorded(medium: Medium) -> list[tuple[str, str]]:
    """When, as far as a person has said so; else what the file says of itself."""
    clock = TimeOfDay.of(medium)
    if clock is not None:
        return [("Begins", clock.described(medium.span.start))]
    return [
        (
            "Recorded",
            f"{one.start:%Y-%m-%d %H:%M:%S} {one.zone}".rstrip() + f" by {one.source}, not confirmed",
        )
        for one in proposals(medium)[:1]
    ]


def class_keys(ontology: Ontology) -> frozenset[str]:
    """The letters and digits that belong to classes, and those that describe their labels."""
    described = (key for c in ontology for a in c.attributes for key, _ in a.key_values)
    return frozenset((*(c.key for c in ontology if c.key), *described))
