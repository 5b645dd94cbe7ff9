"""The picture of the generated sample film: a court beside a street, and what happens there."""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, pi, sin

import numpy as np
from numpy.typing import NDArray

from sora_model.media.opencv import cv2

WIDTH, HEIGHT, FPS = 640, 360, 25

_HORIZON = 148
_STREET = (196, 224)
_FIGURE_GROUND = 318
_BALL_GROUND = 332

# OpenCV draws at fractions of a pixel: so many bits of a coordinate are the fraction.
_SHIFT = 4
_ONE = 1 << _SHIFT

Colour = tuple[int, int, int]
Box = tuple[float, float, float, float]
Canvas = NDArray[np.uint8]


@dataclass(frozen=True)
class Happening:
    """One thing that happens: `kind` from `start` frame to before `end` frame.

    `rightwards`: the way it goes; `colour`: of the car, shirt or ball; `phase`: 0 to 1, varies the movement.
    """

    kind: str
    start: int
    end: int
    rightwards: bool
    colour: Colour
    phase: float

    def progress(self, frame: int) -> float:
        """0 at the first frame to 1 at the last."""
        return (frame - self.start) / max(1, self.end - 1 - self.start)


class Scene:
    """Draws the frames of one film; everything random comes from `rng` when it is made."""

    def __init__(self, rng: np.random.Generator, mark: str) -> None:
        self._mark = mark
        self._background = _background(rng)
        self._grain = rng.normal(0.0, 2.2, (4, HEIGHT, WIDTH, 1)).astype(np.float32)
        self._cloud = rng.uniform(0, WIDTH)

    def draw(self, frame: int, happening: Happening | None) -> tuple[Canvas, Box | None]:
        """Frame number `frame`, (HEIGHT, WIDTH, 3) RGB, and the box around what happens in it, if
        anything.
        """
        canvas = self._background.copy()
        self._clouds(canvas, frame)
        box = None
        if happening is not None:
            box = _DRAW[happening.kind](canvas, happening, frame)
        cv2.putText(
            canvas,
            self._mark,
            (10, HEIGHT - 10),
            cv2.FONT_HERSHEY_SIMPLEX,
            0.36,
            (235, 235, 235),
            1,
            cv2.LINE_AA,
        )
        noisy = canvas.astype(np.float32) + self._grain[frame % len(self._grain)]
        return np.clip(noisy, 0, 255).astype(np.uint8), box

    def _clouds(self, canvas: Canvas, frame: int) -> None:
        sky = canvas[:_HORIZON]
        veil = sky.copy()
        for offset, y, size in ((0, 38, 30), (260, 62, 22), (470, 30, 26)):
            x = (self._cloud + offset + frame * 0.12) % (WIDTH + 160) - 80
            for dx, dy, scale in ((-1.1, 0.25, 0.6), (0, 0, 1.0), (1.0, 0.3, 0.7), (0.4, -0.3, 0.7)):
                _ellipse(
                    veil,
                    x + dx * size,
                    y + dy * size,
                    size * scale * 1.3,
                    size * scale * 0.6,
                    (250, 250, 252),
                )
        canvas[:_HORIZON] = cv2.addWeighted(cv2.GaussianBlur(veil, (0, 0), 3), 0.75, sky, 0.25, 0)


def _background(rng: np.random.Generator) -> Canvas:
    """Sky, hills, street and court, drawn at twice the size and reduced."""
    big = np.zeros((HEIGHT * 2, WIDTH * 2, 3), np.uint8)
    warm = float(rng.uniform(0, 1))
    top = np.array([86 + 30 * warm, 142 - 8 * warm, 206 - 20 * warm])
    low = np.array([214 + 30 * warm, 226 - 6 * warm, 236 - 50 * warm])
    ramp = np.linspace(0, 1, _HORIZON * 2)[:, None, None]
    big[: _HORIZON * 2] = (top * (1 - ramp) + low * ramp).astype(np.uint8)
    cv2.circle(big, (int(rng.uniform(200, 1080)), 90), 44, (255, 246, 214), -1, cv2.LINE_AA)
    for shade, level, height in (((128, 156, 168), 0.55, 70), ((98, 134, 122), 0.8, 46)):
        _hills(big, rng, shade, int(_HORIZON * 2 * level + 30), height)
    _meadow(big, rng)
    _street(big)
    _court(big, rng)
    return np.asarray(cv2.resize(big, (WIDTH, HEIGHT), interpolation=cv2.INTER_AREA), np.uint8)


def _hills(big: Canvas, rng: np.random.Generator, shade: Colour, level: int, height: int) -> None:
    xs = np.arange(0, WIDTH * 2 + 1, 8)
    phase = rng.uniform(0, 6.3, 3)
    wave = sum(np.sin(xs / scale + phase[i]) / (i + 1) for i, scale in enumerate((210.0, 97.0, 41.0)))
    ys = level - height * 0.5 * np.asarray(wave)
    edge = np.stack([xs, ys], axis=1)
    polygon = np.concatenate([edge, [[WIDTH * 2, _HORIZON * 2 + 40], [0, _HORIZON * 2 + 40]]]).astype(
        np.int32
    )
    cv2.fillPoly(big, [polygon], shade, cv2.LINE_AA)


