"""Why this answer: the map over the picture, evidence, attention and class curves in the timeline."""

from __future__ import annotations

import time
from functools import partial
from pathlib import Path

import numpy as np
from PySide6.QtCore import QObject, QTimer

from app.domain.changes import Change
from app.domain.document import Document
from app.domain.errors import Cancelled
from app.domain.suggestions import Layer, Run
from app.qt.explain_worker import ExplainWorker
from app.qt.task_runner import Task
from app.session.explaining import explain_job
from app.session.run_names import run_name
from app.shell.explanation_text import (
    PEEK,
    class_choices,
    kinds,
    legend,
    no_attention,
    sound_legend,
    sound_verdict,
    verdict,
)
from app.shell.film_context import FilmContext
from app.shell.workspace import Workspace
from app.views.canvas.heat import HeatMap
from app.views.texts import marked, told, tr
from app.views.timeline.timeline_state import SoundHeat, as_steps
from sora_model.contract.errors import SoraError
from sora_model.contract.explanations import DEFAULT_MAP, MAP_KINDS, Explanation, MapKind
from sora_model.contract.predictions import Attention, Curves

HOLD_S = 0.25
"""A key held longer than this was a peek, shorter a tap that pins."""
SETTLED_MS = 400
"""The play head has stood this long: somebody looks at what is there."""

Loaded = tuple[Curves | None, Attention | None]


