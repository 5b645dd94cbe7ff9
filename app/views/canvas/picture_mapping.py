"""Where the picture stands in the view: coded pixels ↔ view coordinates. Numbers only."""

from __future__ import annotations

from dataclasses import dataclass, replace

from app.domain.tracks import Box

LARGEST_ZOOM = 32.0


@dataclass(frozen=True, slots=True)
class ViewRect:
    x: float
    y: float
    w: float
    h: float

    @property
    def right(self) -> float:
        return self.x + self.w

    @property
    def bottom(self) -> float:
        return self.y + self.h

    def grown(self, by: float) -> ViewRect:
        return ViewRect(self.x - by, self.y - by, self.w + 2 * by, self.h + 2 * by)

    def contains(self, x: float, y: float) -> bool:
        return self.x <= x <= self.right and self.y <= y <= self.bottom

    def holds(self, other: ViewRect) -> bool:
        return self.contains(other.x, other.y) and self.contains(other.right, other.bottom)


@dataclass(frozen=True, slots=True)
class PictureMapping:
    """A picture of `picture_w` × `picture_h` coded pixels in a view of `view_w` × `view_h`.

    `sample_aspect` stretches the width in the view only. `zoom` 1 fits the whole picture; `(centre_x,
    centre_y)` is the picture's point (coded pixels) in the middle of the view. Where the picture is larger
    than the view its edges never come inside; where it is smaller it stands in the middle.
    """

    picture_w: float
    picture_h: float
    view_w: float
    view_h: float
    sample_aspect: float = 1.0
    zoom: float = 1.0
    centre_x: float = 0.0
    centre_y: float = 0.0

    @classmethod
    def fitting(
        cls, picture_w: float, picture_h: float, view_w: float, view_h: float, sample_aspect: float = 1.0
    ) -> PictureMapping:
        return cls(picture_w, picture_h, view_w, view_h, sample_aspect, 1.0, picture_w / 2, picture_h / 2)

    @property
    def scale_y(self) -> float:
        """View units per coded pixel, downwards."""
        shown_w = self.picture_w * self.sample_aspect
        return max(1e-9, min(self.view_w / shown_w, self.view_h / self.picture_h)) * self.zoom

    @property
    def scale_x(self) -> float:
        return self.scale_y * self.sample_aspect

    @property
    def frame(self) -> ViewRect:
        """Where the whole picture lies in the view."""
        left, top = self.to_view(0.0, 0.0)
        return ViewRect(left, top, self.picture_w * self.scale_x, self.picture_h * self.scale_y)

    def to_view(self, x: float, y: float) -> tuple[float, float]:
        return (
            self.view_w / 2 + (x - self.centre_x) * self.scale_x,
            self.view_h / 2 + (y - self.centre_y) * self.scale_y,
        )

    def to_picture(self, x: float, y: float) -> tuple[float, float]:
        return (
            self.centre_x + (x - self.view_w / 2) / self.scale_x,
            self.centre_y + (y - self.view_h / 2) / self.scale_y,
        )

    def box_to_view(self, box: Box) -> ViewRect:
        x, y = self.to_view(box.x, box.y)
        return ViewRect(x, y, box.w * self.scale_x, box.h * self.scale_y)

    def box_between(self, x0: float, y0: float, x1: float, y1: float) -> Box | None:
        """The box spanned by two points of the view, clipped to the picture; None when nothing is left."""
        (left, top), (right, bottom) = (
            self.to_picture(min(x0, x1), min(y0, y1)),
            self.to_picture(max(x0, x1), max(y0, y1)),
        )
        if right <= left or bottom <= top:
            return None
        return Box(left, top, right - left, bottom - top).clipped(self.picture_w, self.picture_h)

    def middle(self, share: float = 0.2) -> Box:
        """A box in the middle of what is seen, with this share of the sides of the view, in the picture."""
        w, h = share * self.view_w / self.scale_x, share * self.view_h / self.scale_y
        inside = Box(self.centre_x - w / 2, self.centre_y - h / 2, w, h).clipped(
            self.picture_w, self.picture_h
        )
        assert inside is not None  # the centre is inside the picture
        return inside

    def zoomed_at(self, x: float, y: float, factor: float) -> PictureMapping:
        """Zoomed by `factor` (never below fitting, never above `LARGEST_ZOOM`); (x, y) stays where it is."""
        zoom = min(LARGEST_ZOOM, max(1.0, self.zoom * factor))
        at_x, at_y = self.to_picture(x, y)
        zoomed = replace(self, zoom=zoom)
        return replace(
            zoomed,
            centre_x=at_x - (x - self.view_w / 2) / zoomed.scale_x,
            centre_y=at_y - (y - self.view_h / 2) / zoomed.scale_y,
        )._held()

    def showing(self, box: Box, share: float = 0.5) -> PictureMapping:
        """`box` in the middle, as large as lets it fill `share` of the view."""
        fitted = self.fitted()
        fits = min(self.view_w / (box.w * fitted.scale_x), self.view_h / (box.h * fitted.scale_y))
        zoom = min(LARGEST_ZOOM, max(1.0, share * fits))
        centre = box.x + box.w / 2, box.y + box.h / 2
        return replace(self, zoom=zoom, centre_x=centre[0], centre_y=centre[1])._held()

    def panned(self, dx: float, dy: float) -> PictureMapping:
        """The picture moved by (dx, dy) view units."""
        return replace(
            self, centre_x=self.centre_x - dx / self.scale_x, centre_y=self.centre_y - dy / self.scale_y
        )._held()

    def fitted(self) -> PictureMapping:
        return self.fitting(self.picture_w, self.picture_h, self.view_w, self.view_h, self.sample_aspect)

    def resized(self, view_w: float, view_h: float) -> PictureMapping:
        return replace(self, view_w=view_w, view_h=view_h)._held()

    def _held(self) -> PictureMapping:
        return replace(
            self,
            centre_x=_held(self.centre_x, self.picture_w, self.view_w / self.scale_x),
            centre_y=_held(self.centre_y, self.picture_h, self.view_h / self.scale_y),
        )


def _held(centre: float, length: float, visible: float) -> float:
    if visible >= length:
        return length / 2
    return min(max(centre, visible / 2), length - visible / 2)
