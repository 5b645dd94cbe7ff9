"""Colours that stay apart for every eye: how far two are from each other with a colour-vision deficiency."""

from __future__ import annotations

import math
from collections.abc import Iterable
from functools import cache

OKABE_ITO = ("#E69F00", "#56B4E9", "#009E73", "#F0E442", "#0072B2", "#D55E00", "#CC79A7")
"""Okabe & Ito (2008), "Color Universal Design"; its eighth, black, is invisible on a dark lane."""

EXTENSION = (
    "#9966FF", "#AA4433", "#885577", "#8833EE", "#CC00AA", "#AA77CC", "#EE6677", "#778844", "#3399EE",
)  # fmt: skip
"""What `further_colours(OKABE_ITO, 9)` finds: each as far as can be from all before it."""

PALETTE = OKABE_ITO + EXTENSION

CLOSE = 0.045
"""Two colours nearer than this are easily taken for each other."""

# On linear sRGB, severity 1.0: Machado, Oliveira & Fernandes (2009), "A Physiologically-based Model for
# Simulation of Color Vision Deficiency", table 1.
_VISIONS = {
    "": ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)),
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}
DARKEST, LIGHTEST = 0.1289, 0.3
"""Luminances of the extension: a contrast of 3 and more on the lanes of both themes."""

Triple = tuple[float, float, float]


def distance(one: str, other: str) -> tuple[float, str]:
    """How far apart two colours look, in OKLab (Ottosson 2020), to the eye that sees least of it; and which
    eye that is: a deficiency, or empty where normal vision takes them for each other, too."""
    a, b = _seen(one), _seen(other)
    apart = {vision: math.dist(a[vision], b[vision]) for vision in _VISIONS}
    least = min(apart, key=apart.__getitem__)
    return apart[least], "" if apart[""] < CLOSE else least


def furthest(used: Iterable[str], among: Iterable[str]) -> str:
    """The colour of `among` that is furthest from its nearest in `used`; the first of equals."""
    there = tuple(used)
    return max(among, key=lambda c: min((distance(c, u)[0] for u in there), default=0.0))


def further_colours(used: Iterable[str], count: int) -> tuple[str, ...]:
    """`count` colours, one after another the furthest from all before, seen well on dark and on light."""
    found: list[str] = []
    candidates = [c for c in _grid() if DARKEST <= luminance(c) <= LIGHTEST]
    for _ in range(count):
        found.append(furthest((*used, *found), candidates))
    return tuple(found)


def luminance(colour: str) -> float:
    """Relative luminance, 0 black to 1 white (WCAG 2.2)."""
    red, green, blue = _linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def is_colour(text: str) -> bool:
    """Whether it is `#rrggbb`."""
    return len(text) == 7 and text[0] == "#" and all(c in "0123456789abcdefABCDEF" for c in text[1:])


def _grid() -> list[str]:
    steps = [f"{step:02X}" for step in range(0, 256, 17)]
    return [f"#{r}{g}{b}" for r in steps for g in steps for b in steps]


def _linear(colour: str) -> Triple:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return red, green, blue


@cache
def _seen(colour: str) -> dict[str, Triple]:
    """The colour as each eye sees it, in OKLab."""
    linear = _linear(colour)
    return {vision: _oklab(_times(matrix, linear)) for vision, matrix in _VISIONS.items()}


def _times(matrix: tuple[Triple, Triple, Triple], vector: Triple) -> Triple:
    x, y, z = (min(1.0, max(0.0, sum(m * v for m, v in zip(row, vector, strict=True)))) for row in matrix)
    return x, y, z


def _oklab(linear: Triple) -> Triple:
    r, g, b = linear
    long = math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b)
    middle = math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b)
    short = math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b)
    return (
        0.2104542553 * long + 0.7936177850 * middle - 0.0040720468 * short,
        1.9779984951 * long - 2.4285922050 * middle + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * middle - 0.8086757660 * short,
    )
