"""What the marks look like: hue says the class, texture says who, and the pixels prove it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from itertools import pairwise

import numpy as np
import pytest
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QImage

from app.domain.document import Document
from app.domain.ontology import OKABE_ITO
from app.domain.segments import CompleteRange, Origin, Segment, Verification
from app.domain.timebase import TimeRange
from app.views import theme
from app.views.timeline.lanes import Section
from app.views.timeline.mark_painter import ClassLook, hatching, score_text
from app.views.timeline.scene import Mark
from app.views.timeline.sound_view import Sound
from app.views.timeline.timeline_state import SoundHeat, as_steps
from app.views.timeline.timeline_view import TimelineView
from tests.app.views.timeline.film import FRAME, MEDIUM, Hand, at, segment, suggestion

Show = Callable[..., Document]
Picture = Callable[[], QImage]
SERVE, RALLY = QColor(OKABE_ITO[0]), QColor(OKABE_ITO[1])
LANES = {QColor(theme.DARK.lane).rgb(), QColor(theme.DARK.lane_alternate).rgb()}


def mark(view: TimelineView, mark_id: str) -> Mark:
    assert view.scene is not None
    found = view.scene.mark(mark_id)
    assert found is not None, mark_id
    return found


def inside(view: TimelineView, mark_id: str, margin: int = 3) -> tuple[range, range]:
    """x and y of the pixels well inside a mark."""
    m = mark(view, mark_id)
    xs = range(round(m.x0) + margin, round(m.x1) - margin)
    ys = range(round(m.band.top) + margin, round(m.band.bottom) - margin)
    assert len(xs) > 4
    assert len(ys) > 4
    return xs, ys


def colours(image: QImage, xs: range, ys: range) -> Counter[int]:
    return Counter(image.pixelColor(x, y).rgb() for x in xs for y in ys)


def share_of_ink(image: QImage, xs: range, ys: range) -> float:
    """How much of the area is not the lane's own colour."""
    counts = colours(image, xs, ys)
    return 1 - sum(counts[c] for c in LANES) / counts.total()


# --- who ---


def test_a_persons_label_is_solid(view: TimelineView, show: Show, picture: Picture) -> None:
    show(segment("a", 10, 11.2))
    image = picture()
    assert set(colours(image, *inside(view, "a"))) == {SERVE.rgb()}
    # The corner belongs to it, too.
    m = mark(view, "a")
    assert image.pixelColor(round(m.x1) - 1, round(m.band.top)).hue() == pytest.approx(SERVE.hue(), abs=4)


def test_a_suggestion_is_hatched_with_a_dashed_edge(view: TimelineView, show: Show, picture: Picture) -> None:
    show(suggestion("s", 10, 11.2, 0.6))
    image = picture()
    xs, ys = inside(view, "s")
    assert 0.1 < share_of_ink(image, xs, ys) < 0.9
    m = mark(view, "s")
    along = [image.pixelColor(x, round(m.band.top)).rgb() for x in range(round(m.x0), round(m.x1))]
    switches = sum(one != other for one, other in pairwise(along))
    assert switches >= 4, "the edge is not broken into dashes"
    down = [image.pixelColor(round(m.x0), y).rgb() for y in range(round(m.band.top), round(m.band.bottom))]
    assert sum(one != other for one, other in pairwise(down)) >= 4


def test_more_certain_is_hatched_more_densely(view: TimelineView, show: Show, picture: Picture) -> None:
    show(
        *(
            suggestion(n, s, s + 1.2, p)
            for n, s, p in (("low", 5, 0.3), ("middle", 10, 0.6), ("high", 15, 0.9))
        )
    )
    image = picture()
    low, middle, high = (share_of_ink(image, *inside(view, s)) for s in ("low", "middle", "high"))
    assert 0 < low < 0.75 * middle
    assert middle < 0.75 * high
    assert high < 0.75


