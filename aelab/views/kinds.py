"""View kinds: the contract between Python and the browser, which draws a view by its kind.

A kind declares its layout, see `aelab.views.layouts`, and its arrays; `problems` checks what a
view made. The types of the browser, `kinds.d.ts`, and its table of what is required,
`required.js`, are generated from these two files with ``python -m tooling.kinds``.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

from aelab.frames import Part
from aelab.views.layouts import (
    BarsLayout,
    CloudLayout,
    CurvesLayout,
    CutLayout,
    FieldLayout,
    GalleryLayout,
    HistogramLayout,
    ImprovementLayout,
    LesionsLayout,
    MapLayout,
    OverlapLayout,
    PlaneLayout,
    ProfileLayout,
    RocLayout,
    ScatterLayout,
    SculptLayout,
    SpaceLayout,
    StripLayout,
    TilesLayout,
)

__all__ = [
    "KINDS",
    "Array",
    "BarsLayout",
    "CloudLayout",
    "CurvesLayout",
    "CutLayout",
    "FieldLayout",
    "GalleryLayout",
    "HistogramLayout",
    "Kind",
    "LesionsLayout",
    "MapLayout",
    "OverlapLayout",
    "PlaneLayout",
    "ProfileLayout",
    "RocLayout",
    "ScatterLayout",
    "SculptLayout",
    "SpaceLayout",
    "StripLayout",
    "TilesLayout",
    "problems",
]


class Array(NamedTuple):
    """An array of a kind: its dtype, its shape with names for what varies, and a note.

    An optional one may be missing in a full frame; all may be missing in a moving frame.
    """

    dtype: Literal["float32", "int32", "uint8"]
    shape: tuple[int | str, ...]
    note: str = ""
    optional: bool = False


@dataclass(frozen=True)
class Kind:
    """How a view is drawn: its layout, a `TypedDict`, and its arrays by name."""

    layout: type
    arrays: Mapping[str, Array]

    @property
    def required(self) -> frozenset[str]:
        """Keys that the layout has to have."""
        return frozenset(self.layout.__required_keys__)  # type: ignore[attr-defined]

    @property
    def optional(self) -> frozenset[str]:
        """Keys that the layout may have."""
        return frozenset(self.layout.__optional_keys__)  # type: ignore[attr-defined]


def _floats(*shape: int | str, note: str = "", optional: bool = False) -> Array:
    return Array("float32", shape, note, optional)


def _ints(*shape: int | str, note: str = "", optional: bool = False) -> Array:
    return Array("int32", shape, note, optional)


def _bytes(*shape: int | str, note: str = "", optional: bool = False) -> Array:
    return Array("uint8", shape, note, optional)


WINDOW = _floats(4, note="x0, x1, y0, y1 of the outermost centres")
CUT_TABLE = {
    "cuts": _floats(
        "t", 3, note="threshold, and the shares of normal and of anomalous samples above"
    ),
    "samples": _floats(2, note="how many normal and anomalous samples"),
    "numbers": _floats(
        8, note="AUC, error, age, unexplained variance, two rejections with errors"
    ),
}
LABELS = _bytes("n")

KINDS: dict[str, Kind] = {
    "scatter": Kind(
        ScatterLayout,
        {
            "points": _floats("n", 2),
            "labels": LABELS,
            "ellipses": _floats(
                "m", 4, note="sample, and the covariance xx, xy, yy of q(z|x)", optional=True
            ),
        },
    ),
    "histogram": Kind(HistogramLayout, {"points": _floats("n", 1), "labels": LABELS}),
    "strip": Kind(
        StripLayout,
        {
            "x": _bytes("c", "h·w"),
            "x_hat": _bytes("c", "h·w"),
            "x_tilde": _bytes("c", "h·w", optional=True),
            "rows": _ints("c", note="test sample of each column", optional=True),
            "apart": _floats(3, note="mean distances of middles, for claims", optional=True),
        },
    ),
    "cloud": Kind(
        CloudLayout,
        {
            "x": _floats("n", 2),
            "labels": LABELS,
            "x_hat": _floats("n", 2),
            "x_tilde": _floats("n", 2, optional=True),
            "curve": _floats("p", 2, optional=True),
            "grid": _floats("r", "c", 2, optional=True),
        },
    ),
    "space": Kind(
        SpaceLayout,
        {
            "x": _floats("n", 3),
            "labels": LABELS,
            "x_hat": _floats("n", 3),
            "curve": _floats("p", 3, optional=True),
            "grid": _floats("r", "c", 3, optional=True),
        },
    ),
    "curves": Kind(
        CurvesLayout,
        {
            "steps": _floats("n"),
            "terms": _floats("n", "T"),
            "heldout_steps": _floats("m", optional=True),
            "heldout": _floats("m", "T", optional=True),
        },
    ),
    "bars": Kind(
        BarsLayout,
        {
            "values": _floats("n"),
            "line": _floats("n", note="shares from 0 to 1", optional=True),
            "range": _floats(2, optional=True),
            "active": _bytes("n", note="1 or 0, for claims", optional=True),
        },
    ),
    "tiles": Kind(
        TilesLayout, {"tiles": _bytes("u", "h·w", note="128 is zero"), "scales": _floats("u")}
    ),
    "plane": Kind(PlaneLayout, {"images": _bytes("r·c", "h·w"), "window": WINDOW}),
    "field": Kind(
        FieldLayout,
        {
            "at": _floats("g", 2),
            "arrows": _floats("g", 2),
            "x": _floats("n", 2),
            "labels": LABELS,
            "theory": _floats("g", 2, optional=True),
            "agreement": _floats(1, optional=True),
        },
    ),
    "map": Kind(
        MapLayout,
        {
            "values": _floats("r", "c", note="the topmost row first"),
            "window": WINDOW,
            "metric": _floats(
                "p", 5, note="place, and the entries 11, 12, 22 of JᵀJ", optional=True
            ),
            "x": _floats("n", 2),
            "labels": LABELS,
        },
    ),
    "cut": Kind(CutLayout, CUT_TABLE | {"counts": _floats(2, "b"), "range": _floats(2)}),
    "roc": Kind(RocLayout, CUT_TABLE),
    "improvement": Kind(ImprovementLayout, CUT_TABLE),
    "gallery": Kind(
        GalleryLayout,
        {
            "rows": _ints("c", note="test sample of each column, the most anomalous first"),
            "x": _bytes("c", "h·w"),
            "x_hat": _bytes("c", "h·w"),
            "score": _floats("c"),
            "labels": _bytes("c", note="0 normal, 1 anomalous"),
        },
    ),
    "sculpt": Kind(
        SculptLayout,
        {
            "edges": _floats("b + 1"),
            "spectrum": _floats("l", "b", note="above each cut; of all samples in row 0"),
            "levels": _floats("l", note="share of the normal samples above each cut"),
            "correlation": _floats(2, note="of normal and of anomalous samples"),
            "auc": _floats(2, note="as it is, and made independent of the quantity"),
        },
    ),
    "profile": Kind(
        ProfileLayout,
        {
            "at": _floats("b"),
            "mean": _floats(2, "b"),
            "low": _floats(2, "b"),
            "high": _floats(2, "b"),
            "share": _floats(2, "b"),
        },
    ),
    "lesions": Kind(
        LesionsLayout,
        {
            "sample": _ints("c"),
            "x": _bytes("c", "h·w"),
            "x_hat": _bytes("c", "h·w"),
            "residual": _bytes("c", "h·w"),
            "mask": _bytes("c", "h·w"),
            "found": _bytes("c", "h·w"),
            "dice": _floats("c"),
        },
    ),
    "overlap": Kind(
        OverlapLayout,
        {
            "thresholds": _floats("t"),
            "dice": _floats("t"),
            "precision": _floats("t"),
            "recall": _floats("t"),
            "chosen": _floats(
                4,
                note="threshold, Dice on test slices, on validation slices, of the mean image",
            ),
        },
    ),
}


def problems(head: Mapping[str, Any], parts: Iterable[Part], *, full: bool = True) -> list[str]:
    """Return what the header and the arrays of a view break of the contract, in sentences.

    ``head`` is what `View.head` returns. Of a frame that is not ``full``, arrays may be missing.
    """
    kind = KINDS.get(head.get("kind", ""))
    if kind is None:
        return [f"There is no kind “{head.get('kind')}”; there are {', '.join(KINDS)}."]
    keys = head.keys() - {"name", "kind"}
    broken = [f"The layout has no “{key}”." for key in sorted(kind.required - keys)]
    unknown = sorted(keys - kind.required - kind.optional)
    broken += [f"The layout has “{key}”, which its kind does not declare." for key in unknown]
    arrays = {part.name.removeprefix(f"{head['name']}."): part.array for part in parts}
    for name, array in arrays.items():
        declared = kind.arrays.get(name)
        if declared is None:
            broken.append(f"The array “{name}” is not declared by the kind.")
        elif not _fits(array.dtype.name, array.shape, declared):
            broken.append(
                f"The array “{name}” is {array.dtype.name} {array.shape}, "
                f"not {declared.dtype} {declared.shape}."
            )
    if full:
        needed = (name for name, array in kind.arrays.items() if not array.optional)
        broken += [f"The array “{name}” is missing." for name in needed if name not in arrays]
    return broken


def _fits(dtype: str, shape: tuple[int, ...], declared: Array) -> bool:
    same_axes = len(shape) == len(declared.shape)
    fixed = zip(shape, declared.shape, strict=False)
    return (
        dtype == declared.dtype
        and same_axes
        and all(size == wanted for size, wanted in fixed if isinstance(wanted, int))
    )
