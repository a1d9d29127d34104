"""The lab's colours: one meaning each, in light and dark, as the live pictures have them.

Figures name tokens; `resolved` puts the colours of a theme in their place when a figure is shown.
"""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, fields
from functools import lru_cache
from typing import Any

# Petroff, "Accessible color sequences for data visualization", 2021
CLASSES = tuple(
    "#3f90da #ffa90e #bd1f01 #94a4a2 #832db6 #a96b59 #e76300 #b9ac70 #717581 #92dadd".split()
)
STEPS = 33  # colours of a map; the browser interpolates

Colour = tuple[float, float, float]


@dataclass(frozen=True)
class Palette:
    """The colours of a theme, as the style sheets have them."""

    card: str
    ink: str
    soft: str
    line: str
    axis: str
    accent: str
    blue: str
    warm: str


LIGHT = Palette(
    card="#ffffff",
    ink="#1b2330",
    soft="#5d6b7e",
    line="#e3e7ed",
    axis="#c3cad5",
    accent="#2f6fed",
    blue="#2f6fed",
    warm="#d9722e",
)
DARK = Palette(
    card="#1a2029",
    ink="#e8edf4",
    soft="#9aa7b8",
    line="#2b3442",
    axis="#465265",
    accent="#6ea0ff",
    blue="#6ea0ff",
    warm="#f0a36b",
)

# What figures name instead of a colour of a theme; Plotly takes such a name for a colour.
TOKENS = Palette(**{field.name: f"var(--{field.name})" for field in fields(Palette)})
TOKEN = re.compile(rf"var\(--({'|'.join(vars(TOKENS))}|class)(?:-([0-9a-f]+))?\)")


def palette(dark: bool) -> Palette:
    """Return the colours of the dark or of the light theme."""
    return DARK if dark else LIGHT


def faint(name: str, opacity: str) -> str:
    """Return the token of a colour of the palette with an opacity of two hexadecimal digits."""
    return f"var(--{name}-{opacity})"


def class_ink(index: int) -> str:
    """Return the token of a class's colour as text: darker on light ground, lighter on dark."""
    return f"var(--class-{index % len(CLASSES)})"


def resolved(text: str, colours: Palette) -> str:
    """Return the JSON of a figure with the colours of a theme in place of their tokens."""
    return TOKEN.sub(lambda match: _colour(match[1], match[2], colours), text)


def _colour(name: str, suffix: str | None, colours: Palette) -> str:
    if name == "class":
        return mixed(CLASSES[int(suffix or 0)], colours.ink, 0.3)
    return str(getattr(colours, name)) + (suffix or "")


@lru_cache(maxsize=1)
def sequential() -> list[list[Any]]:
    """Return the sequential map: even steps of lightness from dark blue over green to yellow."""
    return _scale([_sequential(i / (STEPS - 1)) for i in range(STEPS)])


def diverging() -> list[list[Any]]:
    """Return the diverging map: negative blue, nothing the colour of the card, positive orange."""
    return [[0, TOKENS.blue], [0.5, TOKENS.card], [1, TOKENS.warm]]


def lowest() -> str:
    """Return the colour of the lower end of the sequential map."""
    return str(sequential()[0][1])


def mixed(first: str, other: str, share: float) -> str:
    """Return the colour that has this share of the other one in it."""
    pairs = zip(_rgb(first), _rgb(other), strict=True)
    return _css([a + (b - a) * share for a, b in pairs])


def _scale(colours: Sequence[Colour]) -> list[list[Any]]:
    return [[i / (len(colours) - 1), _css(colour)] for i, colour in enumerate(colours)]


def _rgb(colour: str) -> list[float]:
    return [float(int(colour[i : i + 2], 16)) for i in (1, 3, 5)]


def _css(colour: Sequence[float]) -> str:
    return "#" + "".join(f"{round(v):02x}" for v in colour)


def _sequential(t: float) -> Colour:
    """Return [r, g, b] at ``t`` from 0 to 1, as the live pictures have it."""
    hue = math.radians(288 - 183 * t)
    chroma = 0.1 + 0.05 * t**3 - 0.008 * math.sin(math.pi * t)
    return oklab(0.27 + 0.63 * t, chroma * math.cos(hue), chroma * math.sin(hue))


def oklab(light: float, a: float, b: float) -> Colour:
    """Return r, g, b from 0 to 255 of a colour in OKLab.

    Source: Ottosson, "A perceptual color space for image processing", 2020.
    """
    long = (light + 0.3963377774 * a + 0.2158037573 * b) ** 3
    middle = (light - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (light - 0.0894841775 * a - 1.291485548 * b) ** 3
    return (
        _encoded(4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short),
        _encoded(-1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short),
        _encoded(-0.0041960863 * long - 0.7034186147 * middle + 1.707614701 * short),
    )


def _encoded(value: float) -> float:
    """Return a linear channel as sRGB, 0 to 255."""
    v = min(max(value, 0.0), 1.0)
    return 255 * (12.92 * v if v <= 0.0031308 else 1.055 * v ** (1 / 2.4) - 0.055)
