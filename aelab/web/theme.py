"""The page's look: the style sheet, and a thumbnail for each dataset."""

import base64
import struct
import zlib
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import streamlit as st

from aelab.catalogue import Catalogue

SIDEBAR = 296  # pixels
STYLESHEETS = [Path(__file__).with_name(f"{name}.css") for name in ("theme", "presenter", "print")]
WIDE, HIGH = 40, 32  # the drawing of points, in pixels
_drawn: dict[str, Any] = {}  # the thumbnails of the catalogue seen last
SPECIAL = r"\`*_{}[]()<>#+-.!|~:$&^=@'" + '"'


def dress() -> None:
    """Put the style sheets on the page."""
    st.html(f"<style>{_sheet()}</style>")


@lru_cache(maxsize=1)
def _sheet() -> str:
    return "\n".join(sheet.read_text() for sheet in STYLESHEETS)


def thumbnails(catalogue: Catalogue) -> None:
    """Put each dataset's thumbnail on its card, the n-th option of the radio."""
    if _drawn.get("of") is not catalogue.datasets:
        pictures = [entry.thumbnail for entry in catalogue.datasets.values()]
        rules = "".join(_rule(n, p) for n, p in enumerate(pictures, 1))
        _drawn.update({"of": catalogue.datasets, "rules": f"<style>{rules}</style>"})
    st.html(_drawn["rules"])


def _rule(place: int, picture: Mapping[str, Any]) -> str:
    mask = thumbnail(picture)
    option = f"[role=radiogroup] > div:nth-child({place}) [data-testid=stRadioOption]"
    card = f".st-key-datasets {option}::before"
    kind = "picture" if "pixels" in picture else "cloud"
    return f'{card}{{mask-image:url("{mask}");background:var(--ael-{kind})}}' if mask else ""


def thumbnail(picture: Mapping[str, Any]) -> str:
    """Return a picture of the catalogue as a data URI, opaque where there is something.

    It serves as a mask, so that the theme's own colour shows through.
    """
    if "pixels" in picture:
        flat = [v for row in picture["pixels"] for v in row] if _nested(picture) else None
        height, width = picture["shape"][:2]
        return _uri("image/png", _png(flat or picture["pixels"], width, height))
    return _uri("image/svg+xml", _cloud(picture["points"])) if picture.get("points") else ""


def _nested(picture: Mapping[str, Any]) -> bool:
    return isinstance(picture["pixels"][0], list)


def _uri(kind: str, content: bytes) -> str:
    return f"data:{kind};base64,{base64.b64encode(content).decode()}"


def _png(values: Sequence[int], width: int, height: int) -> bytes:
    """Return a PNG of black pixels whose opacity is ``values``, 0 to 255, row by row."""
    rows = (values[i * width : (i + 1) * width] for i in range(height))
    raw = b"".join(b"\0" + bytes(b for v in row for b in (0, int(v))) for row in rows)
    head = struct.pack(">IIBBBBB", width, height, 8, 4, 0, 0, 0)  # 8 bits, grey and opacity
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(raw, 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(*part) for part in parts)


def _chunk(name: bytes, content: bytes) -> bytes:
    check = struct.pack(">I", zlib.crc32(name + content))
    return struct.pack(">I", len(content)) + name + content + check


def _cloud(points: Sequence[Sequence[float]]) -> bytes:
    """Return an SVG of points of the plane, equal scales, upwards as in the plots."""
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    scale = min((WIDE - 4) / (max(xs) - min(xs) or 1), (HIGH - 4) / (max(ys) - min(ys) or 1))
    x0, y0 = (max(xs) + min(xs)) / 2, (max(ys) + min(ys)) / 2
    dots = "".join(
        f"M{WIDE / 2 + (x - x0) * scale:.1f} {HIGH / 2 - (y - y0) * scale:.1f}h0"
        for x, y in zip(xs, ys, strict=True)
    )
    pen = 'fill="none" stroke="#000" stroke-width="1.5" stroke-linecap="round"'
    box = f'viewBox="0 0 {WIDE} {HIGH}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {box}><path {pen} d="{dots}"/></svg>'.encode()


def plain(text: str) -> str:
    """Return text escaped for Markdown, on one line."""
    line = " ".join(text.split())
    return "".join(f"\\{sign}" if sign in SPECIAL else sign for sign in line if sign.isprintable())
