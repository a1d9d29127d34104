"""Layouts of the view kinds: words and numbers of a view in the header of a frame.

They are `TypedDict`s, so that mypy checks what a view builds. A note in `Annotated` goes into the
browser's types, which are generated with ``python -m tooling.kinds``. A key that is added later is
`NotRequired`: frames that are stored do not have it.
"""

from typing import Annotated, Literal, NotRequired, TypedDict

from aelab.training.model_protocols import Level


class TypeScript(str):
    """The type of a value in the browser, where it says more than the one of Python."""


Shape = Annotated[list[int], TypeScript("[rows: number, columns: number]")]
Pair = Annotated[list[float], TypeScript("[low: number, high: number]")]
WordAndSymbol = Annotated[list[str], TypeScript("[word: string, symbol: string]")]
Scale = Literal["lit", "log"]
TwoNames = Annotated[list[str], "of normal and of anomalous samples"]


class Baseline(Level):
    """The AUC of a score that needs no model."""

    error: float | None


class Words(TypedDict):
    """What every view says."""

    title: str
    note: NotRequired[str]


class Images(TypedDict):
    """Shape and range of images; on a logarithmic scale also the logarithms of its ends.

    Where a layout takes them in with ``**``, mypy warns that they might have its optional keys.
    """

    shape: Shape
    low: float
    high: float
    scale: NotRequired[Scale]
    low_log: NotRequired[float]
    high_log: NotRequired[float]


class CodesLayout(Words):
    """Codes."""

    dims: int
    names: list[str]
    prior: bool
    classes: list[str]


class ScatterLayout(CodesLayout):
    """Codes in a plane."""

    axes: Literal["pca"] | list[int]


class HistogramLayout(CodesLayout):
    """Codes of one number."""

    axes: list[int]


class StripLayout(Words, Images):
    """Rows of images above each other."""

    output: NotRequired[
        Annotated[str, "the lower images are these, and belong to none of the upper ones"]
    ]
    rows: NotRequired[
        Annotated[list[WordAndSymbol], "two rows of which neither is made from the other"]
    ]


class CloudLayout(Words):
    """Points of the plane, and where they are mapped to."""

    names: list[str]
    classes: list[str]
    output: NotRequired[Annotated[str, "the points x_hat are these, and belong to no x"]]


class SpaceLayout(CloudLayout):
    """Points of space, and where they are mapped to."""


class CurvesLayout(Words):
    """Curves against epochs or steps."""

    unit: str
    terms: list[str]
    symbols: dict[str, str]
    sum: Annotated[bool, "the terms add up to J"]
    levels: list[Level]
    per_epoch: Annotated[float | None, "updates of an epoch; null: against steps"]
    objective: NotRequired[Annotated[bool, "the last held-out value is that of J"]]


class BarsWords(Words):
    """What bars say beside their reference lines."""

    unit: str
    xname: NotRequired[str]
    names: NotRequired[list[str]]
    range: NotRequired[Annotated[Pair, "of a histogram"]]
    chosen: NotRequired[Annotated[int, "number of strong bars, the others are pale"]]
    line_unit: NotRequired[str]
    colour: NotRequired[Annotated[Literal["penalty"], "the bars are parts of a penalty"]]


class BarsLayout(BarsWords):
    """A bar for each of some names, or a histogram."""

    levels: list[Level]


class TilesLayout(Words):
    """Small signed images."""

    shape: Shape
    names: list[str]
    symbol: NotRequired[str]
    sample: NotRequired[str]


class PlaneLayout(Words, Images):
    """Decoded images on a grid of codes."""

    grid: Shape


class FieldLayout(Words):
    """Arrows in the plane."""

    names: list[str]
    classes: list[str]
    theory: Annotated[str, "empty where there is none"]


class MapLayout(Words):
    """A number at each place of the plane."""

    unit: str
    names: list[str]
    classes: list[str]


class CutLayout(Words):
    """Histograms of a score with a threshold to drag."""

    unit: str
    names: TwoNames
    score: str
    flat: bool
    baselines: list[Baseline]
    figures: Annotated[list[float | None], "the numbers, for tables"]


class RocLayout(Words):
    """The ROC of a score."""

    names: TwoNames


class ImprovementLayout(Words):
    """The significance improvement of a score."""

    names: TwoNames


class GalleryLayout(Words, Images):
    """The most and the least anomalous images."""

    names: TwoNames


class SculptLayout(Words):
    """Spectra of a quantity above cuts on a score."""

    quantity: str
    unit: str
    names: TwoNames


class ProfileLayout(Words):
    """Mean scores against the complexity of a sample."""

    xname: str
    unit: str
    names: TwoNames


class LesionsLayout(Words, Images):
    """Images with a lesion, and what was segmented."""

    rows: list[str]
    top: Annotated[float, "residual that is drawn as the largest"]


class OverlapLayout(Words):
    """Dice and precision against the threshold."""
