"""What the model looked at: the map over the picture, attention and class curves in the timeline."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np
from PySide6.QtCore import QObject

from app.domain.changes import Change
from app.domain.document import Document
from app.domain.errors import Cancelled
from app.domain.suggestions import Layer, Run
from app.qt.playback import PlaybackController
from app.qt.task_runner import Task, TaskRunner
from app.shell.feedback import Feedback
from app.shell.main_window import MainWindow
from app.shell.workspace import Workspace
from app.views.canvas.heat import HeatMap
from sora_model.contract.errors import SoraError
from sora_model.contract.predictions import Attention, Curves

HOLD_S = 0.25
"""A key held longer than this was a peek, shorter a tap that pins."""

Loaded = tuple[Curves | None, Attention | None]


class ExplainController(QObject):
    """Attention belongs to a run: the legend always names it. Files are read on another thread."""

    def __init__(
        self,
        *,
        window: MainWindow,
        player: PlaybackController,
        tasks: TaskRunner,
        feedback: Feedback,
        now: Callable[[], float] = time.monotonic,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._window = window
        self._player = player
        self._tasks = tasks
        self._feedback = feedback
        self._now = now
        self._workspace: Workspace | None = None
        self._medium_id = ""
        self._task: Task[Loaded] | None = None
        self._layer: Layer | None = None
        self._run: Run | None = None
        self._curves: Curves | None = None
        self._attention: Attention | None = None
        self._step = -1
        self._pressed_at: float | None = None
        self._pinned_before = False
        self.pinned = False
        self.explaining = False

    # --- which attention -------------------------------------------------------------------

    def show(self, workspace: Workspace | None, medium_id: str) -> None:
        self._workspace, self._medium_id = workspace, medium_id
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

    def _load(self) -> None:
        """Read the files of the newest visible layer, unless they are shown already."""
        workspace, document = self._workspace, self._document
        if workspace is None or document is None:
            self._draw()
            return
        visible = workspace.review.visible_layers(self._medium_id)
        layers = [layer for layer in document.layers.values() if layer.id in visible]
        layer = max(layers, key=lambda found: found.created_at, default=None)
        if layer is None:
            self._forget()
            self._draw()
            return
        if layer == self._layer:
            return
        if self._task is not None:
            self._task.cancel()
        self._layer = layer
        self._run = workspace.project.catalogue.runs.get(layer.run_id)
        folder = workspace.project.models_folder
        self._task = self._tasks.run(
            lambda _: _read(folder, layer),
            on_done=partial(self._loaded, layer),
            on_failed=self._unreadable,
        )

    def _loaded(self, layer: Layer, found: Loaded) -> None:
        if layer == self._layer:
            self._curves, self._attention = found
            self._step = -1
            self._draw()

    def _unreadable(self, error: Exception) -> None:
        if isinstance(error, SoraError):
            self._feedback.fact(str(error))
        elif not isinstance(error, Cancelled):
            raise error

    def _forget(self) -> None:
        self._layer = self._run = self._curves = self._attention = None
        self._step = -1

    # --- the person's wish -----------------------------------------------------------------

    def set_explaining(self, explaining: bool) -> None:
        """The mode Explain shows everything; elsewhere only what is held or pinned."""
        self.explaining = explaining
        self._draw()
        if explaining and self._attention is None:
            self._feedback.say("No attention for this film yet: Propose lets a run look at it.")

    def press(self) -> None:
        """A went down: show while it is held."""
        self._pressed_at, self._pinned_before = self._now(), self.pinned
        self.pinned = True
        self._draw()

    def release(self) -> None:
        """A tap pins or unpins; after a hold it is as it was before."""
        if self._pressed_at is None:
            return
        held = self._now() - self._pressed_at > HOLD_S
        self._pressed_at = None
        self.pinned = self._pinned_before if held else not self._pinned_before
        self._draw()

    # --- showing ---------------------------------------------------------------------------

    @property
    def _visible(self) -> bool:
        return self.explaining or self.pinned

    def _draw(self) -> None:
        timeline = self._window.timeline
        curves, attention = self._curves, self._attention
        if curves is not None and self.explaining:
            by_class = {c: curves.probs[:, i].astype(np.float32) for i, c in enumerate(curves.class_ids)}
            timeline.set_curves(curves.ticks, by_class)
        else:
            timeline.set_curves(None, None)
        if attention is not None and self._visible:
            timeline.set_attention(attention.ticks, attention.temporal)
        else:
            timeline.set_attention(None, None)
        self._step = -1
        self.follow_position(self._player.tick)

    def follow_position(self, tick: int) -> None:
        """The map of the step at `tick`; nothing is done while the step stays."""
        attention = self._attention
        if attention is None or not self._visible or not len(attention.ticks):
            if self._step != -2:
                self._step = -2
                self._window.canvas.set_heat(None)
            return
        step = max(0, int(np.searchsorted(attention.ticks, tick, side="right")) - 1)
        if step == self._step:
            return
        self._step = step
        grid = attention.spatial[step].astype(np.float32)
        highest = float(grid.max(initial=0.0))
        if highest <= 0:
            self._window.canvas.set_heat(None)
            return
        self._window.canvas.set_heat(HeatMap(grid / highest, self._legend(step)))

    def _legend(self, step: int) -> str:
        name = self._run.name if self._run is not None else "?"
        attention = self._attention
        assert attention is not None
        text = f"Attention of {name}"
        weight = float(attention.audio_weight[step]) if len(attention.audio_weight) > step else 0.0
        return f"{text} · sound {weight:.0%}" if weight > 0 else text


def _read(folder: Path, layer: Layer) -> Loaded:
    curves = Curves.load(folder / layer.curves) if layer.curves else None
    attention = Attention.load(folder / layer.attention) if layer.attention else None
    return curves, attention
