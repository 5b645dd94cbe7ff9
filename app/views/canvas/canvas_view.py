"""The picture: shown, zoomed, panned; boxes drawn, chosen, moved, resized; the map of attention over it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QFocusEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from app.domain.tracks import Box
from app.domain.zones import ZoneKind
from app.views import theme
from app.views.canvas.box_gesture import (
    BoxGesture,
    Changed,
    Chosen,
    Drawn,
    Outcome,
    Spanned,
    editable,
    mark_at,
)
from app.views.canvas.box_handles import HANDLE_REACH, around
from app.views.canvas.box_mark import BoxMark
from app.views.canvas.box_painter import paint_band, paint_boxes, paint_frame, paint_preview, tag_text
from app.views.canvas.copy_mark import paint_copy_mark
from app.views.canvas.cursors import cursor_shape
from app.views.canvas.heat import HeatMap
from app.views.canvas.heat_painter import HeatPainter
from app.views.canvas.picture_mapping import PictureMapping, ViewRect
from app.views.canvas.picture_message import PictureMessage
from app.views.canvas.pixel_grid import GRID_FROM, paint_pixel_grid
from app.views.canvas.tag_painter import Tag, TagPainter
from app.views.canvas.zone_gesture import ZoneChanged, ZoneDrawn, ZoneGesture, ZoneOutcome, corner_at, zone_at
from app.views.canvas.zone_mark import ZoneMark
from app.views.canvas.zone_painter import paint_zones
from app.views.picture_image import image_of
from app.views.texts import tr

__all__ = ["BoxMark", "CanvasView", "HeatMap", "ZoneMark"]

_ZOOM_PER_NOTCH = 1.25
_SMOOTH_AFTER_MS = 120  # without a new picture: then it stands still, and smooth scaling is worth its price
_ADDING = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.ControlModifier


class CanvasView(QWidget):
    """Shows what it was told last. Boxes are previewed while dragged; one signal asks on release."""

    box_drawn = Signal(Box)
    box_changed = Signal(str, Box)  # track id
    boxes_moved = Signal(dict)  # several at once: track id → Box
    box_selected = Signal(str)  # track id, empty: none
    box_toggled = Signal(str)  # track id: into the chosen ones, or out of them
    boxes_spanned = Signal(tuple)  # track ids: into the chosen ones
    proposal_selected = Signal(str)
    box_remove_requested = Signal(str)
    box_context_requested = Signal(str, QPoint)  # track or proposal, empty: none; global position
    zone_drawn = Signal(object, tuple)  # ZoneKind, corners in coded pixels
    zone_changed = Signal(str, tuple)
    zone_selected = Signal(str)
    zone_remove_requested = Signal(str)
    message_clicked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._image: QImage | None = None
        self._mapping: PictureMapping | None = None
        self._is_copy = False
        self._boxes: tuple[BoxMark, ...] = ()
        self._proposals: tuple[BoxMark, ...] = ()
        self._zones: tuple[ZoneMark, ...] = ()
        self._zone_gesture = ZoneGesture()
        self._zone_colour = "#ffffff"
        self._tags = TagPainter()
        self._draw_colour: str | None = None
        self._heat: HeatMap | None = None
        self._heat_opacity = 0.7
        self._heat_painter: HeatPainter | None = None
        self._gesture = BoxGesture()
        self._pan_from: QPointF | None = None
        self._smooth = True
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(_SMOOTH_AFTER_MS)
        self._settle.timeout.connect(self._settled)
        self._message = PictureMessage(self)
        self._message_parts = self._message.parts
        self._message.clicked.connect(self.message_clicked)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(theme.SPACE_XL, theme.SPACE_XL, theme.SPACE_XL, theme.SPACE_XL)
        outer.addWidget(self._message)
        self.setAccessibleName(tr("Picture"))
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMinimumSize(240, 135)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def sizeHint(self) -> QSize:
        return QSize(960, 540)

    # --- setters ---------------------------------------------------------------------------

    def set_picture(
        self,
        rgb: NDArray[np.uint8] | None,
        sample_aspect: float = 1.0,
        full_size: tuple[int, int] | None = None,
    ) -> None:
        """(h, w, 3) uint8 RGB in coded pixels, or nothing. Zoom stays while the size does.

        `full_size` (width, height): this is a small copy of a picture of that size, and is marked as one.
        """
        if rgb is None:
            self._image = self._mapping = None
            self._gesture.cancel()
        else:
            self._image = image_of(rgb)
            width, height = full_size if full_size is not None else (rgb.shape[1], rgb.shape[0])
            self._is_copy = full_size is not None
            m = self._mapping
            if m is None or (m.picture_w, m.picture_h, m.sample_aspect) != (width, height, sample_aspect):
                self._gesture.cancel()
                self._mapping = PictureMapping.fitting(
                    width, height, self.width(), self.height(), sample_aspect
                )
            # The first picture after a pause is sharp at once; only a stream of them is drawn fast.
            self._smooth = not self._settle.isActive()
            self._settle.start()
        self.update()

    def set_message(self, title: str, hint: str = "", button_text: str = "") -> None:
        """What stands in place of the picture (nothing open, sound only, an error); empty: the picture."""
        self._message.tell(title, hint, button_text)
        self.update()

    def set_boxes(self, boxes: Iterable[BoxMark]) -> None:
        """Boxes at the time of the picture; a drag in progress goes on."""
        boxes = tuple(boxes)
        if boxes != self._boxes:
            self._boxes = boxes
            self.update()

    def set_proposals(self, proposals: Iterable[BoxMark]) -> None:
        """Boxes that a model or the motion proposes at that time: dashed; a click chooses one."""
        proposals = tuple(replace(mark, suggested=True) for mark in proposals)
        if proposals != self._proposals:
            self._proposals = proposals
            self.update()

    def set_zones(self, zones: Iterable[ZoneMark]) -> None:
        zones = tuple(zones)
        if zones != self._zones:
            self._zones = zones
            self.update()

    def set_draw_zone(self, kind: ZoneKind | None, colour: str = "#ffffff") -> None:
        """Turns the tool that sets corners on or off."""
        self._gesture.cancel()
        self._zone_gesture.start(kind)
        self._zone_colour = colour
        self._show_cursor(QPointF(self.mapFromGlobal(self.cursor().pos())))
        self.update()

    def set_draw_class(self, colour: str | None) -> None:
        """Turns the box tool on, in the colour of the class to be drawn, or off."""
        self._draw_colour = colour
        self._gesture.cancel()
        self._show_cursor(QPointF(self.mapFromGlobal(self.cursor().pos())))
        self.update()

    def set_heat(self, heat: HeatMap | None) -> None:
        if heat is not self._heat:
            self._heat, self._heat_painter = heat, None
            self.update()

    @property
    def heat_opacity(self) -> float:
        return self._heat_opacity

    def set_heat_opacity(self, opacity: float) -> None:
        """How dark the unattended becomes: 0 not at all, 1 black."""
        self._heat_opacity, self._heat_painter = opacity, None
        self.update()

    def fit(self) -> None:
        """The whole picture again."""
        self._set_mapping(self._mapping and self._mapping.fitted())

    def zoom(self, factor: float) -> None:
        """About the middle of the view."""
        if self._mapping is not None:
            self._set_mapping(self._mapping.zoomed_at(self.width() / 2, self.height() / 2, factor))

    def show_box(self, box: Box) -> None:
        """Zoom to `box`, so that what is around it is seen as well."""
        if self._mapping is not None:
            self._set_mapping(self._mapping.showing(box))

    def box_place(self, track_id: str) -> QPoint | None:
        """The lower left corner of a box that is shown, as a global position."""
        mark = next((b for b in self._boxes if b.track_id == track_id), None)
        if mark is None or self._mapping is None:
            return None
        rect = self._mapping.box_to_view(mark.box)
        x, y = min(max(rect.x, 0), self.width()), min(max(rect.bottom, 0), self.height())
        return self.mapToGlobal(QPoint(round(x), round(y) + 4))

    @property
    def mapping(self) -> PictureMapping | None:
        """None while there is no picture."""
        return self._mapping

    # --- painting --------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        # Closed whatever happens: Qt ends the program where a painter outlives what it paints on.
        with QPainter(self) as painter:
            painter.fillRect(event.rect(), QColor(theme.tokens(self).picture))
            self._paint(painter)

    def _paint(self, painter: QPainter) -> None:
        if self._message.isVisible() or self._image is None or self._mapping is None:
            self._paint_focus(painter)
            return
        mapping, view = self._mapping, QRectF(self.rect())
        frame = _rectangle(mapping.frame)
        smooth = self._smooth and mapping.scale_y * self.devicePixelRatioF() < 4
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, smooth)
        painter.drawImage(frame, self._image, QRectF(self._image.rect()))
        painter.setFont(theme.font(self.font(), theme.TYPE_NORMAL, bold=True))
        if self._heat is not None:
            if self._heat_painter is None:
                self._heat_painter = HeatPainter(self._heat, self._heat_opacity)
            self._heat_painter.paint(painter, frame, view)
        if mapping.scale_y * self.devicePixelRatioF() >= GRID_FROM and not self._is_copy:
            paint_pixel_grid(painter, mapping, view)
        self._paint_marks(painter, mapping, view)
        if self._is_copy:
            paint_copy_mark(painter, frame & view)
        self._paint_focus(painter)

    def _paint_marks(self, painter: QPainter, mapping: PictureMapping, view: QRectF) -> None:
        zones = self._zones, self._zone_gesture, self._zone_colour
        tags = paint_zones(painter, *zones, mapping, self.rect())
        previews, gone = self._gesture.previews, self._gesture.previews.keys()
        marks = sorted((*self._proposals, *self._boxes), key=lambda b: b.selected)
        placed = [(mark, mapping.box_to_view(mark.box)) for mark in marks if mark.track_id not in gone]
        placed = [(m, r) for m, r in placed if view.intersects(_rectangle(r.grown(HANDLE_REACH)))]
        chosen = [previews.get(m.track_id, m.box) for m in editable(self._boxes)]
        alone = len(chosen) < 2
        paint_boxes(painter, placed, handles=alone)
        for mark, rect in placed:
            if mark.text:
                beside = rect.grown(HANDLE_REACH / 2) if mark.selected else rect
                tags.append(Tag(mark.track_id, tag_text(mark), mark.colour, beside, mark.is_key))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        # Those on top, the chosen ones, choose where their names stand.
        self._tags.paint(painter, tags[::-1], _rectangle(mapping.frame) & view)
        for track_id, box in previews.items():
            colour = next((b.colour for b in self._boxes if b.track_id == track_id), self._draw_colour)
            paint_preview(painter, mapping.box_to_view(box), colour or "#ffffff", handles=alone)
        if not alone:
            paint_frame(painter, mapping.box_to_view(around(chosen)))
        if self._gesture.band is not None:
            paint_band(painter, self._gesture.band)

    def _paint_focus(self, painter: QPainter) -> None:
        if self.hasFocus():
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
            painter.setPen(QPen(QColor(theme.DARK.focus), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))

    def _settled(self) -> None:
        if not self._smooth:
            self._smooth = True
            self.update()

    # --- the hand --------------------------------------------------------------------------

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self._mapping is None:
            event.ignore()
            return
        notches, at = event.angleDelta(), event.position()
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:  # some platforms turn the wheel sideways
            self._set_mapping(self._mapping.panned((notches.y() or notches.x()) / 2, 0))
        else:
            self._set_mapping(self._mapping.zoomed_at(at.x(), at.y(), _ZOOM_PER_NOTCH ** (notches.y() / 120)))
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self._mapping is None or self._message.isVisible():
            return
        at = event.position()
        if event.button() == Qt.MouseButton.MiddleButton:
            self._gesture.cancel()
            self._start_pan(at)
        elif event.button() == Qt.MouseButton.LeftButton:
            if not self._zone_gesture.press(at.x(), at.y(), self._zones, self._mapping):
                self._gesture.press(
                    at.x(),
                    at.y(),
                    (*self._boxes, *self._proposals),
                    self._mapping,
                    drawing=self._draw_colour is not None,
                    adding=bool(event.modifiers() & _ADDING),
                )
            self.update()

    def _start_pan(self, at: QPointF) -> None:
        self._pan_from = at
        self.setCursor(Qt.CursorShape.ClosedHandCursor)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._mapping is None:
            return
        at = event.position()
        if self._pan_from is not None:
            moved = at - self._pan_from
            self._pan_from = at
            self._set_mapping(self._mapping.panned(moved.x(), moved.y()))
        elif self._gesture.active:
            self._gesture.move(at.x(), at.y(), self._mapping)
            if self._gesture.on_ground:
                self._start_pan(at)
            self.update()
        elif self._zone_gesture.move(at.x(), at.y(), self._mapping):
            self.update()
        else:
            self._show_cursor(at)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._pan_from = None
        if event.button() == Qt.MouseButton.LeftButton:
            self._tell_zone(self._zone_gesture.release(self._zones))
            if self._mapping is not None:
                for outcome in self._gesture.release(self._boxes, self._mapping):
                    self._tell(outcome, event.position())
            self.update()
        self._show_cursor(event.position())

    def _tell(self, outcome: Outcome, at: QPointF) -> None:
        match outcome:
            case Drawn():
                self.box_drawn.emit(outcome.box)
            case Changed() if len(outcome.boxes) == 1:
                self.box_changed.emit(*next(iter(outcome.boxes.items())))
            case Changed():
                self.boxes_moved.emit(outcome.boxes)
            case Chosen() if any(p.track_id == outcome.track_id for p in self._proposals):
                self.proposal_selected.emit(outcome.track_id)
            case Chosen(adding=True):
                self.box_toggled.emit(outcome.track_id)
            case Chosen(track_id=""):
                zone = self._mapping and zone_at(self._zones, at.x(), at.y(), self._mapping)
                self.zone_selected.emit(zone.zone_id if zone else "")
                self.box_selected.emit("")
            case Chosen():
                self.box_selected.emit(outcome.track_id)
            case Spanned():
                self.boxes_spanned.emit(outcome.track_ids)

    def _tell_zone(self, outcome: ZoneOutcome | None) -> None:
        match outcome:
            case ZoneDrawn():
                self.zone_drawn.emit(outcome.kind, outcome.points)
            case ZoneChanged():
                self.zone_changed.emit(outcome.zone_id, outcome.points)
        self.update()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton or self._mapping is None:
            return
        at, gesture = event.position(), self._zone_gesture
        self._gesture.cancel()
        drawing = gesture.kind is not None
        outcome = gesture.double_click(at.x(), at.y(), self._zones, self._mapping)
        self._tell_zone(outcome)
        if outcome is None and not drawing and mark_at(self._boxes, self._mapping, at.x(), at.y()) is None:
            self.fit()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        marks, at = (*self._boxes, *self._proposals), event.pos()
        hit = self._mapping and mark_at(marks, self._mapping, at.x(), at.y())
        self.box_context_requested.emit(hit[0].track_id if hit else "", event.globalPos())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys of a gesture in progress and of what is chosen; every other key belongs to the window."""
        if self._take_key(event.key()):
            self.update()
        else:
            event.ignore()

    def _take_key(self, key: int) -> bool:
        zones, zone, chosen = self._zone_gesture, self._chosen_zone, editable(self._boxes)
        if key == Qt.Key.Key_Escape:
            return self.cancel_gesture()
        if self._mapping is None:
            return False
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and zones.kind is not None:
            self._tell_zone(zones.finish(self._mapping))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._draw_colour is not None:
            self.box_drawn.emit(self._mapping.middle())  # to be moved and sized by keys
        elif key == Qt.Key.Key_Backspace and zones.kind is not None:
            zones.drop_last()
        elif key == Qt.Key.Key_Delete and chosen:
            self.box_remove_requested.emit(chosen[0].track_id)
        elif key == Qt.Key.Key_Delete and zone is not None:
            self.remove_of_zone(zone.zone_id)
        else:
            return False
        return True

    def cancel_gesture(self) -> bool:
        """Takes a drag or the corners set so far back; whether there was anything."""
        begun = self._gesture.active or self._pan_from is not None or bool(self._zone_gesture.points)
        self._gesture.cancel()
        self._pan_from = None
        self._zone_gesture.cancel()
        self.update()
        return begun

    def remove_of_zone(self, zone_id: str) -> None:
        """The corner that was touched last, else the zone."""
        removal = self._zone_gesture.without_corner(self._zones)
        if removal is None:
            self.zone_remove_requested.emit(zone_id)
        self._tell_zone(removal)

    @property
    def zone_corner(self) -> int | None:
        """The corner of the chosen zone that keys work on; None: the whole zone."""
        zone = self._chosen_zone
        return self._zone_gesture.corner_of(zone) if zone is not None else None

    @property
    def _chosen_zone(self) -> ZoneMark | None:
        return next((z for z in self._zones if z.selected), None)

    def step_zone_corner(self, direction: int) -> None:
        if (zone := self._chosen_zone) is not None:
            self._zone_gesture.step_corner(zone, direction)
        self.update()

    def _show_cursor(self, at: QPointF) -> None:
        shape, mapping, x, y = Qt.CursorShape.ArrowCursor, self._mapping, at.x(), at.y()
        if mapping is not None and not self._message.isVisible():
            hit = mark_at((*self._boxes, *self._proposals), mapping, x, y)
            on_corner = any(z.selected and corner_at(z, x, y, mapping) is not None for z in self._zones)
            on_zone = on_corner or (hit is None and zone_at(self._zones, x, y, mapping) is not None)
            drawing = self._draw_colour is not None or self._zone_gesture.kind is not None
            shape = cursor_shape(hit, on_zone=on_zone and not drawing, drawing=drawing)
        self.setCursor(shape)

    # --- the widget's own life -------------------------------------------------------------

    def _set_mapping(self, mapping: PictureMapping | None) -> None:
        if mapping != self._mapping:
            self._mapping = mapping
            self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._set_mapping(self._mapping and self._mapping.resized(self.width(), self.height()))

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.update()


def _rectangle(rect: ViewRect) -> QRectF:
    return QRectF(rect.x, rect.y, rect.w, rect.h)