def test_the_three_densities_and_the_number() -> None:
    assert [hatching(s) for s in (0.0, 0.49, 0.5, 0.79, 0.8, 1.0)] == [13, 13, 8, 8, 5, 5]
    assert [score_text(s) for s in (0.0, 0.82, 0.999, 1.0)] == [".00", ".82", "1.0", "1.0"]


def test_an_accepted_suggestion_is_solid_with_a_notch(
    view: TimelineView, show: Show, picture: Picture
) -> None:
    show(segment("a", 10, 11.2, origin=Origin.SUGGESTION, verification=Verification.SEEN))
    image = picture()
    xs, ys = inside(view, "a", margin=5)
    assert set(colours(image, xs, ys)) == {SERVE.rgb()}
    m = mark(view, "a")
    right, top = round(m.x1) - 1, round(m.band.top)
    assert image.pixelColor(right, top).rgb() in LANES
    assert image.pixelColor(right - 1, top + 1).rgb() in LANES
    assert image.pixelColor(right - 9, top + 9).rgb() == SERVE.rgb()
    assert image.pixelColor(right - 2, round(m.band.bottom) - 3).rgb() == SERVE.rgb()


@pytest.mark.parametrize("verification", [Verification.UNSEEN, Verification.BULK])
def test_accepted_without_having_been_played_is_dotted_until_seen(
    view: TimelineView, show: Show, picture: Picture, verification: Verification
) -> None:
    show(segment("a", 10, 11.2, origin=Origin.SUGGESTION, verification=verification))
    xs, ys = inside(view, "a", margin=4)
    dotted = colours(picture(), xs, ys)
    assert 0.2 < sum(dotted[c] for c in LANES) / dotted.total() < 0.8
    show(segment("a", 10, 11.2, origin=Origin.SUGGESTION, verification=Verification.SEEN))
    assert set(colours(picture(), xs, ys)) == {SERVE.rgb()}


def test_a_suggestion_never_lies_over_a_label(view: TimelineView, show: Show) -> None:
    show(segment("a", 10, 20), suggestion("s", 10, 20), suggestion("t", 12, 30))
    label = mark(view, "a")
    for one in ("s", "t"):
        m = mark(view, one)
        assert m.section is Section.MODEL
        assert m.band.top >= label.band.bottom


def test_uncertain_edges_have_whiskers(view: TimelineView, show: Show, picture: Picture) -> None:
    sd = 25 * FRAME
    show(suggestion("s", 10, 20, start_sd=sd, end_sd=0))
    image, m = picture(), mark(view, "s")
    middle = round(m.band.top + m.band.height / 2)
    reach = m.whiskers[0]
    assert reach == pytest.approx(sd / 60_000 * (view.axis.width if view.axis else 0), rel=0.01)
    assert image.pixelColor(round(m.x0 - reach / 2), middle).hue() == pytest.approx(SERVE.hue(), abs=5)
    assert image.pixelColor(round(m.x0 - reach * 1.3), middle).rgb() in LANES
    assert image.pixelColor(round(m.x1 + reach / 2), middle).rgb() in LANES


def test_a_number_stands_on_a_suggestion(view: TimelineView, show: Show, picture: Picture) -> None:
    show(suggestion("s", 10, 14, 0.82))
    xs, ys = inside(view, "s")
    assert colours(picture(), xs, ys)[QColor(theme.DARK.text).rgb()] > 10


def test_a_chosen_mark_is_framed(view: TimelineView, show: Show, picture: Picture) -> None:
    show(segment("a", 10, 12))
    m = mark(view, "a")
    above = (round((m.x0 + m.x1) / 2), round(m.band.top) - 1)
    assert picture().pixelColor(*above) != QColor(theme.DARK.selected_edge)
    view.set_selection(["a"])
    assert picture().pixelColor(*above) == QColor(theme.DARK.selected_edge)