def _meadow(big: Canvas, rng: np.random.Generator) -> None:
    top, bottom = _HORIZON * 2 + 20, HEIGHT * 2
    ramp = np.linspace(0, 1, bottom - top)[:, None, None]
    far, near = np.array([122, 158, 96]), np.array([84, 126, 66])
    big[top:bottom] = (far * (1 - ramp) + near * ramp).astype(np.uint8)
    for _ in range(9):
        x, y = int(rng.uniform(0, WIDTH * 2)), top + int(rng.uniform(4, 34))
        size = int(rng.uniform(26, 52))
        cv2.rectangle(big, (x - 4, y), (x + 4, y + size), (96, 74, 54), -1)
        for dx, dy, part in ((-0.5, 0.1, 0.7), (0.5, 0.15, 0.7), (0.0, -0.35, 0.85)):
            centre = (int(x + dx * size), int(y + dy * size))
            green = (52 + int(20 * part), 104 + int(18 * part), 58)
            cv2.circle(big, centre, int(size * part), green, -1, cv2.LINE_AA)


def _street(big: Canvas) -> None:
    top, bottom = _STREET[0] * 2, _STREET[1] * 2
    big[top - 8 : bottom + 8] = (176, 172, 164)
    big[top:bottom] = (92, 94, 100)
    for x in range(10, WIDTH * 2, 96):
        cv2.rectangle(
            big, (x, (top + bottom) // 2 - 2), (x + 44, (top + bottom) // 2 + 1), (222, 220, 208), -1
        )


def _court(big: Canvas, rng: np.random.Generator) -> None:
    clay = np.array([178, 104, 76]) + rng.uniform(-14, 14, 3)
    corners = np.array([[150, 482], [1130, 482], [1390, 724], [-110, 724]], np.int32)
    shade = tuple(int(part) for part in clay)
    cv2.fillPoly(big, [corners], shade, cv2.LINE_AA)
    white = (238, 236, 230)
    for a, b in (((250, 500), (1030, 500)), ((250, 500), (96, 720)), ((1030, 500), (1184, 720))):
        cv2.line(big, a, b, white, 5, cv2.LINE_AA)
    cv2.line(big, (640, 500), (640, 720), white, 4, cv2.LINE_AA)
    cv2.line(big, (176, 604), (1104, 604), white, 5, cv2.LINE_AA)


def _ellipse(
    canvas: Canvas, x: float, y: float, rx: float, ry: float, colour: Colour, angle: float = 0
) -> None:
    centre = (round(x * _ONE), round(y * _ONE))
    axes = (max(1, round(rx * _ONE)), max(1, round(ry * _ONE)))
    cv2.ellipse(canvas, centre, axes, angle, 0, 360, colour, -1, cv2.LINE_AA, _SHIFT)


def _limb(canvas: Canvas, a: tuple[float, float], b: tuple[float, float], colour: Colour, width: int) -> None:
    points = [(round(x * _ONE), round(y * _ONE)) for x, y in (a, b)]
    cv2.line(canvas, points[0], points[1], colour, width, cv2.LINE_AA, _SHIFT)


def _polygon(canvas: Canvas, points: list[tuple[float, float]], colour: Colour) -> None:
    corners = np.array([[round(x * _ONE), round(y * _ONE)] for x, y in points], np.int32)
    cv2.fillPoly(canvas, [corners], colour, cv2.LINE_AA, _SHIFT)


def _shadow(canvas: Canvas, x: float, y: float, rx: float, ry: float, depth: float) -> None:
    left, right = max(0, int(x - rx) - 2), min(WIDTH, int(x + rx) + 3)
    top, bottom = max(0, int(y - ry) - 2), min(HEIGHT, int(y + ry) + 3)
    if left >= right or top >= bottom:
        return
    part = canvas[top:bottom, left:right]
    dark = np.ascontiguousarray(part)
    _ellipse(dark, x - left, y - top, rx, ry, (24, 26, 30))
    canvas[top:bottom, left:right] = cv2.addWeighted(dark, depth, np.ascontiguousarray(part), 1 - depth, 0)


def _seen(x0: float, y0: float, x1: float, y1: float) -> Box | None:
    """The part of a box that lies in the picture; None where nothing of it does."""
    left, right = max(0.0, x0), min(float(WIDTH), x1)
    top, bottom = max(0.0, y0), min(float(HEIGHT), y1)
    if right - left < 4 or bottom - top < 4:
        return None
    return left, top, right - left, bottom - top


def _along(happening: Happening, frame: int, margin: float) -> float:
    """Where across the picture it is: from one side to the other, `margin` beyond both."""
    way = happening.progress(frame)
    way = way if happening.rightwards else 1 - way
    return -margin + way * (WIDTH + 2 * margin)


def _draw_car(canvas: Canvas, happening: Happening, frame: int) -> Box | None:
    x = _along(happening, frame, 40)
    y = _STREET[1] - 7.0
    facing = 1 if happening.rightwards else -1
    bob = 0.5 * sin(frame * 1.7)
    dark: Colour = (36, 40, 48)
    _shadow(canvas, x, y + 6, 54, 5, 0.45)
    body = [(-50, 0), (-50, -14), (-30, -17), (-18, -32), (18, -32), (32, -17), (50, -13), (52, 0)]
    _polygon(canvas, [(x + facing * px, y + py + bob) for px, py in body], happening.colour)
    for glass in ([(-25, -17), (-15, -29), (-1, -29), (-1, -17)], [(2, -17), (2, -29), (15, -29), (26, -17)]):
        _polygon(canvas, [(x + facing * px, y + py + bob) for px, py in glass], (190, 214, 226))
    for wheel in (-30, 30):
        _ellipse(canvas, x + wheel, y + 1, 9, 9, dark)
        _ellipse(canvas, x + wheel, y + 1, 4, 4, (170, 172, 176))
    _ellipse(canvas, x + facing * 49, y - 8 + bob, 3, 3, (255, 244, 190))
    return _seen(x - 53, y - 34, x + 53, y + 11)


def _draw_runner(canvas: Canvas, happening: Happening, frame: int) -> Box | None:
    x = _along(happening, frame, 30)
    facing = 1 if happening.rightwards else -1
    stride = 2 * pi * (frame / FPS * 1.4 + happening.phase)
    ground = _FIGURE_GROUND + 8 * sin(happening.phase * 6)
    hop = 4 * abs(sin(stride))
    hip, neck = (x, ground - 42 - hop), (x + facing * 9, ground - 76 - hop)
    skin, trousers, shoes = (222, 178, 148), (44, 52, 84), (240, 240, 240)
    _shadow(canvas, x, ground + 2, 24, 5, 0.4)
    for leg in (0.0, pi):
        swing = sin(stride + leg)
        knee = (hip[0] + facing * 15 * swing + facing * 4, hip[1] + 21 - 4 * max(0.0, swing))
        lift = max(0.0, cos(stride + leg))
        foot = (knee[0] + facing * (6 * swing - 12 * lift), knee[1] + 21 - 12 * lift)
        _limb(canvas, hip, knee, trousers, 9)
        _limb(canvas, knee, foot, trousers, 7)
        _limb(canvas, foot, (foot[0] + facing * 7, foot[1] + 1), shoes, 6)
    _limb(canvas, hip, neck, happening.colour, 17)
    for arm in (0.0, pi):
        swing = sin(stride + arm + pi)
        shoulder = (neck[0] - facing * 1, neck[1] + 6)
        elbow = (shoulder[0] + facing * 13 * swing, shoulder[1] + 15)
        hand = (elbow[0] + facing * 12, elbow[1] - 5 + 6 * swing)
        _limb(canvas, shoulder, elbow, happening.colour, 7)
        _limb(canvas, elbow, hand, skin, 5)
    _ellipse(canvas, neck[0] + facing * 4, neck[1] - 11, 9.5, 11, skin)
    _ellipse(canvas, neck[0] + facing * 2, neck[1] - 17, 9.5, 6, (70, 50, 38))
    return _seen(x - 30, ground - 106 - hop, x + 32, ground + 5)


def bounce_height(happening: Happening, frame: int) -> tuple[float, float]:
    """(height above the ground 0 to 1, time since the last impact in bounces 0 to 1) of the ball."""
    beat = (happening.progress(frame) * bounces(happening)) % 1.0
    return 4 * beat * (1 - beat), beat


def bounces(happening: Happening) -> int:
    """How many times the ball leaves the ground, about one and a half times a second."""
    return max(2, round((happening.end - happening.start) / FPS * 1.6))


def _draw_ball(canvas: Canvas, happening: Happening, frame: int) -> Box | None:
    x = _along(happening, frame, 12)
    height, beat = bounce_height(happening, frame)
    radius = 13.0
    squash = 0.72 if min(beat, 1 - beat) < 0.05 else 1.0
    y = _BALL_GROUND - radius * squash - height * (95 + 35 * happening.phase)
    _shadow(canvas, x, _BALL_GROUND, radius * (1.25 - 0.5 * height), 4 - 1.5 * height, 0.5 - 0.25 * height)
    wide = radius / squash**0.5
    _ellipse(canvas, x, y, wide, radius * squash, happening.colour)
    turn = x * (1 if happening.rightwards else -1) * 4
    stripe = tuple(max(0, part - 70) for part in happening.colour)
    cv2.ellipse(
        canvas,
        (round(x * _ONE), round(y * _ONE)),
        (round(wide * _ONE), round(radius * squash * 0.35 * _ONE)),
        turn,
        0,
        360,
        stripe,
        1,
        cv2.LINE_AA,
        _SHIFT,
    )
    _ellipse(canvas, x - 4, y - 5, 3.2, 2.6, (255, 255, 250))
    return _seen(x - wide - 1, y - radius - 1, x + wide + 1, y + radius + 1)


_DRAW = {"drive": _draw_car, "run": _draw_runner, "bounce": _draw_ball}