class ExplainController(QObject):
    """A map belongs to a run: the legend always names it. Files are read and maps computed elsewhere.

    Attention is stored with the suggestions and shown at once; evidence for the stretch around the play head
    is computed in the mode Explain when the film rests, and takes the place of attention when it is there.
    """

    def __init__(self, context: FilmContext, *, worker: ExplainWorker, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._window, self._player = context.window, context.player
        self._tasks, self._feedback, self._settings = context.tasks, context.feedback, context.settings
        self._worker = worker
        self._workspace: Workspace | None = None
        self._medium_id = ""
        self._task: Task[Loaded] | None = None
        self._layer: Layer | None = None
        self._curves: Curves | None = None
        self._attention: Attention | None = None
        self._explanation: Explanation | None = None
        self._asked_at: int | None = None
        self._shown: tuple[object, int] | None = None
        self._run_id = self._class_id = ""
        self._kind: MapKind = DEFAULT_MAP
        self._pressed_at: float | None = None
        self._pinned_before = False
        self.pinned = False
        self.explaining = False
        self.curves_wanted = False
        self._settled = QTimer(self)
        self._settled.setSingleShot(True)
        self._settled.setInterval(SETTLED_MS)
        self._settled.timeout.connect(self._ask_if_new)
        panel = context.window.explain_panel
        panel.set_opacity(context.window.canvas.heat_opacity)
        panel.run_chosen.connect(self.choose_run)
        panel.class_chosen.connect(self.choose_class)
        panel.kind_chosen.connect(self.choose_kind)
        panel.opacity_changed.connect(context.window.canvas.set_heat_opacity)
        panel.again_requested.connect(self.ask)

    # --- which run -------------------------------------------------------------------------

    def show(self, workspace: Workspace | None, medium_id: str) -> None:
        self._workspace, self._medium_id = workspace, medium_id
        self._run_id = self._class_id = ""
        self._forget()
        self._load()

    def follow(self, change: Change) -> None:
        if change.medium_id == self._medium_id and change.touches(Layer):
            self._load()

    def follow_catalogue(self, change: Change) -> None:
        if change.touches(Run):
            self._load()

    @property
    def _document(self) -> Document | None:
        if self._workspace is None or not self._medium_id:
            return None
        return self._workspace.project.document(self._medium_id)

    @property
    def _run(self) -> Run | None:
        if self._workspace is None or self._layer is None:
            return None
        return self._workspace.project.catalogue.runs.get(self._layer.run_id)

    @property
    def _run_name(self) -> str:
        return told(run_name(self._run.name)) if self._run is not None else "?"

    def _chosen_layer(self) -> Layer | None:
        """Of the run the person chose, else the newest visible one."""
        workspace, document = self._workspace, self._document
        if workspace is None or document is None:
            return None
        visible = workspace.review.visible_layers(self._medium_id)
        chosen = [layer for layer in document.layers.values() if layer.run_id == self._run_id]
        shown = chosen or [layer for layer in document.layers.values() if layer.id in visible]
        return max(shown, key=lambda found: found.created_at, default=None)

    def _load(self) -> None:
        """Read the files of the layer, unless they are shown already."""
        layer, workspace = self._chosen_layer(), self._workspace
        if layer is None or workspace is None:
            self._forget()
            self._draw()
        elif layer != self._layer:
            self._forget()
            self._layer = layer
            folder = workspace.project.models_folder
            self._task = self._tasks.run(
                lambda _: _read(folder, layer),
                on_done=partial(self._loaded, layer),
                on_failed=self._unreadable,
            )
        self._fill_choices()

    def _loaded(self, layer: Layer, found: Loaded) -> None:
        if layer == self._layer:
            self._curves, self._attention = found
            self._fill_choices()
            self._draw()
            self._wait_until_settled()

    @property
    def _attends(self) -> bool:
        """Whether the network has a say in what the run found; curves without attention: it has none."""
        return self._curves is None or self._attention is not None

    def _unreadable(self, error: Exception) -> None:
        if isinstance(error, SoraError):
            self._feedback.fact(told(error))
        elif not isinstance(error, Cancelled):
            raise error

    def _forget(self) -> None:
        if self._task is not None:
            self._task.cancel()
        self._worker.cancel()
        self._settled.stop()
        self._layer = self._curves = self._attention = self._explanation = self._asked_at = None
        self._window.explain_panel.say("")

    def _fill_choices(self) -> None:
        panel, workspace, document = self._window.explain_panel, self._workspace, self._document
        if self._kind == "attention" and not self._attends:
            self._kind = DEFAULT_MAP
        panel.set_kinds(kinds(self._attends), self._kind)
        if workspace is None or document is None:
            panel.set_runs((), "")
            panel.set_classes((), "")
            return
        runs = workspace.project.catalogue.runs
        here = {layer.run_id for layer in document.layers.values()} & set(runs)
        newest = sorted((runs[i] for i in here), key=lambda run: run.number, reverse=True)
        panel.set_runs([(r.id, r.name) for r in newest], self._layer.run_id if self._layer else "")
        known = self._curves.class_ids if self._curves is not None else ()
        found = self._explanation
        probabilities = found.probabilities if found is not None else {}
        ontology = workspace.project.catalogue.ontology
        panel.set_classes(class_choices(ontology, known, probabilities), self._class_id)

    # --- the person's wish -----------------------------------------------------------------

    def choose_run(self, run_id: str) -> None:
        self._run_id = run_id
        self._load()

    def choose_class(self, class_id: str) -> None:
        self._class_id = class_id
        self.ask()

    def choose_kind(self, kind: str) -> None:
        self._kind = next(known for known in MAP_KINDS if known == kind)
        self.ask()

    def set_explaining(self, explaining: bool) -> None:
        """The mode Explain shows everything; elsewhere only what is held or pinned."""
        self.explaining = explaining
        self._draw()
        if not explaining:
            self._settled.stop()
            self._worker.cancel()
            self._asked_at = None
        elif self._layer is None:
            text = tr("No run has looked at this film yet: Propose lets one look at it.")
            self._window.explain_panel.say(text)
            self._feedback.say(text)
        else:
            self._wait_until_settled()

    def press(self) -> None:
        """A went down: show while it is held."""
        self._pressed_at, self._pinned_before = time.monotonic(), self.pinned
        self.pinned = True
        self._draw()
        if not self._attends and self._shown_nothing:
            self._feedback.say(f"{no_attention(self._run_name)} {tr('Explain asks it what matters.')}")

    def release(self) -> None:
        """A tap pins or unpins; after a hold it is as it was before."""
        if self._pressed_at is None:
            return
        held = time.monotonic() - self._pressed_at > HOLD_S
        self._pressed_at = None
        self.pinned = self._pinned_before if held else not self._pinned_before
        self._draw()

    # --- asking ----------------------------------------------------------------------------

    def ask(self) -> None:
        """Explain the stretch around the play head now; an answer still on its way is dropped."""
        workspace, run, document = self._workspace, self._run, self._document
        if workspace is None or run is None or document is None:
            return
        self._settled.stop()
        self._explanation = None
        self._asked_at = self._player.tick
        self._draw()
        panel = self._window.explain_panel
        medium = workspace.project.catalogue.media[self._medium_id]
        prepare = partial(
            explain_job,
            workspace.project,
            medium,
            run,
            self._player.tick,
            self._class_id,
            self._kind,
            open_reader=workspace.open_reader,
            device=self._settings().device,
            cache_dir=workspace.places.cache,
        )
        panel.say(tr("{run} is asked about this moment …", run=run_name(run.name)))
        self._worker.request(prepare, self._answered, self._ended)

    def _answered(self, found: Explanation) -> None:
        self._explanation = found
        self._fill_choices()
        workspace = self._workspace
        assert workspace is not None
        catalogue = workspace.project.catalogue
        said = [sound_verdict(found, catalogue.ontology)]
        if catalogue.media[self._medium_id].has_video:
            said.insert(0, verdict(found, catalogue.ontology))
        text = "\n\n".join(text for text, _ in said if text)
        trusted = all(trusted for _, trusted in said)
        self._window.explain_panel.say(text, "secondary" if trusted else "warning")
        self._draw()

    def _ended(self, why: str) -> None:
        if why:
            self._window.explain_panel.say(told(why), "error")

    def _wait_until_settled(self) -> None:
        if self.explaining and self._layer is not None and self._is_new(self._player.tick):
            self._settled.start()

    def _ask_if_new(self) -> None:
        run = self._run
        if run is None or not run.checkpoint or not self._is_new(self._player.tick):
            return
        if self._player.playing:
            self._settled.start()
        else:
            self.ask()

    def _is_new(self, tick: int) -> bool:
        """Whether nothing was asked about it: neither answered, nor on its way, nor failed."""
        return tick != self._asked_at and not self._covers(tick)

    def _covers(self, tick: int) -> bool:
        found = self._explanation
        return found is not None and int(found.ticks[0]) <= tick < found.end

    def toggle_curves(self) -> None:
        """Class curves in the lanes of the model in any mode, or in Explain only."""
        self.curves_wanted = not self.curves_wanted
        self._draw()
        if self.curves_wanted and self._curves is None:
            self._feedback.say(tr("There are no curves yet: let Sora propose first."))

    @property
    def answered(self) -> bool:
        """Whether the moment at the play head is explained, and its map, where there is one, tested."""
        found = self._explanation
        tested = found is not None and (found.faithfulness is not None or not found.grid.any())
        return tested and self._covers(self._player.tick)

    # --- showing ---------------------------------------------------------------------------

    @property
    def _visible(self) -> bool:
        return self.explaining or self.pinned

    def _draw(self) -> None:
        timeline, curves = self._window.timeline, self._curves
        if curves is not None and (self.explaining or self.curves_wanted):
            by_class = {c: curves.probs[:, i].astype(np.float32) for i, c in enumerate(curves.class_ids)}
            timeline.set_curves(curves.ticks, by_class)
        else:
            timeline.set_curves(None, None)
        attention, found = self._attention, self._explanation
        if found is not None and self._visible:
            ticks, weights = np.append(found.ticks, found.end), np.append(found.evidence, 0.0)
            timeline.set_attention(ticks, np.clip(weights, 0, None), title=marked("EVIDENCE"))
        elif attention is not None and self._visible:
            timeline.set_attention(attention.ticks, attention.temporal)
        else:
            timeline.set_attention(None, None)
        timeline.set_sound_heat(self._sound_heat(found) if found is not None and self._visible else None)
        peek = tr(PEEK) if attention is not None else ""
        timeline.set_attention_hint(peek if self._attends else no_attention(self._run_name))
        self._shown = None
        self.follow_position(self._player.tick)

    def _sound_heat(self, found: Explanation) -> SoundHeat | None:
        """Beside what hiding everything costs: where the picture decides, the sound is faint."""
        heard, workspace = found.heard, self._workspace
        if heard is None or workspace is None:
            return None
        highest = max(float(heard.weights.max()), float(found.evidence.max()), 1e-6)
        steps = as_steps(
            np.append(found.ticks, found.end), np.append(np.clip(heard.weights / highest, 0, 1), 0.0)
        )
        ontology = workspace.project.catalogue.ontology
        _, trusted = sound_verdict(found, ontology)
        return SoundHeat(steps, found.class_id, sound_legend(found, self._run_name, ontology), trusted)

    def follow_position(self, tick: int) -> None:
        """The map that holds at `tick`; nothing is done while it stays."""
        if self._visible and self._covers(tick):
            self._show(self._explanation, 0)
        elif self._visible and self._attention is not None and len(self._attention.ticks):
            step = max(0, int(np.searchsorted(self._attention.ticks, tick, side="right")) - 1)
            self._show(self._attention, step)
        else:
            self._show(None, 0)
        self._wait_until_settled()

    @property
    def _shown_nothing(self) -> bool:
        return self._shown is None or self._shown[0] is None

    def _show(self, source: Explanation | Attention | None, step: int) -> None:
        if self._shown is not None and self._shown[0] is source and self._shown[1] == step:
            return
        self._shown = (source, step)
        self._window.canvas.set_heat(self._heat(source, step))

    def _heat(self, source: Explanation | Attention | None, step: int) -> HeatMap | None:
        name = self._run_name
        if isinstance(source, Explanation):
            assert self._workspace is not None
            _, trusted = verdict(source, self._workspace.project.catalogue.ontology)
            text = legend(source, name, self._workspace.project.catalogue.ontology)
            return HeatMap(source.grid, text, trusted) if source.grid.any() else None
        if source is None:
            return None
        grid = source.spatial[step].astype(np.float32)
        highest = float(grid.max(initial=0.0))
        weight = float(source.audio_weight[step]) if len(source.audio_weight) > step else 0.0
        text = tr("Attention of {run}, not tested", run=name)
        if weight > 0:
            text = tr("Attention of {run}, not tested · sound {share:.0%}", run=name, share=weight)
        return HeatMap(grid / highest, text) if highest > 0 else None


def _read(folder: Path, layer: Layer) -> Loaded:
    curves = Curves.load(folder / layer.curves) if layer.curves else None
    attention = Attention.load(folder / layer.attention) if layer.attention else None
    return curves, attention