def test_points_are_diamonds(view: TimelineView, show: Show, picture: Picture) -> None:
    show(Segment("p", "m", "hit", TimeRange.point(at(30)), "me", is_point=True))
    image, m = picture(), mark(view, "p")
    x, y, reach = round(m.x0), round(m.band.top + m.band.height / 2), round(m.band.height / 2 - 2)
    assert image.pixelColor(x, y) == QColor(OKABE_ITO[5])
    assert image.pixelColor(x + reach - 1, y - reach + 1).rgb() in LANES
    assert image.pixelColor(x - reach + 3, y).hue() == pytest.approx(QColor(OKABE_ITO[5]).hue(), abs=4)


@pytest.mark.parametrize("p", [theme.DARK, theme.LIGHT], ids=lambda p: p.name)
@pytest.mark.parametrize("colour", OKABE_ITO)
def test_the_edge_of_every_class_stands_out_on_both_themes(p: theme.Palette, colour: str) -> None:
    look = ClassLook.of("any", colour, p)
    assert theme.contrast(look.edge, p.lane) >= theme.MARK_CONTRAST
    assert theme.contrast(look.ink, look.fill) >= theme.TEXT_CONTRAST


def test_the_light_theme_is_painted_in_its_own_colours(
    view: TimelineView, show: Show, picture: Picture
) -> None:
    show(segment("a", 10, 11.2))
    view.setPalette(theme.qt_palette(theme.LIGHT))
    image = picture()
    assert set(colours(image, *inside(view, "a"))) == {SERVE.rgb()}
    m = mark(view, "a")
    edge = image.pixelColor(round(m.x0), round(m.band.top + m.band.height / 2))
    assert theme.contrast(edge, theme.LIGHT.lane) >= theme.MARK_CONTRAST
    assert image.pixelColor(round(m.x1) + 20, round(m.band.top) + 4).lightness() > 240


# --- how sure, how attended, how loud ---


def test_the_sound_that_matters_has_its_class_s_hue(view: TimelineView, show: Show, picture: Picture) -> None:
    show(window=(0.0, 60.0))
    steps = as_steps(np.array([0, at(20), at(40)]), np.array([0.0, 1.0, 0.5], np.float32))
    view.set_sound_heat(SoundHeat(steps, "serve", "Sound that speaks"))
    scene, image = view.scene, picture()
    assert scene is not None
    band = scene.layout.sound
    y = round(band.bottom) - 3

    def saturation(seconds: float) -> float:
        return image.pixelColor(round(scene.axis.x(at(seconds))), y).hsvSaturationF()

    assert saturation(30) > saturation(50) > saturation(10)
    hot = image.pixelColor(round(scene.axis.x(at(30))), y)
    assert hot.hsvHueF() == pytest.approx(SERVE.hsvHueF(), abs=0.05)
    middle = round(band.top + band.height / 2)
    danger = QColor(theme.DARK.danger).rgb()
    assert image.pixelColor(round(scene.axis.x(at(30))), middle).rgb() != danger
    view.set_sound_heat(SoundHeat(steps, "serve", "Sound that speaks", trusted=False))
    image = picture()
    assert image.pixelColor(round(scene.axis.x(at(30))), middle).rgb() == danger
    assert image.pixelColor(round(scene.axis.x(at(50))), middle).rgb() != danger  # nothing is said of it
    view.set_sound_heat(None)
    image = picture()
    assert saturation(30) == saturation(10)


def test_attention_is_bright_where_the_model_looked(view: TimelineView, show: Show, picture: Picture) -> None:
    show(window=(0, 60))
    ticks = np.array([at(s) for s in (0, 20, 40)], np.int64)
    view.set_attention(ticks, np.array([0.0, 0.02, 0.005], np.float32))
    image, scene = picture(), view.scene
    assert scene is not None
    y = round(scene.layout.attention.bottom) - 4
    dark, bright, dim = (image.pixelColor(round(scene.axis.x(at(s))), y).lightness() for s in (10, 30, 50))
    assert dark < dim < bright


