"""The pictures that a timeline is put together from, painted anew only as far as something changed."""

from __future__ import annotations

from PySide6.QtCore import QSizeF
from PySide6.QtGui import QPainter, QPixmap

from app.domain.timebase import TimeRange
from app.views.timeline.scene import Scene
from app.views.timeline.time_axis import TimeAxis
from app.views.timeline.timeline_renderer import TimelineRenderer
from app.views.timeline.timeline_state import TimelineState


class TimelinePixmaps:
    """The window in sight, the column of names, and the overview of the whole film, of one renderer."""

    def __init__(self, renderer: TimelineRenderer) -> None:
        self.renderer = renderer
        self._window: QPixmap | None = None
        self._scene: Scene | None = None  # what the window shows, and what was played then
        self._played: tuple[TimeRange, ...] = ()
        self._names: QPixmap | None = None
        self._names_of: object = None
        self._ground: QPixmap | None = None  # of the overview
        self._ground_of: object = None
        self._overview: QPixmap | None = None
        self._overview_of: object = None

    def forget(self, *, overview: bool = True) -> None:
        """Nothing of the window, and of the overview, is true any more."""
        self._scene = None
        if overview:
            self._ground_of = None

    def bring_up_to_date(self, state: TimelineState, scene: Scene, whole: TimeAxis, size: QSizeF) -> None:
        """`size`: of the view; `whole`: the axis of the overview."""
        self._bring_window_up_to_date(state, scene, size)
        # Names change seldom; labels and the window of time in sight do not matter to them.
        names = scene.layout, size, state.ontology, state.sound, state.sound_view, state.attention_title
        if self._names is None or self._names_of != names:
            self._names = self.renderer.gutter_of(state, scene, size.height(), self._names)
            self._names_of = names
        self._bring_overview_up_to_date(state, scene, whole, size)

    def _bring_overview_up_to_date(
        self, state: TimelineState, scene: Scene, whole: TimeAxis, size: QSizeF
    ) -> None:
        place = scene.layout.overview, whole, size
        if self._ground is None or self._ground_of != place:
            self._ground = self.renderer.overview_ground(
                state, scene.layout, whole, size.width(), self._ground
            )
            self._ground_of, self._overview_of = place, None
        shows = state.played, [one for lane in state.label_lanes() for one in state.content.labels(lane.id)]
        if self._overview is None or self._overview_of != shows:
            self._overview = self.renderer.overview(state, scene.layout, whole, self._ground, self._overview)
            self._overview_of = shows

    def _bring_window_up_to_date(self, state: TimelineState, scene: Scene, size: QSizeF) -> None:
        before, played = self._scene, self._played
        same_place = before is not None and (before.axis, before.layout) == (scene.axis, scene.layout)
        if self._window is None or before is None or not same_place:
            self._window = self.renderer.window(state, scene, size, self._window)
        else:
            kept = set(map(id, before.lanes))
            lanes = [one for one in scene.lanes if id(one) not in kept]
            ruler = played != state.played
            if lanes or ruler:
                self.renderer.paint_changes(self._window, state, scene, lanes, ruler=ruler)
        self._scene, self._played = scene, state.played

    def paint(self, painter: QPainter) -> None:
        for pixmap in (self._window, self._names, self._overview):
            if pixmap is not None:
                painter.drawPixmap(0, 0, pixmap)