def test_an_untrusted_map_is_struck_through(view: TimelineView, show: Show, picture: Picture) -> None:
    show(window=(0, 60))
    ticks = np.array([at(0), at(30)], np.int64)
    view.set_attention(ticks, np.array([0.0, 0.0], np.float32), trusted=False)
    image, scene = picture(), view.scene
    assert scene is not None
    band = scene.layout.attention
    column = {image.pixelColor(1100, y).rgb() for y in range(round(band.top), round(band.bottom))}
    assert QColor(theme.DARK.danger).rgb() in column


def test_seen_and_unseen_stand_under_the_ruler(view: TimelineView, show: Show, picture: Picture) -> None:
    show(window=(0, 60))
    view.set_played([TimeRange(at(10), at(20))])
    image, scene = picture(), view.scene
    assert scene is not None
    y = round(scene.layout.ruler.bottom) - 1
    assert image.pixelColor(round(scene.axis.x(at(15))), y) == QColor(theme.DARK.seen)
    assert image.pixelColor(round(scene.axis.x(at(25))), y) == QColor(theme.DARK.unseen)


def test_the_waveform_is_asked_for_the_window_in_seconds(
    view: TimelineView, show: Show, picture: Picture
) -> None:
    asked: list[tuple[float, float, int]] = []

    def loud_second_half(start: float, end: float, columns: int) -> tuple[np.ndarray, np.ndarray]:
        asked.append((start, end, columns))
        level = np.where(np.arange(columns) < columns // 2, 0.05, 0.9).astype(np.float32)
        return -level, level

    show(window=(0, 60))
    view.set_sound(Sound(loud_second_half))
    image, scene = picture(), view.scene
    assert scene is not None
    # The stream begins at 1.4 s, and so does its clock: second 0 is the film's first frame.
    start, end, columns = asked[0]
    assert (start, end) == (pytest.approx(0.0, abs=1e-6), pytest.approx(60.0))
    assert columns == round(scene.axis.width)
    y = round(scene.layout.sound.top + 0.2 * scene.layout.sound.height)
    quiet, loud = (image.pixelColor(round(scene.axis.x(at(s))), y) for s in (10, 50))
    assert quiet == QColor(theme.DARK.lane)
    assert loud == QColor(theme.DARK.waveform)


def test_a_curve_runs_through_its_class_lane_while_minutes_are_in_sight(
    view: TimelineView, show: Show, picture: Picture
) -> None:
    ticks = np.array([at(s) for s in range(60)], np.int64)
    view.set_curves(ticks, {"rally": np.where(np.arange(60) < 10, 0.0, 1.0).astype(np.float32)})

    def drawn(seconds: float, share: float) -> bool:
        """Is the curve at `share` of the lane's height?"""
        image, scene = picture(), view.scene
        assert scene is not None
        lane = scene.layout.lane_of(Section.MODEL, "rally")
        assert lane is not None
        y = lane.band.bottom - 2 - share * (lane.band.height - 3)
        colour = image.pixelColor(round(scene.axis.x(at(seconds))) + 3, round(y))
        return colour.saturation() > 100 and abs(colour.hue() - RALLY.hue()) < 7

    show(window=(0, 20))
    assert (drawn(5, 0), drawn(5, 1), drawn(15, 0), drawn(15, 1)) == (True, False, False, True)
    show(window=(0, 200))
    assert (drawn(5, 0), drawn(25, 1)) == (True, True)
    show(window=(0, 600))
    assert not any(drawn(seconds, share) for seconds in (5, 25, 50) for share in (0, 1))


def test_complete_ranges_are_marked(view: TimelineView, show: Show, picture: Picture) -> None:
    show(complete_ranges=[CompleteRange("k", "m", TimeRange(at(10), at(20)), "p", "serve")])
    image, scene = picture(), view.scene
    assert scene is not None
    found = mark(view, "k")
    assert found.section is Section.COMPLETE
    y = round(found.band.top)
    assert image.pixelColor(round(scene.axis.x(at(15))), y) == QColor(theme.DARK.success)
    assert image.pixelColor(round(scene.axis.x(at(25))), y) != QColor(theme.DARK.success)
    assert view.describe(QPointF(scene.axis.x(at(15)), y + 4)).startswith("all of serve is labelled\n")


# --- what moves ---


def test_the_play_head_stands_where_it_was_told(view: TimelineView, show: Show, picture: Picture) -> None:
    show(window=(0, 60))
    view.set_position(at(30))
    image, scene = picture(), view.scene
    assert scene is not None
    x, y = round(scene.axis.x(at(30))), round(scene.layout.sound.top) + 8
    assert image.pixelColor(x, y) == QColor(theme.DARK.play_head)
    assert image.pixelColor(x + 1, y) == QColor(theme.DARK.play_head_halo)
    view.set_position(at(40))
    assert picture().pixelColor(x, y) != QColor(theme.DARK.play_head)


def test_the_segment_being_coded_grows_with_the_play_head(
    view: TimelineView, show: Show, picture: Picture, hand: Hand
) -> None:
    show(window=(0, 60))
    view.set_position(at(20))
    view.set_pending("rally", at(10))
    place = hand.place(15, class_id="rally").toPoint()
    later = hand.place(25, class_id="rally").toPoint()
    assert picture().pixelColor(place) == RALLY
    assert picture().pixelColor(later) != RALLY
    view.set_position(at(30))
    assert picture().pixelColor(later) == RALLY
    view.set_pending("", None)
    assert picture().pixelColor(place) != RALLY


def test_a_drag_shows_what_it_would_become(
    view: TimelineView, show: Show, picture: Picture, hand: Hand
) -> None:
    show(segment("a", 10, 20))
    hand.press(hand.place(20, dx=-1))
    hand.move(hand.place(30))
    assert picture().pixelColor(hand.place(25).toPoint()) == SERVE
    hand.move(hand.place(12))
    assert picture().pixelColor(hand.place(18).toPoint()) != SERVE
    hand.release()


# --- sharp everywhere ---


def test_on_a_dense_screen_marks_are_drawn_in_its_own_pixels(
    view: TimelineView, show: Show, monkeypatch: pytest.MonkeyPatch
) -> None:
    show(segment("a", 10, 11.2), suggestion("s", 10, 11.2, 0.9))
    monkeypatch.setattr(view, "devicePixelRatioF", lambda: 2.0)
    image = QImage(view.size() * 2, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(2.0)
    view.render(image)
    m = mark(view, "a")
    y = round(2 * (m.band.top + m.band.height / 2))
    row = [image.pixelColor(x, y) == SERVE for x in range(round(2 * m.x0) + 4, round(2 * m.x1) - 4)]
    assert all(row)
    # The hatching has twice the pixels, not twice the size.
    s = mark(view, "s")
    area = QRectF(2 * s.x0 + 6, 2 * s.band.top + 6, 2 * (s.x1 - s.x0) - 12, 2 * s.band.height - 12).toRect()
    row = [image.pixelColor(x, area.center().y()).rgb() in LANES for x in range(area.left(), area.right())]
    starts = [x for x, (one, other) in enumerate(pairwise(row)) if one and not other]
    assert len(starts) >= 2
    assert np.diff(starts) == pytest.approx(10, abs=1)


def test_without_a_film_one_sentence_is_said(view: TimelineView, picture: Picture) -> None:
    view.set_medium(None, None)
    view.set_document(None)
    image = picture()
    assert view.scene is None
    assert view.visible_window() is None
    inks = colours(image, range(400, 800), range(140, 180))
    assert inks[QColor(theme.DARK.lane).rgb()] > 0.8 * inks.total()
    assert len(inks) > 3  # the sentence
    view.set_medium(MEDIUM.span, MEDIUM.scale)
    assert view.visible_window() == MEDIUM.span
